/** How much of something is used, as a ring: used, held by calls in progress, unused. Its words stand beside it. */
import { makeStyles, tokens } from "@fluentui/react-components";

const RADIUS = 42;
const LENGTH = 2 * Math.PI * RADIUS;

const useStyles = makeStyles({
  ring: { width: "112px", height: "112px", flexShrink: 0 },
  text: { fontSize: "20px", fontWeight: 600, fill: tokens.colorNeutralForeground1 },
});

interface RingProps {
  /** Shares of the whole, 0 to 1. */
  used: number;
  held: number;
  /** In its middle. */
  text: string;
}

export function Ring({ used, held, text }: RingProps) {
  const styles = useStyles();
  const color =
    used >= 1
      ? tokens.colorPaletteRedBorderActive
      : used >= 0.8
        ? tokens.colorPaletteMarigoldBorderActive
        : tokens.colorBrandStroke1;
  const arc = (from: number, share: number, stroke: string) => (
    <circle
      cx="50"
      cy="50"
      r={RADIUS}
      fill="none"
      stroke={stroke}
      strokeWidth="10"
      strokeDasharray={`${Math.min(1, share) * LENGTH} ${LENGTH}`}
      transform={`rotate(${-90 + 360 * from} 50 50)`}
    />
  );
  return (
    <svg className={styles.ring} viewBox="0 0 100 100" aria-hidden>
      {arc(0, 1, tokens.colorNeutralStroke2)}
      {arc(0, used, color)}
      {held > 0 && arc(Math.min(1, used), held, tokens.colorPaletteBlueBorderActive)}
      <text x="50" y="51" textAnchor="middle" dominantBaseline="middle" className={styles.text}>
        {text}
      </text>
    </svg>
  );
}
