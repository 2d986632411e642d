/** The picture itself, fetched when a chart is first shown. Pointer or arrow keys go along it and read it out. */
import { makeStyles, tokens } from "@fluentui/react-components";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { ChartProps } from "./chart.tsx";
import { dayTicks, linear, niceTicks } from "./scale.ts";

const HEIGHT = 260;
const PLOT = { top: 12, bottom: HEIGHT - 28, left: 64, rightMargin: 20 };
const COLORS = [
  tokens.colorBrandStroke1,
  tokens.colorPaletteMarigoldBorderActive,
  tokens.colorPaletteBerryBorderActive,
  tokens.colorPaletteBlueBorderActive,
];
const TONES = {
  good: tokens.colorPaletteGreenBorderActive,
  bad: tokens.colorPaletteRedBorderActive,
  neutral: tokens.colorNeutralForeground3,
};

const useStyles = makeStyles({
  frame: { position: "relative", outlineOffset: "2px" },
  svg: { display: "block", width: "100%", overflow: "visible" },
  tick: { fontSize: "11px", fill: tokens.colorNeutralForeground3, fontVariantNumeric: "tabular-nums" },
  said: { minHeight: "40px", fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2, margin: 0 },
  legend: {
    display: "flex",
    flexWrap: "wrap",
    gap: "4px 16px",
    fontSize: tokens.fontSizeBase200,
    paddingLeft: 0,
    margin: 0,
    listStyleType: "none",
  },
  key: { display: "inline-flex", alignItems: "center", gap: "6px" },
});

