/** What each cost centre is to pay for a month: adds up to the ledger, for whoever bills departments. */
import { Field } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get, type Schema } from "../../api/client.ts";
import { useOrg } from "../../api/session.tsx";
import { usePreferences } from "../../preferences.tsx";
import { useFilters } from "../../ui/address.ts";
import { ChoiceBox } from "../../ui/choice.tsx";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { Duration, Money, useFormat } from "../../ui/format.tsx";
import { Section } from "../../ui/section.tsx";
import { Empty, Loaded } from "../../ui/states.tsx";

type Line = Schema<"Chargeback">["items"][number];
/** As far back as reports go: this month and a year. */
const MONTHS = 13;

/** Newest first, as 2026-11; months are those of the reports, UTC. */
function monthsUntil(now: Date): string[] {
  return Array.from({ length: MONTHS }, (_none, back) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)).toISOString().slice(0, 7),
  );
}

export function Chargeback() {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const { money, number, duration } = useFormat();
  const org = useOrg();
  const months = monthsUntil(new Date());
  // The month that is over is the one that is billed.
  const [{ month: asked }, setFilters] = useFilters({ month: months[1]! });
  const month = months.find((one) => one === asked) ?? months[1]!;
  const query = useQuery(get("/v1/organizations/{org}/chargeback", { path: { org }, query: { month } }));
  const names = new Intl.DateTimeFormat(language, { year: "numeric", month: "long", timeZone: "UTC" });
  const count = (key: "people" | "calls" | "poolMinutes"): Column<Line> => ({
    key,
    header: t(`reports.chargeback.${key}`),
    cell: (line) => number(line[key]),
    text: (line) => String(line[key]),
    order: (line) => line[key],
    align: "end",
  });
  const columnsIn = (currency: string): Column<Line>[] => [
    {
      key: "costCenter",
      header: t("reports.dimensions.costCenter"),
      cell: ({ costCenter, displayName }) => displayName ?? costCenter ?? t("reports.dimensions.none"),
      text: ({ costCenter, displayName }) => displayName ?? costCenter ?? t("reports.dimensions.none"),
    },
    {
      key: "id",
      header: t("reports.chargeback.id"),
      cell: ({ costCenter }) => costCenter,
      text: ({ costCenter }) => costCenter ?? "",
    },
    {
      key: "charge",
      header: t("reports.spend.charge"),
      cell: ({ charge }) => <Money amount={charge} currency={currency} exact />,
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
    count("people"),
  ];
  return (
    <Section title={t("reports.chargeback.title")}>
      <p style={{ margin: 0 }}>{t("reports.chargeback.body")}</p>
      <Field label={t("reports.chargeback.month")} style={{ width: "min(240px, 100%)" }}>
        <ChoiceBox
          value={month}
          options={months.map((one) => [one, names.format(new Date(`${one}-01T00:00:00Z`))] as const)}
          onChange={(chosen) => setFilters({ month: chosen })}
        />
      </Field>
      <Loaded query={query}>
        {({ items, total, currency }) => (
          <>
            <DataTable
              key={month}
              name={`chargeback-${month}`}
              label={t("reports.chargeback.title")}
              columns={columnsIn(currency)}
              rows={items}
              rowKey={({ costCenter }) => costCenter ?? ""}
              empty={<Empty title={t("reports.chargeback.empty")}>{t("reports.chargeback.emptyBody")}</Empty>}
            />
            {items.length > 0 && (
              <strong>
                {t("reports.chargeback.total", { charge: money(total.charge, currency, { exact: true }) })}
              </strong>
            )}
          </>
        )}
      </Loaded>
    </Section>
  );
}
