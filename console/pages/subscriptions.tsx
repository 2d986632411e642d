/** Billing > Subscriptions: what one needs for what one wants to do; plans and add-ons, what they give and cost. */
import { makeStyles, MessageBar, MessageBarBody, Text, tokens } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get, type Schema } from "../api/client.ts";
import { useOrg } from "../api/session.tsx";
import { useFilters } from "../ui/address.ts";
import { Choice } from "../ui/choice.tsx";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { Money, useFormat } from "../ui/format.tsx";
import { useLicenseName } from "../ui/license-names.ts";
import { Mark } from "../ui/mark.tsx";
import { Page } from "../ui/page.tsx";
import { SearchField } from "../ui/search-field.tsx";
import { Section } from "../ui/section.tsx";
import { Empty, Loaded } from "../ui/states.tsx";
import { Needs } from "./subscriptions/needs.tsx";

type Plan = Schema<"Plan">;
const KINDS = ["plan", "add-on", "credits", "base"] as const;

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground2 },
  line: { whiteSpace: "nowrap" },
});

export function Component() {
  const { t } = useTranslation();
  const org = useOrg();
  const plans = useQuery(get("/v1/plans", {}));
  const licenses = useQuery(get("/v1/organizations/{org}/licenses", { path: { org }, query: { limit: 500 } }));
  const bought = new Map(
    (licenses.data?.items ?? []).map(({ skuPartNumber, purchased, unlimited }) => [
      skuPartNumber,
      unlimited ? Infinity : purchased,
    ]),
  );
  return (
    <Page id="subscriptions">
      <Section title={t("subscriptions.needs.title")}>
        <Loaded query={plans}>{({ needs }) => <Needs needs={needs} bought={bought} />}</Loaded>
      </Section>
      <Section title={t("subscriptions.plans.title")}>
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{t("subscriptions.plans.sample")}</MessageBarBody>
        </MessageBar>
        <Loaded query={plans}>{(found) => <Plans plans={found.plans} bought={bought} />}</Loaded>
      </Section>
    </Page>
  );
}

function Plans({ plans, bought }: { plans: readonly Plan[]; bought: ReadonlyMap<string, number> }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const { money, number, country, list } = useFormat();
  const licenseName = useLicenseName();
  const [{ plan: words, kind }, setFilters] = useFilters({ plan: "", kind: "" });
  const nameOf = ({ skuPartNumber, productName }: Plan): string => licenseName(skuPartNumber, productName);
  const minutesOf = ({ minutes }: Plan): string[] =>
    minutes.map(({ scope, shared, minutesPerLicence: { default: others, ...some } }) => {
      const named = Object.entries(some).map(([code, each]) => `${country(code)} ${number(each)}`);
      const each = list([...named, ...(others === undefined ? [] : [orOthers(named.length, others)])]);
      const pool = t(`subscriptions.plans.scopes.${scope}`);
      return t(shared ? "subscriptions.plans.minutesShared" : "subscriptions.plans.minutesOwn", { each, pool });
    });
  const orOthers = (named: number, each: number | undefined): string =>
    named === 0 ? number(each ?? 0) : t("subscriptions.plans.elsewhere", { minutes: number(each ?? 0) });
  const includedOf = ({ includes }: Plan): string[] =>
    (["domestic", "international", "zoneA", "usCanada", "incoming"] as const)
      .filter((what) => includes[what])
      .map((what) => t(`subscriptions.plans.includes.${what}`));
  const gives = (plan: Plan): string[] => [...minutesOf(plan), ...includedOf(plan)];
  const columns: Column<Plan>[] = [
    { key: "name", header: t("subscriptions.plans.name"), cell: nameOf, text: nameOf },
    {
      key: "kind",
      header: t("users.columns.kind"),
      cell: (plan) => t(`subscriptions.plans.kinds.${plan.kind}`),
      text: (plan) => t(`subscriptions.plans.kinds.${plan.kind}`),
    },
    {
      key: "gives",
      header: t("subscriptions.plans.gives"),
      cell: (plan) => gives(plan).map((line) => <div key={line}>{line}</div>),
      text: (plan) => gives(plan).join("; "),
    },
    {
      key: "price",
      header: t("subscriptions.plans.price"),
      align: "end",
      cell: ({ price: { amount, currency, per, invented } }) => (
        <div className={styles.line}>
          {per === PER_MONTH ? (
            <>
              <Money amount={amount} currency={currency} /> {t("subscriptions.plans.perMonth")}
            </>
          ) : (
            t("subscriptions.plans.byCarrier")
          )}
          {invented && (
            <Text block size={200} className={styles.quiet}>
              {t("subscriptions.plans.samplePrice")}
            </Text>
          )}
        </div>
      ),
      text: ({ price: { amount, currency } }) => `${money(amount, currency)} ${t("subscriptions.plans.samplePrice")}`,
      order: ({ price: { amount } }) => Number(amount),
    },
    {
      key: "bought",
      header: t("licenses.columns.purchased"),
      align: "end",
      cell: ({ skuPartNumber, unlimited }) =>
        unlimited ? <Mark tone="good">{t("licenses.unlimited")}</Mark> : number(bought.get(skuPartNumber) ?? 0),
      text: ({ skuPartNumber, unlimited }) => (unlimited ? "" : String(bought.get(skuPartNumber) ?? 0)),
      order: ({ skuPartNumber }) => bought.get(skuPartNumber) ?? 0,
    },
    {
      key: "sku",
      header: t("licenses.columns.sku"),
      hidden: true,
      cell: ({ skuPartNumber }) => skuPartNumber,
      text: ({ skuPartNumber }) => skuPartNumber,
    },
    {
      key: "notSoldIn",
      header: t("subscriptions.plans.notSoldIn"),
      hidden: true,
      cell: ({ notSoldIn }) => list(notSoldIn.map(country)),
      text: ({ notSoldIn }) => notSoldIn.join("; "),
    },
  ];
  const rows = plans.filter(
    (plan) =>
      (kind === "" || plan.kind === kind) &&
      `${nameOf(plan)} ${plan.skuPartNumber} ${plan.productName}`.toLowerCase().includes(words.trim().toLowerCase()),
  );
  return (
    <DataTable
      name="plans"
      label={t("subscriptions.plans.title")}
      columns={columns}
      rows={rows}
      rowKey={({ skuPartNumber }) => skuPartNumber}
      tools={
        <>
          <SearchField
            label={t("subscriptions.plans.search")}
            value={words}
            onChange={(plan) => setFilters({ plan })}
          />
          <Choice
            label={t("users.columns.kind")}
            value={kind}
            options={[
              ["", t("users.filters.any")],
              ...KINDS.map((one) => [one, t(`subscriptions.plans.kinds.${one}`)] as const),
            ]}
            onChange={(next) => setFilters({ kind: next })}
          />
        </>
      }
      empty={<Empty title={t("subscriptions.plans.noMatch")} />}
    />
  );
}

/** What samples/plans.json says of a price; all else is billed by somebody else. */
const PER_MONTH = "licence and month";
