/** What a custom report says now: its lines, and their total at the foot. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get, type Schema } from "../../api/client.ts";
import { useOrg } from "../../api/session.tsx";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { useFormat } from "../../ui/format.tsx";
import { Figures } from "../../ui/section.tsx";
import { Empty, Loaded } from "../../ui/states.tsx";
import { useDimensionName } from "./dimension.ts";

type Run = Schema<"CustomReportRun">;
type Line = Run["items"][number];
type Measure = Run["measures"][number];

export function ReportRun({ report: { id } }: { report: Schema<"CustomReport"> }) {
  const path = { org: useOrg(), id };
  const query = useQuery(get("/v1/organizations/{org}/custom-reports/{id}/run", { path, query: {} }));
  return <Loaded query={query}>{(run) => <Lines id={id} run={run} />}</Loaded>;
}

function Lines({ id, run }: { id: string; run: Run }) {
  const { t } = useTranslation();
  const { money, number, duration } = useFormat();
  const nameOf = useDimensionName();
  const said = (measure: Measure, line: Partial<Line>): string => {
    const value = line[measure];
    if (value === undefined) return "";
    if (measure === "charge") return money(String(value), run.currency, { exact: true });
    return measure === "usedSeconds" ? duration(Number(value)) : number(Number(value));
  };
  const columns: Column<Line>[] = [
    ...run.rows.map((dimension, i): Column<Line> => {
      const name = ({ keys, names }: Line): string => nameOf(dimension, keys[i] ?? "", names[i]);
      return { key: dimension, header: t(`custom.dimensions.${dimension}`), cell: name, text: name };
    }),
    ...run.measures.map((measure): Column<Line> => ({
      key: measure,
      header: t(`custom.counts.${measure}`),
      cell: (line) => said(measure, line),
      text: (line) => String(line[measure] ?? ""),
      order: (line) => Number(line[measure] ?? 0),
      align: "end",
    })),
  ];
  return (
    <>
      <Figures items={run.measures.map((measure) => [t(`custom.counts.${measure}`), said(measure, run.total)])} />
      <DataTable
        name={`custom-report-${id}`}
        label={run.displayName}
        columns={columns}
        rows={run.items}
        rowKey={({ keys }) => JSON.stringify(keys)}
        empty={<Empty title={t("reports.calls.empty")}>{t("reports.calls.emptyBody")}</Empty>}
      />
    </>
  );
}
