/** The frame of the pages before anybody is signed in: a card, and the choice of language. */
import { makeStyles, tokens } from "@fluentui/react-components";
import { type ReactNode, useEffect } from "react";
import { PreferenceMenus } from "../shell/preference-menus.tsx";

const useStyles = makeStyles({
  page: {
    minHeight: "100dvh",
    boxSizing: "border-box",
    display: "grid",
    gridTemplateRows: "auto 1fr",
    backgroundColor: tokens.colorNeutralBackground2,
  },
  top: { display: "flex", justifyContent: "end", padding: "8px" },
  card: {
    alignSelf: "center",
    justifySelf: "center",
    width: "min(400px, calc(100vw - 32px))",
    boxSizing: "border-box",
    marginBottom: "15vh",
    padding: "36px",
    display: "grid",
    gap: "20px",
    backgroundColor: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusXLarge,
    boxShadow: tokens.shadow8,
  },
  heading: { margin: 0, fontSize: tokens.fontSizeBase600, lineHeight: tokens.lineHeightBase600, fontWeight: 600 },
});

export function Doorway({ title, children }: { title: string; children: ReactNode }) {
  const styles = useStyles();
  useEffect(() => {
    document.title = `${title} · Talktime`;
  }, [title]);
  return (
    <div className={styles.page}>
      <div className={styles.top}>
        <PreferenceMenus />
      </div>
      <main className={styles.card}>
        <img src="/talktime.svg" width="40" height="40" alt="" />
        <h1 className={styles.heading}>{title}</h1>
        {children}
      </main>
    </div>
  );
}
