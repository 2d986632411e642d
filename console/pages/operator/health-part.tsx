/** One part of Health: its state in a word, its figures, and what to do where it is not good. */
import { makeStyles, MessageBar, MessageBarBody, tokens } from "@fluentui/react-components";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Schema } from "../../api/client.ts";
import { useFormat } from "../../ui/format.tsx";
import { Mark } from "../../ui/mark.tsx";
import { Figures, Section } from "../../ui/section.tsx";

type Health = Schema<"Health">;
export type Judged = Pick<Health["process"], "state" | "reasons">;

export const TONES = { good: "good", attention: "warning", bad: "bad" } as const;

const useStyles = makeStyles({
  overall: { display: "flex", flexWrap: "wrap", alignItems: "center", gap: tokens.spacingHorizontalM },
  sentence: { margin: 0, fontSize: tokens.fontSizeBase400, fontWeight: tokens.fontWeightSemibold },
  at: { color: tokens.colorNeutralForeground2 },
});

/** Is anything wrong? One sentence that answers, with the time that it is of. */
export function Overall({ health: { state, at } }: { health: Health }) {
  const { t } = useTranslation();
  const { time } = useFormat();
  const styles = useStyles();
  return (
    <div className={styles.overall} role="status">
      <Mark tone={TONES[state]}>{t(`health.states.${state}`)}</Mark>
      <p className={styles.sentence}>{t(`health.overall.${state}`)}</p>
      <span className={styles.at}>{t("health.asOf", { time: time(at) })}</span>
    </div>
  );
}

interface HealthPartProps {
  title: string;
  part: Judged;
  figures: readonly (readonly [name: string, value: ReactNode])[];
  children?: ReactNode;
}

export function HealthPart({ title, part, figures, children }: HealthPartProps) {
  const { t } = useTranslation();
  return (
    <Section title={title} actions={<Mark tone={TONES[part.state]}>{t(`health.states.${part.state}`)}</Mark>}>
      <Figures items={figures} />
      <Reasons of={part} />
      {children}
    </Section>
  );
}

/** What is not good, and what to do about it. */
export function Reasons({ of: { state, reasons } }: { of: Judged }) {
  const { t } = useTranslation();
  return reasons.map(({ code }) => (
    <MessageBar key={code} intent={state === "bad" ? "error" : "warning"} layout="multiline">
      <MessageBarBody>{t(`health.reasons.${code}`)}</MessageBarBody>
    </MessageBar>
  ));
}
