/** A word on a coloured ground that tells a state at a glance, in one line. */
import { Badge, makeStyles } from "@fluentui/react-components";

const COLORS = { good: "success", bad: "danger", warning: "warning", neutral: "informative" } as const;
export type Tone = keyof typeof COLORS;

const useStyles = makeStyles({ mark: { whiteSpace: "nowrap" } });

export function Mark({ tone, children }: { tone: Tone; children: string }) {
  return (
    <Badge appearance="tint" color={COLORS[tone]} className={useStyles().mark}>
      {children}
    </Badge>
  );
}
