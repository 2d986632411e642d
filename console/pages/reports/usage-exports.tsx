/** Exports: asked for with the number of rows told, watched, and kept in a list until they expire. */
import { Badge, Button, Link, ProgressBar } from "@fluentui/react-components";
import { DocumentTableRegular } from "@fluentui/react-icons/svg/document-table";
import { FolderZipRegular } from "@fluentui/react-icons/svg/folder-zip";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { list, type Schema, send } from "../../api/client.ts";
import { useOrg } from "../../api/session.tsx";
import { type Column, DataTable, pagesOf } from "../../ui/data-table.tsx";
import { Time, useFormat } from "../../ui/format.tsx";
import { Empty, Problem } from "../../ui/states.tsx";
import type { Chosen } from "./period.tsx";

type Export = Schema<"UsageExport">;
const COLORS = { running: "informative", ready: "success", failed: "danger" } as const;
const WATCHED_EVERY_MS = 1_000;

export function ExportButtons({ period, rows, onAsked }: { period: Chosen; rows: number; onAsked: () => void }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const org = useOrg();
  const queries = useQueryClient();
  const order = useMutation({
    mutationFn: (format: Export["format"]) =>
      send("post", "/v1/organizations/{org}/usage-exports", {
        path: { org },
        body: { from: period.from, to: period.to, format },
      }),
    onSuccess: async () => {
      onAsked();
      await queries.invalidateQueries({ queryKey: ["/v1/organizations/{org}/usage-exports"] });
    },
  });
  return (
    <>
      <Button icon={<DocumentTableRegular />} disabledFocusable={order.isPending} onClick={() => order.mutate("xlsx")}>
        {t("reports.exports.excel", { count: rows, rows: number(rows) })}
      </Button>
      <Button icon={<FolderZipRegular />} disabledFocusable={order.isPending} onClick={() => order.mutate("zip")}>
        {t("reports.exports.zip")}
      </Button>
      {order.error !== null && <Problem error={order.error} />}
    </>
  );
}

export function ExportList() {
  const { t } = useTranslation();
  const { number, time, day } = useFormat();
  const query = useInfiniteQuery({
    ...list("/v1/organizations/{org}/usage-exports", { path: { org: useOrg() } }),
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some((item) => item.state === "running")) ? WATCHED_EVERY_MS : false,
  });
  // `to` is exclusive: the last day is the one before.
  const periodOf = ({ from, to }: Export): string =>
    `${day(from)} – ${day(new Date(Date.parse(to) - 1).toISOString())}`;
  const columns: Column<Export>[] = [
    { key: "period", header: t("reports.exports.period"), cell: periodOf, text: periodOf },
    {
      key: "format",
      header: t("reports.exports.format"),
      cell: ({ format }) => t(`reports.exports.formats.${format}`),
      text: ({ format }) => t(`reports.exports.formats.${format}`),
    },
    {
      key: "createdAt",
      header: t("reports.exports.asked"),
      cell: ({ createdAt }) => <Time at={createdAt} />,
      text: ({ createdAt }) => time(createdAt),
      order: ({ createdAt }) => Date.parse(createdAt),
    },
    {
      key: "rows",
      header: t("reports.exports.rows"),
      cell: ({ rows }) => number(rows),
      text: ({ rows }) => String(rows),
      order: ({ rows }) => rows,
      align: "end",
    },
    {
      key: "state",
      header: t("reports.exports.state"),
      cell: ({ state, progress, failure }) =>
        state === "running" ? (
          <ProgressBar
            value={progress / 100}
            thickness="large"
            aria-label={t("reports.exports.progress", { percent: progress })}
          />
        ) : (
          <>
            <Badge appearance="tint" color={COLORS[state]}>
              {t(`reports.exports.states.${state}`)}
            </Badge>{" "}
            {failure}
          </>
        ),
      text: ({ state }) => t(`reports.exports.states.${state}`),
    },
    {
      key: "file",
      header: t("reports.exports.file"),
      cell: ({ downloadUrl, expiresAt, state }) =>
        downloadUrl === undefined ? (
          state === "ready" && t("reports.exports.expired")
        ) : (
          <>
            <Link href={pathOf(downloadUrl)}>{t("reports.exports.download")}</Link>{" "}
            {expiresAt !== undefined && (
              <>
                {t("reports.exports.until")} <Time at={expiresAt} />
              </>
            )}
          </>
        ),
    },
  ];
  return (
    <DataTable
      name="exports"
      label={t("reports.tabs.downloads")}
      columns={columns}
      rowKey={({ id }) => id}
      empty={<Empty title={t("reports.exports.empty")}>{t("reports.exports.emptyBody")}</Empty>}
      {...pagesOf(query)}
    />
  );
}

/** From the same place as this page, whatever the installation believes its address to be. */
function pathOf(address: string): string {
  const { pathname, search } = new URL(address, location.origin);
  return pathname + search;
}
