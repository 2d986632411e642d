/** The first rows of a file as they were understood. */
import { useTranslation } from "react-i18next";
import type { Schema } from "../../api/client.ts";
import { useCallWords } from "../../ui/call-words.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { useFormat } from "../../ui/format.tsx";

type Shown = Exclude<keyof Row, "currency">;
type Row = Schema<"UsageImport">["preview"][number];

export function Preview({ rows }: { rows: readonly Row[] }) {
  const { t } = useTranslation();
  const { time, duration, money } = useFormat();
  const words = useCallWords();
  const column = (key: Shown, textOf: (row: Row) => string, align?: "end"): Column<Row> => ({
    key,
    header: t(`imports.preview.${key}`),
    cell: textOf,
    text: textOf,
    ...(align && { align }),
  });
  const columns: Column<Row>[] = [
    column("line", ({ line }) => String(line), "end"),
    column("startedAt", ({ startedAt }) => time(startedAt)),
    column("from", ({ from }) => from),
    column("to", ({ to }) => to),
    column("durationSeconds", ({ durationSeconds }) => duration(durationSeconds), "end"),
    column("callType", ({ callType }) => words.callType(callType)),
    column("user", ({ user }) => user ?? ""),
    column(
      "charge",
      ({ charge, currency }) =>
        charge === undefined ? "" : currency == null ? charge : money(charge, currency, { exact: true }),
      "end",
    ),
  ];
  return (
    <DataTable
      name="usage-preview"
      label={t("imports.preview.title")}
      columns={columns}
      rows={rows}
      rowKey={({ line, startedAt, to }) => `${line} ${startedAt} ${to}`}
      empty={null}
    />
  );
}
