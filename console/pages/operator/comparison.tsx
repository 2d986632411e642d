/**
 * What a rate deck changes: dearer, cheaper, new, gone; and whose calls it matters to. Beside what priced calls before it,
 * or beside any other deck of its currency.
 */
import { Tab, TabList } from "@fluentui/react-components";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get, list, type Schema } from "../../api/client.ts";
import { useFilters } from "../../ui/address.ts";
import { Choice } from "../../ui/choice.tsx";
import { type Column, DataTable, pagesOf } from "../../ui/data-table.tsx";
import { useFormat } from "../../ui/format.tsx";
import { Figures } from "../../ui/section.tsx";
import { Empty, Loaded } from "../../ui/states.tsx";

type Change = Schema<"RateChange">;
const CHANGES = ["dearer", "cheaper", "new", "gone"] as const;

interface ComparisonProps {
  deck: Schema<"RateDeck">;
  /** Those that there are. */
  decks: readonly Schema<"RateDeck">[];
}

export function Comparison({ deck: { id, currency, name: ownName }, decks }: ComparisonProps) {
  const { t } = useTranslation();
  const { day, money, number } = useFormat();
  const [{ change: asked, with: other }, setFilters] = useFilters({ change: "dearer", with: "" });
  const others = decks.filter((one) => one.currency === currency && one.id !== id);
  const otherName = other === "" ? undefined : (others.find((one) => one.id === other)?.name ?? other);
  const beside = other === "" ? {} : { with: other };
  const change = CHANGES.find((name) => name === asked) ?? "dearer";
  const first = useQuery(get("/v1/rate-decks/{id}/comparison", { path: { id }, query: { limit: 1, ...beside } }));
  const meant = useQuery(
    get("/v1/rate-decks/{id}/comparison/organizations", { path: { id }, query: { limit: 20, ...beside } }),
  );
  const pages = pagesOf(
    useInfiniteQuery(list("/v1/rate-decks/{id}/comparison", { path: { id }, query: { change, ...beside } })),
  );
  const priceOf = (side: Change["before"]): string => {
    if (!side) return "";
    const price = t("operator.decks.perMinute", { price: money(side.pricePerMinute, currency, { exact: true }) });
    const free = /^0(\.0*)?$/.test(side.connectionFee);
    return free
      ? price
      : price + t("operator.decks.fee", { fee: money(side.connectionFee, currency, { exact: true }) });
  };
  const text = (key: string, header: string, value: (row: Change) => string): Column<Change> => ({
    key,
    header,
    cell: value,
    text: value,
  });
  const columns: Column<Change>[] = [
    text("destination", t("operator.decks.destination"), ({ destination }) => destination),
    text("service", t("operator.decks.service"), ({ service }) => t(`rates.services.${service}`)),
    text("prefix", t("operator.decks.prefix"), ({ prefix }) => prefix),
    text("before", otherName ?? t("operator.decks.before"), ({ before }) => priceOf(before)),
    text("after", otherName === undefined ? t("operator.decks.after") : ownName, ({ after }) => priceOf(after)),
  ];
  return (
    <>
      <Choice
        label={t("operator.decks.compareWith")}
        value={other}
        options={[
          ["", t("operator.decks.whatWasBefore")] as const,
          ...others.map((one) => [one.id, `${one.name} (${day(one.effectiveFrom)})`] as const),
          // A link may name a deck otherwise than the list does: by its name, or one further down.
          ...(other === "" || others.some((one) => one.id === other) ? [] : [[other, other] as const]),
        ]}
        onChange={(chosen) => setFilters({ with: chosen })}
      />
      <Loaded query={first}>
        {({ counts }) => (
          <TabList selectedValue={change} onTabSelect={(_event, { value }) => setFilters({ change: String(value) })}>
            {CHANGES.map((name) => (
              <Tab key={name} value={name}>
                {`${t(`operator.decks.changes.${name}`)} (${number(counts[name])})`}
              </Tab>
            ))}
          </TabList>
        )}
      </Loaded>
      <DataTable
        name="rate-changes"
        label={t("operator.decks.comparison")}
        columns={columns}
        rowKey={({ service, prefix, origin }) => [service, prefix, origin].join(" ")}
        empty={
          <Empty title={t("operator.decks.none")}>
            {otherName === undefined
              ? t("operator.decks.noneBody")
              : t("operator.decks.noneBeside", { name: otherName })}
          </Empty>
        }
        {...pages}
      />
      <Loaded query={meant}>
        {({ items }) =>
          items.length > 0 && (
            <>
              <h3 style={{ margin: 0 }}>{t("operator.decks.meant")}</h3>
              <Figures
                items={items.map(({ displayName, calls, charge, currency: paidIn }) => [
                  displayName,
                  t("operator.decks.calls", { count: calls, calls: number(calls), charge: money(charge, paidIn) }),
                ])}
              />
            </>
          )
        }
      </Loaded>
    </>
  );
}
