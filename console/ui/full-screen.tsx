/** A part of a page that can take the whole window: what people look at for long. Escape gives the page back. */
import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { FullScreenMaximizeRegular } from "@fluentui/react-icons/svg/full-screen-maximize";
import { FullScreenMinimizeRegular } from "@fluentui/react-icons/svg/full-screen-minimize";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";

const useStyles = makeStyles({
  full: {
    position: "fixed",
    inset: 0,
    zIndex: 1000,
    overflow: "auto",
    padding: "16px 24px",
    backgroundColor: tokens.colorNeutralBackground1,
  },
});

interface FullScreenProps {
  full: boolean;
  onChange: (full: boolean) => void;
}

export function FullScreenButton({ full, onChange }: FullScreenProps) {
  const { t } = useTranslation();
  return (
    <Button
      size="small"
      appearance="subtle"
      icon={full ? <FullScreenMinimizeRegular /> : <FullScreenMaximizeRegular />}
      onClick={() => onChange(!full)}
    >
      {t(full ? "reports.fullScreen.leave" : "reports.fullScreen.enter")}
    </Button>
  );
}

export function FullScreen({ full, onChange, children }: FullScreenProps & { children: ReactNode }) {
  const styles = useStyles();
  useEffect(() => {
    if (!full) return;
    // A panel or menu above takes its own Escape.
    const leave = (event: KeyboardEvent): void => {
      if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("[role=dialog]"))
        onChange(false);
    };
    document.addEventListener("keydown", leave);
    return () => document.removeEventListener("keydown", leave);
  }, [full, onChange]);
  return <div className={full ? styles.full : undefined}>{children}</div>;
}
