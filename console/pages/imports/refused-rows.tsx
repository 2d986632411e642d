/** All rows that were not taken, each with its line and why; the table's export is the list to hand on. */
import { Text } from "@fluentui/react-components";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Item, list, type Schema } from "../../api/client.ts";
import { useOrg } from "../../api/session.tsx";
import { type Column, DataTable, pagesOf } from "../../ui/data-table.tsx";
import { useFormat } from "../../ui/format.tsx";
import { useWhy } from "./why.ts";

type Row = Item<"/v1/organizations/{org}/usage-imports/{id}/refused">;

export function RefusedRows({ job: { id, refused, refusedCount } }: { job: Schema<"UsageImport"> }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const why = useWhy();
  const pages = pagesOf(
    useInfiniteQuery(list("/v1/organizations/{org}/usage-imports/{id}/refused", { path: { org: useOrg(), id } }, 500)),
  );
  const columns: Column<Row>[] = [
    {
      key: "line",
      header: t("imports.refused.line"),
      align: "end",
      cell: ({ line }) => line,
      text: ({ line }) => String(line),
      order: ({ line }) => line,
    },
    {
      key: "why",
      header: t("imports.refused.why"),
      cell: (row) => why(row.why),
      text: (row) => why(row.why),
    },
    {
      key: "file",
      header: t("imports.refused.file"),
      hidden: refused.every(({ file }) => file === undefined),
      cell: ({ file }) => file,
      text: ({ file }) => file ?? "",
    },
  ];
  return (
    <div>
      <Text as="h3" block weight="semibold">
        {t("imports.refused.title", { count: refusedCount, rows: number(refusedCount) })}
      </Text>
      <DataTable
        name="refused-rows"
        label={t("imports.refused.label")}
        columns={columns}
        rowKey={({ file, line }) => `${file ?? ""} ${line}`}
        empty={null}
        {...pages}
      />
    </div>
  );
}