export function ChartDrawing({
  label,
  series,
  marks = [],
  level,
  band,
  formatX,
  formatTick,
  formatY,
  onPick,
}: ChartProps) {
  const styles = useStyles();
  const [frame, width] = useWidth();
  const [at, setAt] = useState<number>();

  const times = [...new Set(series.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
  const ends = [...times, ...(band?.points.map(({ x }) => x) ?? []), ...marks.map(({ x }) => x)];
  const heights = series.flatMap(({ points }) => points.map(({ y }) => y));
  const highest = Math.max(0, ...heights, level?.y ?? 0, ...(band?.points.map(({ high }) => high) ?? []));
  const ticks = niceTicks(Math.min(0, ...heights), highest || 1);
  // Ticks that read alike are one: there are no tenths of a yen.
  const said = ticks.map(formatY);
  const labelled = ticks.filter((_tick, i) => said.indexOf(said[i]!) === i);
  const [from, to] = [Math.min(...ends), Math.max(...ends)];
  const right = width - PLOT.rightMargin;
  const y = linear([ticks[0]!, ticks.at(-1)!], [PLOT.bottom, PLOT.top]);
  const bars = series.filter(({ kind }) => kind === "bar");
  const barWidth = Math.max(2, Math.min(28, ((right - PLOT.left) / Math.max(times.length, 1)) * 0.7));
  const inset = bars.length > 0 ? barWidth / 2 : 0; // the first and the last bar stand inside
  const x = linear([from, to], [PLOT.left + inset, right - inset]);

  const near = (place: number): number | undefined =>
    times.reduce<number | undefined>(
      (best, time) => (best === undefined || Math.abs(x(time) - place) < Math.abs(x(best) - place) ? time : best),
      undefined,
    );
  const pick = (): void => {
    if (at !== undefined) onPick?.(at);
  };
  const step = (event: KeyboardEvent): void => {
    if (event.key === "Enter") pick();
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const here = at === undefined ? times.length : times.indexOf(at);
    setAt(times[Math.min(times.length - 1, Math.max(0, here + by))]);
  };

  return (
    <div>
      <div
        ref={frame}
        className={styles.frame}
        tabIndex={0}
        role="img"
        aria-label={label}
        onKeyDown={step}
        onPointerMove={(event) => setAt(near(event.clientX - event.currentTarget.getBoundingClientRect().left))}
        onPointerLeave={() => setAt(undefined)}
        onClick={pick}
        {...(onPick ? { style: { cursor: "pointer" } } : {})}
      >
        <svg className={styles.svg} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} aria-hidden>
          {labelled.map((tick) => (
            <g key={tick}>
              <line x1={PLOT.left} x2={right} y1={y(tick)} y2={y(tick)} stroke={tokens.colorNeutralStroke3} />
              <text x={PLOT.left - 8} y={y(tick) + 4} textAnchor="end" className={styles.tick}>
                {formatY(tick)}
              </text>
            </g>
          ))}
          {dayTicks(from, to, Math.max(2, Math.floor(width / 90))).map((tick) => (
            <text key={tick} x={x(tick)} y={HEIGHT - 8} textAnchor="middle" className={styles.tick}>
              {formatTick(tick)}
            </text>
          ))}
          {band && band.points.length > 1 && (
            <path d={bandPath(band.points, x, y)} fill={tokens.colorBrandBackground2} stroke="none" opacity={0.9} />
          )}
          {level && (
            <line
              x1={PLOT.left}
              x2={right}
              y1={y(level.y)}
              y2={y(level.y)}
              stroke={tokens.colorPaletteRedBorderActive}
              strokeDasharray="4 4"
            />
          )}
          {at !== undefined && (
            <line x1={x(at)} x2={x(at)} y1={PLOT.top} y2={PLOT.bottom} stroke={tokens.colorNeutralStroke1} />
          )}
          {stacked(bars).map(({ key, at: time, low, high, color }) => (
            <rect
              key={key}
              x={x(time) - barWidth / 2}
              width={barWidth}
              y={y(high)}
              height={Math.max(0, y(low) - y(high))}
              fill={COLORS[color % COLORS.length]}
              rx={1}
            />
          ))}
          {series.map(({ name, kind, points }, i) =>
            kind === "bar" ? null : (
              <path
                key={name}
                d={linePath(points, kind === "step", x, y)}
                fill="none"
                stroke={COLORS[i % COLORS.length]}
                strokeWidth={2}
                strokeLinejoin="round"
              />
            ),
          )}
          {marks.map(({ x: time, y: height, text, tone }, i) =>
            height === undefined ? (
              <path
                key={i}
                d={`M${x(time)} ${PLOT.bottom}v-18h10l-3 4 3 4h-10`}
                stroke={TONES[tone]}
                fill={TONES[tone]}
              >
                <title>{text}</title>
              </path>
            ) : (
              <circle
                key={i}
                cx={x(time)}
                cy={y(height)}
                r={4.5}
                fill={TONES[tone]}
                stroke={tokens.colorNeutralBackground1}
                strokeWidth={1.5}
              >
                <title>{text}</title>
              </circle>
            ),
          )}
        </svg>
      </div>
      {(series.length > 1 || level || band) && (
        <ul className={styles.legend}>
          {series.map(({ name }, i) => (
            <Key key={name} color={COLORS[i % COLORS.length]!} text={name} />
          ))}
          {level && <Key color={TONES.bad} text={level.text} />}
          {band && <Key color={tokens.colorBrandStroke2} text={band.text} />}
        </ul>
      )}
      <p className={styles.said} aria-live="polite">
        {at === undefined ? "" : saidAt(at, series, marks, formatX)}
      </p>
    </div>
  );
}

function Key({ color, text }: { color: string; text: string }) {
  return (
    <li className={useStyles().key}>
      <svg width="12" height="12" aria-hidden>
        <rect width="12" height="12" rx="3" fill={color} />
      </svg>
      {text}
    </li>
  );
}

/** What the figures and the marks of that day say. */
function saidAt(
  at: number,
  series: ChartProps["series"],
  marks: NonNullable<ChartProps["marks"]>,
  formatX: ChartProps["formatX"],
): string {
  const figures = series.flatMap(({ points }) => points.filter(({ x }) => x === at).map(({ text }) => text));
  const happened = marks.filter(({ x }) => formatX(x) === formatX(at)).map(({ text }) => text);
  return `${formatX(at)}: ${[...new Set([...figures, ...happened])].join(" · ")}`;
}

type Place = (value: number) => number;

function linePath(points: readonly { x: number; y: number }[], step: boolean, x: Place, y: Place): string {
  return points
    .map((point, i) =>
      i === 0 ? `M${x(point.x)} ${y(point.y)}` : `${step ? `H${x(point.x)}V` : `L${x(point.x)} `}${y(point.y)}`,
    )
    .join("");
}

function bandPath(points: readonly { x: number; low: number; high: number }[], x: Place, y: Place): string {
  const over = points.map((point) => `${x(point.x)} ${y(point.high)}`);
  const under = [...points].reverse().map((point) => `${x(point.x)} ${y(point.low)}`);
  return `M${[...over, ...under].join("L")}Z`;
}

/** Bars of several series stand on each other. */
function stacked(bars: ChartProps["series"]): { key: string; at: number; low: number; high: number; color: number }[] {
  const tops = new Map<number, number>();
  return bars.flatMap(({ name, points }, color) =>
    points.map(({ x, y }) => {
      const low = tops.get(x) ?? 0;
      tops.set(x, low + y);
      return { key: `${name} ${x}`, at: x, low, high: low + y, color };
    }),
  );
}

function useWidth(): [ref: (element: HTMLElement | null) => void, width: number] {
  const [width, setWidth] = useState(640);
  const observer = useRef<ResizeObserver>(undefined);
  useEffect(() => () => observer.current?.disconnect(), []);
  const ref = useRef((element: HTMLElement | null) => {
    observer.current?.disconnect();
    if (!element) return;
    observer.current = new ResizeObserver(([entry]) => entry && setWidth(Math.max(240, entry.contentRect.width)));
    observer.current.observe(element);
  });
  return [ref.current, width];
}
