/**
 * A picture over time, with its table and its download. What it shows is given as numbers to draw and as words to read:
 * the table and the sentence under the pointer say the words.
 */
import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { ArrowDownloadRegular } from "@fluentui/react-icons/svg/arrow-download";
import { DataLineRegular } from "@fluentui/react-icons/svg/data-line";
import { TableRegular } from "@fluentui/react-icons/svg/table";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { downloadCsv } from "./download.ts";
import { SkeletonLines } from "./states.tsx";

export interface ChartPoint {
  /** Time in ms. */
  x: number;
  y: number;
  /** Said when the pointer is here, and in the table: a whole sentence or the figure in words. */
  text: string;
}

export interface ChartProps {
  /** Of the downloaded file. */
  name: string;
  /** What the picture shows, in a sentence. */
  label: string;
  series: readonly {
    name: string;
    /** line: from point to point · step: holds until the next one · bar: one for each day */
    kind: "line" | "step" | "bar";
    points: readonly ChartPoint[];
  }[];
  /** What happened at a time: a dot at its height, or a flag at the foot. */
  marks?: readonly { x: number; y?: number; text: string; tone: "good" | "bad" | "neutral" }[];
  /** A level, such as the trigger of a recharge. */
  level?: { y: number; text: string };
  /** What is to come: between these, as far as can be told. */
  band?: { text: string; points: readonly { x: number; low: number; high: number }[] };
  formatX: (x: number) => string;
  /** Under the axis, where there is little room. */
  formatTick: (x: number) => string;
  formatY: (y: number) => string;
  /** What a click, or Enter, on a time does. */
  onPick?: (x: number) => void;
  /** Heading of the table's first column, such as "Day". */
  xHeader: string;
}

const Drawing = lazy(async () => ({ default: (await import("./chart-drawing.tsx")).ChartDrawing }));

const useStyles = makeStyles({
  tools: { display: "flex", justifyContent: "end", gap: "4px", flexWrap: "wrap" },
  scroll: { maxHeight: "320px", overflow: "auto" },
  table: { width: "100%", borderCollapse: "collapse", fontVariantNumeric: "tabular-nums" },
  cell: { textAlign: "start", padding: "6px 12px 6px 0", borderBottom: `1px solid ${tokens.colorNeutralStroke3}` },
});

export function Chart(props: ChartProps) {
  const { name, label, series, marks = [], formatX, xHeader } = props;
  const { t } = useTranslation();
  const styles = useStyles();
  const [asTable, setAsTable] = useState(false);
  const headers = [xHeader, ...series.map((one) => one.name)];
  const rows = tableOf(series, marks).map(([x, cells]) => [formatX(x), ...cells]);
  return (
    <figure style={{ margin: 0 }}>
      <div className={styles.tools}>
        <Button
          size="small"
          appearance="subtle"
          icon={asTable ? <DataLineRegular /> : <TableRegular />}
          onClick={() => setAsTable(!asTable)}
        >
          {t(asTable ? "common.chart.asChart" : "common.chart.asTable")}
        </Button>
        <Button
          size="small"
          appearance="subtle"
          icon={<ArrowDownloadRegular />}
          onClick={() => downloadCsv(name, headers, rows)}
        >
          {t("common.chart.download")}
        </Button>
      </div>
      {asTable ? (
        <div className={styles.scroll} tabIndex={0} role="region" aria-label={label}>
          <table className={styles.table}>
            <thead>
              <tr>
                {headers.map((header) => (
                  <th key={header} scope="col" className={styles.cell}>
                    {header}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((cells, i) => (
                <tr key={i}>
                  {cells.map((cell, j) => (
                    <td key={j} className={styles.cell}>
                      {cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : rows.length === 0 ? (
        <p>{t("common.chart.empty")}</p>
      ) : (
        <Suspense fallback={<SkeletonLines lines={8} />}>
          <Drawing {...props} />
        </Suspense>
      )}
    </figure>
  );
}

/** One row for each time; what happened then stands beside the figure of the first series. */
function tableOf(
  series: ChartProps["series"],
  marks: NonNullable<ChartProps["marks"]>,
): [x: number, cells: string[]][] {
  const times = new Set([...series.flatMap(({ points }) => points.map(({ x }) => x)), ...marks.map(({ x }) => x)]);
  const said = series.map(({ points }) => new Map(points.map(({ x, text }) => [x, text])));
  return [...times]
    .sort((a, b) => a - b)
    .map((x) => {
      const happened = marks.filter((mark) => mark.x === x).map(({ text }) => text);
      const cells = said.map((texts, i) => [texts.get(x), ...(i === 0 ? happened : [])].filter(Boolean).join(" · "));
      return [x, cells];
    });
}
