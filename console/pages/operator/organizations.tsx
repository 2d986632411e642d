/** Operator > Organizations: balance, days left, state of recharge; the most worrying first. */
import { Badge, Button } from "@fluentui/react-components";
import { AddRegular } from "@fluentui/react-icons/svg/add";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useSearchParams } from "react-router";
import { list, type Schema } from "../../api/client.ts";
import { AdjustmentForm } from "../../forms/adjustment.tsx";
import { FirstAdminForm } from "../../forms/first-admin.tsx";
import { OrganizationChangeForm } from "../../forms/organization-change.tsx";
import { OrganizationForm } from "../../forms/organization.tsx";
import { useFilters, usePanel } from "../../ui/address.ts";
import { type Column, DataTable, pagesOf } from "../../ui/data-table.tsx";
import { Money, useFormat } from "../../ui/format.tsx";
import { Page } from "../../ui/page.tsx";
import { Panel } from "../../ui/panel.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { Figures, Section } from "../../ui/section.tsx";
import { Empty } from "../../ui/states.tsx";

type Row = Schema<"OrganizationListed">;
const COLORS = {
  debt: "danger",
  empty: "danger",
  paused: "danger",
  waiting: "warning",
  soon: "warning",
  unfunded: "informative",
  none: "success",
} as const;
const WORRIES = Object.keys(COLORS);

export function Component() {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { shown, open, close } = usePanel();
  const [, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const [{ q, make, change }, setFilters] = useFilters({ q: "", make: "", change: "" });
  const [made, setMade] = useState<Schema<"Organization">>();
  const pages = pagesOf(useInfiniteQuery(list("/v1/organizations", { query: { order: "worry", q } })));
  const changing = change !== "";
  /** Back from the form to what it is about. */
  const stay = (): void => setFilters({ change: "" });
  const row = pages.rows?.find(({ id }) => id === shown);
  const days = ({ daysLeft }: Row): string => (daysLeft === null ? "" : number(daysLeft));
  const failureOf = ({ rechargeReason }: Row): string =>
    rechargeReason === null ? "" : t(`operator.organizations.failures.${rechargeReason}`);
  const columns: Column<Row>[] = [
    {
      key: "name",
      header: t("operator.organizations.name"),
      cell: ({ displayName }) => displayName,
      text: ({ displayName }) => displayName,
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
      cell: ({ available, currency }) => <Money amount={available} currency={currency} />,
      text: ({ available }) => available,
      order: ({ available }) => Number(available),
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
      key: "calls",
      header: t("operator.organizations.openCalls"),
      cell: ({ openCalls }) => number(openCalls),
      text: ({ openCalls }) => String(openCalls),
      order: ({ openCalls }) => openCalls,
      align: "end",
    },
    {
      key: "recharge",
      header: t("operator.organizations.recharge"),
      cell: ({ recharge }) => t(`operator.organizations.recharges.${recharge}`),
      text: ({ recharge }) => t(`operator.organizations.recharges.${recharge}`),
    },
    {
      key: "failure",
      header: t("operator.organizations.failure"),
      cell: failureOf,
      text: failureOf,
    },
    {
      key: "id",
      header: t("operator.organizations.id"),
      cell: ({ id }) => id,
      text: ({ id }) => id,
      hidden: true,
    },
  ];
  const show = (id: string): void => {
    // The organisation that is looked at is the one that the other pages are about, too.
    setSearch((old) => new URLSearchParams([...[...old].filter(([name]) => name !== "org"), ["org", id]]), {
      replace: true,
    });
  };
  // Home leads a new organisation through its first run.
  const begin = (id: string): void => void navigate(`/?org=${encodeURIComponent(id)}`);
  return (
    <Page
      id="organizations"
      commands={
        <Button appearance="primary" icon={<AddRegular />} onClick={() => setFilters({ make: "organization" })}>
          {t("operator.make.button")}
        </Button>
      }
    >
      <Section title={t("operator.organizations.title")}>
        <DataTable
          name="organizations"
          label={t("operator.organizations.title")}
          columns={columns}
          tools={
            <SearchField
              label={t("operator.organizations.search")}
              value={q}
              onChange={(words) => setFilters({ q: words })}
            />
          }
          {...pages}
          rowKey={({ id }) => id}
          onOpen={({ id }) => open(id)}
          opened={shown}
          empty={<Empty title={t("operator.organizations.empty")}>{t("operator.organizations.emptyBody")}</Empty>}
        />
      </Section>
      <Panel
        open={row !== undefined}
        title={
          row === undefined ? "" : changing ? t("operator.change.title", { name: row.displayName }) : row.displayName
        }
        onClose={changing ? stay : close}
      >
        {row && changing && <OrganizationChangeForm key={row.id} organization={row} onDone={stay} />}
        {row && !changing && (
          <Details key={row.id} row={row} onChoose={show} onChange={() => setFilters({ change: "details" })} />
        )}
      </Panel>
      <Panel
        open={make !== ""}
        title={t(made ? "operator.make.adminTitle" : "operator.make.title")}
        onClose={() => (made ? begin(made.id) : setFilters({ make: "" }))}
      >
        {made ? (
          <FirstAdminForm organization={made} onDone={() => begin(made.id)} />
        ) : (
          <OrganizationForm onMade={setMade} onCancel={() => setFilters({ make: "" })} />
        )}
      </Panel>
    </Page>
  );
}

interface DetailsProps {
  row: Row;
  onChoose: (id: string) => void;
  onChange: () => void;
}

function Details({ row, onChoose, onChange }: DetailsProps) {
  const { t } = useTranslation();
  const { money, number, country } = useFormat();
  const { currency, daysLeft } = row;
  return (
    <>
      <Figures
        items={[
          [t("operator.organizations.state"), t(`operator.organizations.worries.${row.worry}`)],
          [t("operator.organizations.available"), money(row.available, currency)],
          [t("operator.organizations.held"), money(row.held, currency)],
          [t("operator.organizations.debt"), money(row.debt, currency)],
          [t("operator.organizations.days"), daysLeft === null ? "–" : number(daysLeft)],
          [t("operator.organizations.country"), country(row.country)],
          [t("operator.organizations.agreement"), t(`operator.organizations.agreements.${row.billing.agreement}`)],
        ]}
      />
      <div style={{ display: "flex", flexWrap: "wrap", gap: "8px" }}>
        <Button onClick={() => onChoose(row.id)}>{t("operator.organizations.choose")}</Button>
        <Button onClick={onChange}>{t("operator.change.button")}</Button>
      </div>
      <Section title={t("operator.adjustment.title")}>
        <AdjustmentForm organization={row.id} currency={currency} />
      </Section>
    </>
  );
}
