/** "To do this you need that", searched by what one wants to do, and whether it is here. */
import { useTranslation } from "react-i18next";
import type { Answer } from "../../api/client.ts";
import type { en } from "../../locales/en/index.ts";
import { useFilters } from "../../ui/address.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { useLicenseName } from "../../ui/license-names.ts";
import { Mark } from "../../ui/mark.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { Empty } from "../../ui/states.tsx";

type Need = Answer<"/v1/plans">["needs"][number];
type Known = keyof typeof en.subscriptions.tasks;

interface NeedsProps {
  needs: readonly Need[];
  /** How many of each licence were bought. */
  bought: ReadonlyMap<string, number>;
}

export function Needs({ needs, bought }: NeedsProps) {
  const { t, i18n } = useTranslation();
  const licenseName = useLicenseName();
  const [{ task: words }, setFilters] = useFilters({ task: "" });
  const isKnown = (id: string): id is Known => i18n.exists(`subscriptions.tasks.${id}`);
  // A task that the catalogue has got since is said as the catalogue says it.
  const taskOf = ({ id, task }: Need): string => (isKnown(id) ? t(`subscriptions.tasks.${id}.task`) : task);
  const needsOf = ({ id, needs: said }: Need): string => (isKnown(id) ? t(`subscriptions.tasks.${id}.needs`) : said);
  const licensesOf = ({ anyOf }: Need): string =>
    anyOf.map((some) => [...new Set(some.map((sku) => licenseName(sku)))].slice(0, MOST_NAMED).join(" / ")).join(" + ");
  const isBought = ({ anyOf }: Need): boolean => anyOf.every((some) => some.some((sku) => (bought.get(sku) ?? 0) > 0));
  const columns: Column<Need>[] = [
    { key: "task", header: t("subscriptions.needs.task"), cell: taskOf, text: taskOf },
    { key: "needs", header: t("subscriptions.needs.needs"), cell: needsOf, text: needsOf },
    {
      key: "licenses",
      header: t("users.columns.licenses"),
      hidden: true,
      cell: licensesOf,
      text: licensesOf,
    },
    {
      key: "credits",
      header: t("subscriptions.needs.credits"),
      cell: ({ credits }) => t(`subscriptions.needs.creditsFor.${credits}`),
      text: ({ credits }) => t(`subscriptions.needs.creditsFor.${credits}`),
    },
    {
      key: "here",
      header: t("subscriptions.needs.here"),
      cell: (need) => (
        <Mark tone={isBought(need) ? "good" : "neutral"}>
          {t(isBought(need) ? "subscriptions.needs.bought" : "subscriptions.needs.notBought")}
        </Mark>
      ),
      text: (need) => t(isBought(need) ? "subscriptions.needs.bought" : "subscriptions.needs.notBought"),
    },
  ];
  const rows = needs.filter((need) =>
    [taskOf(need), needsOf(need), licensesOf(need), need.anyOf.join(" ")]
      .join(" ")
      .toLowerCase()
      .includes(words.trim().toLowerCase()),
  );
  return (
    <DataTable
      name="needs"
      label={t("subscriptions.needs.title")}
      columns={columns}
      rows={rows}
      rowKey={({ id }) => id}
      tools={
        <SearchField label={t("subscriptions.needs.search")} value={words} onChange={(task) => setFilters({ task })} />
      }
      empty={<Empty title={t("subscriptions.needs.noMatch")}>{t("subscriptions.needs.noMatchBody")}</Empty>}
    />
  );
}

/** Of the licences that would do; the rest are variants of them. */
const MOST_NAMED = 4;
