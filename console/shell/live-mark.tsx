/** Whether what is shown is up to date, and since when it may not be. */
import { makeStyles, tokens, Tooltip } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import { useLiveness } from "../api/live.tsx";
import { useFormat } from "../ui/format.tsx";

const useStyles = makeStyles({
  mark: {
    display: "inline-flex",
    alignItems: "center",
    gap: "6px",
    padding: "0 6px",
    whiteSpace: "nowrap",
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
  },
  dot: { width: "10px", height: "10px", borderRadius: "50%" },
  word: { "@media (max-width: 1100px)": { display: "none" } },
});

const COLORS = {
  connecting: tokens.colorNeutralForegroundDisabled,
  live: tokens.colorPaletteGreenBackground3,
  polling: tokens.colorPaletteMarigoldBackground3,
  offline: tokens.colorPaletteRedBackground3,
};

export function LiveMark() {
  const { t } = useTranslation();
  const format = useFormat();
  const styles = useStyles();
  const { state, staleSince } = useLiveness();
  const since = staleSince === undefined ? undefined : format.time(new Date(staleSince).toISOString());
  const sentence = since === undefined ? t("shell.live.liveSentence") : t("shell.live.pollingSentence", { since });
  return (
    <Tooltip content={sentence} relationship="description">
      <span className={styles.mark} role="status" tabIndex={0}>
        <span className={styles.dot} style={{ backgroundColor: COLORS[state] }} aria-hidden />
        <span className={styles.word}>{t(`shell.live.${state}`)}</span>
      </span>
    </Tooltip>
  );
}
