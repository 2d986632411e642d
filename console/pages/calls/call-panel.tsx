/** Any call, live or past, in the panel at the right: `?show=<call id>`. Every page that lists calls has it. */
import { Button, Caption1, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { CheckmarkRegular } from "@fluentui/react-icons/svg/checkmark";
import { CopyRegular } from "@fluentui/react-icons/svg/copy";
import { DismissRegular } from "@fluentui/react-icons/svg/dismiss";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get } from "../../api/client.ts";
import { usePanel } from "../../ui/address.ts";
import { useCallWords } from "../../ui/call-words.ts";
import { Time, useFormat } from "../../ui/format.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Empty, Loaded } from "../../ui/states.tsx";
import { useToast } from "../../ui/toast.tsx";
import { HangUp } from "./hang-up.tsx";
import { type Call, isLive, type Step, storyOf, textOf } from "./story.ts";

const useStyles = makeStyles({
  story: { listStyleType: "none", margin: 0, padding: 0, display: "grid" },
  step: {
    borderLeft: `2px solid ${tokens.colorNeutralStroke2}`,
    padding: "0 0 20px 18px",
    position: "relative",
    "::before": {
      content: '""',
      position: "absolute",
      insetInlineStart: "-6px",
      insetBlockStart: "5px",
      width: "10px",
      height: "10px",
      borderRadius: "50%",
      backgroundColor: tokens.colorBrandBackground,
    },
  },
  title: { margin: 0, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  head: { display: "flex", flexWrap: "wrap", gap: "0 12px", alignItems: "baseline" },
  when: { color: tokens.colorNeutralForeground2 },
  line: { display: "flex", gap: "8px", padding: "3px 0", overflowWrap: "anywhere" },
  text: { flexGrow: 1, minWidth: 0 },
  mark: { flexShrink: 0, marginBlockStart: "3px" },
  yes: { color: tokens.colorPaletteGreenForeground1 },
  no: { color: tokens.colorNeutralForeground3 },
  amount: { fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap", textAlign: "end" },
  sum: { borderTop: `1px solid ${tokens.colorNeutralStroke1}`, fontWeight: tokens.fontWeightSemibold },
  id: { overflowWrap: "anywhere", margin: 0, color: tokens.colorNeutralForeground2 },
  buttons: { display: "flex", flexWrap: "wrap", gap: "8px" },
});

export function CallPanel() {
  const { t } = useTranslation();
  const { shown, close } = usePanel();
  const query = useQuery({
    ...get("/v1/calls", { query: { callId: shown ?? "" } }),
    enabled: shown !== undefined,
  });
  return (
    <Panel open={shown !== undefined} title={t("calls.panel.title")} onClose={close}>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t("calls.panel.unknown")}>{t("calls.panel.unknownBody", { id: shown })}</Empty>
          ) : (
            // Two switches may have used the same id: both calls are shown.
            items.map((call) => <Story key={call.id} call={call} />)
          )
        }
      </Loaded>
    </Panel>
  );
}

function Story({ call }: { call: Call }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const toast = useToast();
  const format = useFormat();
  const say = { t, format, words: useCallWords() };
  const steps = storyOf(call, say);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(textOf(call, steps, say));
      toast.done(t("calls.panel.copied"));
    } catch {
      toast.failed(t("calls.panel.notCopied"));
    }
  };
  return (
    <article aria-label={call.callId}>
      <p className={styles.id}>{t("calls.panel.id", { id: call.callId })}</p>
      <div className={styles.buttons} style={{ margin: "12px 0 20px" }}>
        <Button icon={<CopyRegular />} onClick={() => void copy()}>
          {t("calls.panel.copy")}
        </Button>
        {isLive(call) && <HangUp call={call} />}
      </div>
      <ol className={styles.story}>
        {steps.map((step) => (
          <StepOf key={step.title} step={step} />
        ))}
      </ol>
    </article>
  );
}

function StepOf({ step: { title, at, lines } }: { step: Step }) {
  const styles = useStyles();
  return (
    <li className={styles.step}>
      <div className={styles.head}>
        <h3 className={styles.title}>{title}</h3>
        {at !== undefined && (
          <Caption1 className={styles.when}>
            <Time at={at} />
          </Caption1>
        )}
      </div>
      {lines.map(({ text, amount, taken, sum }, i) => (
        <div key={i} className={mergeClasses(styles.line, sum && styles.sum)}>
          {taken !== undefined && (
            <span className={mergeClasses(styles.mark, taken ? styles.yes : styles.no)} aria-hidden>
              {taken ? <CheckmarkRegular /> : <DismissRegular />}
            </span>
          )}
          <span className={styles.text}>{text}</span>
          {amount !== undefined && <span className={styles.amount}>{amount}</span>}
        </div>
      ))}
    </li>
  );
}
