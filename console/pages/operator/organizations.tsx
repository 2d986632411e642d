/** Operator > Organizations: balance, days left, state of recharge; the most worrying first. */
import { Badge, Button } from "@fluentui/react-components";
import { useInfiniteQuery, useQueries } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { get, list, type Schema } from "../../api/client.ts";
import { AdjustmentForm } from "../../forms/adjustment.tsx";
import { usePanel } from "../../ui/address.ts";
import { type Column, DataTable, pagesOf } from "../../ui/data-table.tsx";
import { Money, useFormat } from "../../ui/format.tsx";
import { Page } from "../../ui/page.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Figures, Section } from "../../ui/section.tsx";
import { Empty, SkeletonLines } from "../../ui/states.tsx";

type Organization = Schema<"Organization">;
interface Row {
  organization: Organization;
  credits: Schema<"Credits"> | undefined;
  daysLeft: number | null | undefined;
  worry: Worry;
}
const WORRIES = ["debt", "empty", "paused", "waiting", "soon", "unfunded", "none"] as const;
type Worry = (typeof WORRIES)[number];
const COLORS = {
  debt: "danger",
  empty: "danger",
  paused: "danger",
  waiting: "warning",
  soon: "warning",
  unfunded: "informative",
  none: "success",
} as const;
const SOON_DAYS = 7;

export function Component() {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { shown, open, close } = usePanel();
  const [, setSearch] = useSearchParams();
  const pages = pagesOf(useInfiniteQuery(list("/v1/organizations", {})));
  const organizations = pages.rows ?? [];
  const credits = useQueries({
    queries: organizations.map(({ id }) => get("/v1/organizations/{org}/credits", { path: { org: id } })),
  });
  const forecasts = useQueries({
    queries: organizations.map(({ id }) => get("/v1/organizations/{org}/credits/forecast", { path: { org: id } })),
  });
  const rows = organizations
    .map((organization, i): Row => {
      const found = credits[i]?.data;
      const daysLeft = forecasts[i]?.data?.daysLeft?.expected;
      return { organization, credits: found, daysLeft, worry: worryOf(found, daysLeft) };
    })
    .sort((a, b) => WORRIES.indexOf(a.worry) - WORRIES.indexOf(b.worry));
  const row = rows.find(({ organization: { id } }) => id === shown);
  const days = ({ daysLeft }: Row): string => (daysLeft == null ? "" : number(daysLeft));
  const columns: Column<Row>[] = [
    {
      key: "name",
      header: t("operator.organizations.name"),
      cell: ({ organization }) => organization.displayName,
      text: ({ organization }) => organization.displayName,
    },
    {
      key: "worry",
      header: t("operator.organizations.state"),
      cell: ({ worry }) => (
        <Badge appearance="tint" color={COLORS[worry]} style={{ whiteSpace: "nowrap" }}>
          {t(`operator.organizations.worries.${worry}`)}
        </Badge>
      ),
      text: ({ worry }) => t(`operator.organizations.worries.${worry}`),
      order: ({ worry }) => WORRIES.indexOf(worry),
    },
    {
      key: "available",
      header: t("operator.organizations.available"),
      cell: ({ credits: found }) => found && <Money amount={found.available} currency={found.currency} />,
      text: ({ credits: found }) => found?.available ?? "",
      order: ({ credits: found }) => Number(found?.available ?? 0),
      align: "end",
    },
    {
      key: "days",
      header: t("operator.organizations.days"),
      cell: days,
      text: days,
      order: ({ daysLeft }) => daysLeft ?? Number.MAX_SAFE_INTEGER,
      align: "end",
    },
    {
      key: "recharge",
      header: t("operator.organizations.recharge"),
      cell: ({ credits: found }) => found && t(`operator.organizations.recharges.${rechargeOf(found)}`),
      text: ({ credits: found }) => (found ? t(`operator.organizations.recharges.${rechargeOf(found)}`) : ""),
    },
    {
      key: "failure",
      header: t("operator.organizations.failure"),
      cell: ({ credits: found }) => failureOf(found),
      text: ({ credits: found }) => failureOf(found),
    },
    {
      key: "id",
      header: t("operator.organizations.id"),
      cell: ({ organization }) => organization.id,
      text: ({ organization }) => organization.id,
      hidden: true,
    },
  ];
  const failureOf = (found: Schema<"Credits"> | undefined): string =>
    found?.autoRecharge.reason ? t(`operator.organizations.failures.${found.autoRecharge.reason}`) : "";
  const show = (id: string): void => {
    // The organisation that is looked at is the one that the other pages are about, too.
    setSearch((old) => new URLSearchParams([...[...old].filter(([name]) => name !== "org"), ["org", id]]), {
      replace: true,
    });
  };
  return (
    <Page id="organizations">
      <Section title={t("operator.organizations.title")}>
        <DataTable
          name="organizations"
          label={t("operator.organizations.title")}
          columns={columns}
          {...pages}
          rows={pages.rows && rows}
          rowKey={({ organization }) => organization.id}
          onOpen={({ organization }) => open(organization.id)}
          opened={shown}
          empty={<Empty title={t("operator.organizations.empty")}>{t("operator.organizations.emptyBody")}</Empty>}
        />
      </Section>
      <Panel open={row !== undefined} title={row?.organization.displayName ?? ""} onClose={close}>
        {row?.credits ? (
          <Details key={row.organization.id} row={row} credits={row.credits} onChoose={show} />
        ) : (
          <SkeletonLines />
        )}
      </Panel>
    </Page>
  );
}

interface DetailsProps {
  row: Row;
  credits: Schema<"Credits">;
  onChoose: (id: string) => void;
}

function Details({ row: { organization, daysLeft, worry }, credits, onChoose }: DetailsProps) {
  const { t } = useTranslation();
  const { money, number, country } = useFormat();
  const { currency } = credits;
  return (
    <>
      <Figures
        items={[
          [t("operator.organizations.state"), t(`operator.organizations.worries.${worry}`)],
          [t("operator.organizations.available"), money(credits.available, currency)],
          [t("operator.organizations.held"), money(credits.held, currency)],
          [t("operator.organizations.debt"), money(credits.debt, currency)],
          [t("operator.organizations.days"), daysLeft == null ? "–" : number(daysLeft)],
          [t("operator.organizations.country"), country(organization.country)],
          [
            t("operator.organizations.agreement"),
            t(`operator.organizations.agreements.${organization.billing.agreement}`),
          ],
        ]}
      />
      <div>
        <Button onClick={() => onChoose(organization.id)}>{t("operator.organizations.choose")}</Button>
      </div>
      <Section title={t("operator.adjustment.title")}>
        <AdjustmentForm organization={organization.id} currency={currency} />
      </Section>
    </>
  );
}

function worryOf(credits: Schema<"Credits"> | undefined, daysLeft: number | null | undefined): Worry {
  if (!credits) return "none";
  const { debt, available, mode, autoRecharge } = credits;
  if (Number(debt) > 0) return "debt";
  if (mode === "unfunded") return "unfunded";
  if (mode !== "post-usage" && Number(available) <= 0) return "empty";
  if (autoRecharge.enabled && autoRecharge.state === "paused") return "paused";
  if (autoRecharge.enabled && autoRecharge.state === "waiting") return "waiting";
  if (!autoRecharge.enabled && daysLeft != null && daysLeft <= SOON_DAYS) return "soon";
  return "none";
}

const rechargeOf = ({ autoRecharge }: Schema<"Credits">): "off" | "idle" | "open" | "waiting" | "paused" =>
  autoRecharge.enabled ? (autoRecharge.state ?? "idle") : "off";
