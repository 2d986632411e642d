/** What was read in before, newest first; one that is still being read says how far it is. */
import { Badge, ProgressBar } from "@fluentui/react-components";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { list, type Schema } from "../../api/client.ts";
import { useOrg } from "../../api/session.tsx";
import { type Column, DataTable, pagesOf } from "../../ui/data-table.tsx";
import { Time, useFormat } from "../../ui/format.tsx";
import { Empty } from "../../ui/states.tsx";
import { COLORS, WATCHED_EVERY_MS } from "./import-story.tsx";

type Import = Schema<"UsageImport">;

interface ImportListProps {
  shown: string | undefined;
  onOpen: (id: string) => void;
}

export function ImportList({ shown, onOpen }: ImportListProps) {
  const { t } = useTranslation();
  const { number, time } = useFormat();
  const query = useInfiniteQuery({
    ...list("/v1/organizations/{org}/usage-imports", { path: { org: useOrg() } }),
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some((job) => job.state === "running")) ? WATCHED_EVERY_MS : false,
  });
  const pages = pagesOf(query);
  const count = (key: "added" | "alreadyThere" | "refusedCount"): Column<Import> => ({
    key,
    header: t(`imports.list.${key}`),
    align: "end",
    cell: (job) => number(job[key]),
    text: (job) => String(job[key]),
    order: (job) => job[key],
  });
  const columns: Column<Import>[] = [
    {
      key: "file",
      header: t("imports.list.file"),
      cell: ({ fileName }) => fileName,
      text: ({ fileName }) => fileName,
    },
    {
      key: "at",
      header: t("imports.list.time"),
      cell: ({ createdAt }) => <Time at={createdAt} />,
      text: ({ createdAt }) => time(createdAt),
      order: ({ createdAt }) => Date.parse(createdAt),
    },
    {
      key: "state",
      header: t("imports.list.state"),
      cell: ({ state, progress, rowsRead }) =>
        state === "running" ? (
          <ProgressBar
            value={progress}
            thickness="large"
            aria-label={t("imports.reading", { count: rowsRead, rows: number(rowsRead) })}
          />
        ) : (
          <Badge appearance="tint" color={COLORS[state]}>
            {t(`imports.states.${state}`)}
          </Badge>
        ),
      text: ({ state }) => t(`imports.states.${state}`),
    },
    count("added"),
    count("alreadyThere"),
    count("refusedCount"),
  ];
  return (
    <DataTable
      name="usage-imports"
      label={t("imports.list.title")}
      columns={columns}
      rowKey={({ id }) => id}
      onOpen={({ id }) => onOpen(id)}
      opened={shown}
      empty={<Empty title={t("imports.list.empty")}>{t("imports.list.emptyBody")}</Empty>}
      {...pages}
      // A trial keeps nothing: it belongs to the file that is being looked at, not to what was read in.
      rows={pages.rows?.filter(({ dryRun }) => !dryRun)}
    />
  );
}
