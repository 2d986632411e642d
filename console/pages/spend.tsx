/** Reports > Spend: where the money went, by one dimension; a bar leads to its calls. */
import { Link, makeStyles, Tab, TabList, tokens } from "@fluentui/react-components";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useHref, useLinkClickHandler } from "react-router";
import { get, list, type Schema } from "../api/client.ts";
import { useMay, useOrg } from "../api/session.tsx";
import { useFilters } from "../ui/address.ts";
import { type Column, DataTable, pagesOf } from "../ui/data-table.tsx";
import { Duration, Money, useFormat } from "../ui/format.tsx";
import { Page } from "../ui/page.tsx";
import { Figures, Section } from "../ui/section.tsx";
import { Empty, Loaded } from "../ui/states.tsx";
import { Chargeback } from "./reports/chargeback.tsx";
import { type Dimension, DIMENSIONS, useDimensionName } from "./reports/dimension.ts";
import { type Chosen, PeriodPicker, usePeriod } from "./reports/period.tsx";

type Item = Schema<"SpendItem">;
const BARS = 10;

const useStyles = makeStyles({
  bars: { listStyleType: "none", padding: 0, margin: 0, display: "grid", gap: "10px" },
  bar: { display: "grid", gridTemplateColumns: "minmax(0, 1fr) auto", gap: "2px 12px", alignItems: "baseline" },
  name: { minWidth: 0, overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" },
  track: { gridColumn: "1 / -1", height: "10px", borderRadius: "5px", backgroundColor: tokens.colorNeutralBackground4 },
  fill: { height: "100%", borderRadius: "5px", backgroundColor: tokens.colorBrandBackground, minWidth: "2px" },
});

export function Component() {
  const { t } = useTranslation();
  const org = useOrg();
  const period = usePeriod();
  const names = useMay("names");
  const shown = DIMENSIONS.filter((name) => names || name !== "user");
  const [{ by: asked }, setFilters] = useFilters({ by: shown[0] ?? "destination" });
  const by = shown.find((name) => name === asked) ?? "destination";
  const top = useQuery(
    get("/v1/organizations/{org}/usage/spend", { path: { org }, query: { by, ...period.query, limit: BARS } }),
  );
  return (
    <Page id="spend">
      <Section title={t("reports.spend.total")}>
        <PeriodPicker period={period} />
        <Loaded query={top}>{(found) => <Totals currency={found.currency} total={found.total} />}</Loaded>
      </Section>
      <TabList
        selectedValue={by}
        onTabSelect={(_event, { value }) => setFilters({ by: String(value) as Dimension & typeof by })}
      >
        {shown.map((name) => (
          <Tab key={name} value={name}>
            {t(`reports.dimensions.${name}`)}
          </Tab>
        ))}
      </TabList>
      <Section title={t("reports.spend.top", { count: BARS })}>
        <Loaded query={top}>
          {({ items, currency }) =>
            items.some(({ charge }) => Number(charge) > 0) ? (
              <Bars items={items} by={by} currency={currency} period={period} />
            ) : (
              <Empty title={t("reports.spend.empty")}>{t("reports.spend.emptyBody")}</Empty>
            )
          }
        </Loaded>
      </Section>
      <Section title={t("reports.spend.all")}>
        <SpendTable key={by} by={by} period={period} currency={top.data?.currency} />
      </Section>
      {by === "costCenter" && <Chargeback />}
    </Page>
  );
}

function Totals({ currency, total }: { currency: string; total: Omit<Item, "key" | "name"> }) {
  const { t } = useTranslation();
  const { money, number, duration } = useFormat();
  return (
    <Figures
      items={[
        [t("reports.spend.charge"), money(total.charge, currency)],
        [t("reports.spend.calls"), number(total.calls)],
        [t("reports.spend.duration"), duration(total.usedSeconds)],
        [t("reports.spend.poolMinutes"), number(total.poolMinutes)],
      ]}
    />
  );
}

interface BarsProps {
  items: readonly Item[];
  by: (typeof DIMENSIONS)[number];
  currency: string;
  period: Chosen;
}

function Bars({ items, by, currency, period }: BarsProps) {
  const styles = useStyles();
  const nameOf = useDimensionName();
  const most = Math.max(...items.map(({ charge }) => Number(charge)));
  return (
    <ol className={styles.bars}>
      {items.map(({ key, name, charge }) => (
        <li key={key} className={styles.bar}>
          <span className={styles.name}>
            <ToCalls by={by} item={key} period={period}>
              {nameOf(by, key, name)}
            </ToCalls>
          </span>
          <Money amount={charge} currency={currency} />
          <div className={styles.track} aria-hidden>
            <div className={styles.fill} style={{ width: `${(100 * Number(charge)) / most}%` }} />
          </div>
        </li>
      ))}
    </ol>
  );
}

/** Which filter of the usage report shows the calls of a dimension; the others have none. */
const FILTERS: Partial<Record<Dimension, string>> = {
  user: "user",
  destination: "destinationCountry",
  costCenter: "costCenter",
};

function ToCalls({ by, item, period, children }: { by: Dimension; item: string; period: Chosen; children: string }) {
  const filter = FILTERS[by];
  const address = new URLSearchParams({
    ...(filter === undefined ? {} : { [filter]: item }),
    days: period.days,
    ...(period.days === "custom" ? { first: period.first, last: period.last } : {}),
  });
  const to = `/reports/usage/pstn?${address.toString()}`;
  const href = useHref(to);
  const onClick = useLinkClickHandler<HTMLAnchorElement>(to);
  if (filter === undefined || item === "") return children;
  return (
    <Link href={href} onClick={onClick}>
      {children}
    </Link>
  );
}

function SpendTable({ by, period, currency }: { by: BarsProps["by"]; period: Chosen; currency: string | undefined }) {
  const { t } = useTranslation();
  const { number, duration } = useFormat();
  const nameOf = useDimensionName();
  const query = { by, ...period.query };
  const pages = pagesOf(
    useInfiniteQuery(list("/v1/organizations/{org}/usage/spend", { path: { org: useOrg() }, query })),
  );
  const count = (key: "calls" | "refused" | "poolMinutes"): Column<Item> => ({
    key,
    header: t(`reports.spend.${key}`),
    cell: (item) => number(item[key]),
    text: (item) => String(item[key]),
    order: (item) => item[key],
    align: "end",
  });
  const columns: Column<Item>[] = [
    {
      key: "name",
      header: t(`reports.dimensions.${by}`),
      cell: ({ key, name }) => (
        <ToCalls by={by} item={key} period={period}>
          {nameOf(by, key, name)}
        </ToCalls>
      ),
      text: ({ key, name }) => nameOf(by, key, name),
    },
    {
      key: "charge",
      header: t("reports.spend.charge"),
      cell: ({ charge }) => (currency === undefined ? charge : <Money amount={charge} currency={currency} exact />),
      text: ({ charge }) => charge,
      order: ({ charge }) => Number(charge),
      align: "end",
    },
    count("calls"),
    {
      key: "duration",
      header: t("reports.spend.duration"),
      cell: ({ usedSeconds }) => <Duration seconds={usedSeconds} />,
      text: ({ usedSeconds }) => duration(usedSeconds),
      order: ({ usedSeconds }) => usedSeconds,
      align: "end",
    },
    count("poolMinutes"),
    { ...count("refused"), hidden: true },
  ];
  return (
    <DataTable
      name={`spend-${by}`}
      label={t("reports.spend.all")}
      columns={columns}
      rowKey={({ key }) => key}
      empty={<Empty title={t("reports.spend.empty")}>{t("reports.spend.emptyBody")}</Empty>}
      {...pages}
    />
  );
}
