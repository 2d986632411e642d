/** A part of a page with its heading, on a card of its own. */
import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { type ReactNode, useId } from "react";

const useStyles = makeStyles({
  section: {
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    padding: "20px 24px",
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalM,
    minWidth: 0,
    "@media (max-width: 640px)": { padding: "16px" },
  },
  head: { display: "flex", flexWrap: "wrap", alignItems: "center", gap: tokens.spacingHorizontalS },
  heading: { margin: 0, fontSize: tokens.fontSizeBase400, fontWeight: tokens.fontWeightSemibold, flexGrow: 1 },
  columns: {
    display: "grid",
    gap: tokens.spacingHorizontalL,
    gridTemplateColumns: "repeat(auto-fit, minmax(min(360px, 100%), 1fr))",
    alignItems: "start",
  },
  figures: { display: "flex", flexWrap: "wrap", gap: "12px 32px", margin: 0 },
  figureName: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  figure: { margin: 0, fontSize: tokens.fontSizeBase400, fontWeight: tokens.fontWeightSemibold },
});

interface SectionProps {
  title: string;
  /** Small buttons at the right of the heading. */
  actions?: ReactNode;
  className?: string | undefined;
  children: ReactNode;
}

export function Section({ title, actions, className, children }: SectionProps) {
  const styles = useStyles();
  const id = useId();
  return (
    <section aria-labelledby={id} className={mergeClasses(styles.section, className)}>
      <div className={styles.head}>
        <h2 id={id} className={styles.heading}>
          {title}
        </h2>
        {actions}
      </div>
      {children}
    </section>
  );
}

/** Sections side by side where there is room. */
export function Columns({ children }: { children: ReactNode }) {
  return <div className={useStyles().columns}>{children}</div>;
}

/** Names and what they stand at: held by calls, debt … */
export function Figures({ items }: { items: readonly (readonly [name: string, value: ReactNode])[] }) {
  const styles = useStyles();
  return (
    <dl className={styles.figures}>
      {items.map(([name, value]) => (
        <div key={name}>
          <dt className={styles.figureName}>{name}</dt>
          <dd className={styles.figure}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
