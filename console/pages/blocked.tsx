/** Reports > Blocked calls and users: refusals by reason, each with the way out; who can not call now; every such call. */
import { Badge, Button, makeStyles, tokens } from "@fluentui/react-components";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { get, type Item, list } from "../api/client.ts";
import { useOrg } from "../api/session.tsx";
import { usePreferences } from "../preferences.tsx";
import { type PageId, pageOf, PAGES } from "../pages.ts";
import { usePanel } from "../ui/address.ts";
import { useCallWords } from "../ui/call-words.ts";
import { type Column, DataTable, pagesOf } from "../ui/data-table.tsx";
import { Time, useFormat } from "../ui/format.tsx";
import { Page } from "../ui/page.tsx";
import { Section } from "../ui/section.tsx";
import { Empty, Loaded } from "../ui/states.tsx";
import { CallPanel } from "./calls/call-panel.tsx";
import { PeriodPicker, usePeriod } from "./reports/period.tsx";
import { type UsageRow, usageColumns } from "./reports/usage-columns.tsx";

type BlockedUser = Item<"/v1/organizations/{org}/usage/blocked-users">;

/** Where a reason is mended. */
const MENDED_AT: Readonly<Record<string, PageId>> = {
  UNKNOWN_USER: "activeUsers",
  UNKNOWN_NUMBER: "phoneNumbers",
  POLICY_BLOCKED: "dialOutPolicies",
  PREMIUM_BLOCKED: "dialOutPolicies",
  DESTINATION_BLOCKED: "dialOutPolicies",
  LIMIT_REACHED: "dialOutPolicies",
  LICENSE_MISSING: "activeUsers",
  NO_RATE: "support",
  BUDGET_EXCEEDED: "spend",
  OUT_OF_CREDIT: "purchaseServices",
  PAY_AS_YOU_GO_OFF: "purchaseServices",
};

const useStyles = makeStyles({
  groups: {
    display: "grid",
    gap: "16px",
    gridTemplateColumns: "repeat(auto-fill, minmax(min(320px, 100%), 1fr))",
    listStyleType: "none",
    padding: 0,
    margin: 0,
  },
  group: {
    display: "flex",
    flexDirection: "column",
    gap: "6px",
    padding: "14px 16px",
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  head: { display: "flex", gap: "8px", justifyContent: "space-between", alignItems: "start" },
  reason: { margin: 0, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  quiet: { color: tokens.colorNeutralForeground2, margin: 0 },
  remedy: { margin: 0, flexGrow: 1 },
});

export function Component() {
  const { t } = useTranslation();
  const styles = useStyles();
  const words = useCallWords();
  const { number } = useFormat();
  const period = usePeriod();
  const path = { org: useOrg() };
  const groups = useQuery(get("/v1/organizations/{org}/usage/blocked", { path, query: period.query }));
  return (
    <Page id="blocked">
      <Section title={t("reports.blocked.reasons")}>
        <PeriodPicker period={period} />
        <Loaded query={groups}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={t("reports.blocked.none")}>{t("reports.blocked.noneBody")}</Empty>
            ) : (
              <ul className={styles.groups}>
                {items.map(({ code, calls, users, lastAt, reason, remedy }) => (
                  <li key={code} className={styles.group}>
                    <div className={styles.head}>
                      <h3 className={styles.reason}>{words.refusal(code) === code ? reason : words.refusal(code)}</h3>
                      <Badge appearance="tint" color="danger" style={{ whiteSpace: "nowrap", flexShrink: 0 }}>
                        {t("reports.blocked.calls", { count: calls, calls: number(calls) })}
                      </Badge>
                    </div>
                    <p className={styles.quiet}>
                      {users > 0 && `${t("reports.blocked.users", { count: users, users: number(users) })} `}
                      {t("reports.blocked.last")} <Time at={lastAt} />
                    </p>
                    <p className={styles.remedy}>{words.remedy(code) || remedy}</p>
                    <Mend code={code} />
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </Section>
      <Section title={t("reports.blocked.now")}>
        <BlockedUsers query={period.query} />
      </Section>
      <Section title={t("reports.blocked.list")}>
        <BlockedCalls query={period.query} />
      </Section>
      <CallPanel />
    </Page>
  );
}

function Mend({ code }: { code: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const page = MENDED_AT[code];
  if (page === undefined || !PAGES.some(({ id }) => id === page)) return null;
  return (
    <div>
      <Button size="small" onClick={() => void navigate(pageOf(page).path)}>
        {t("reports.blocked.mend", { page: t(`pages.${page}.title`) })}
      </Button>
    </div>
  );
}

type Query = ReturnType<typeof usePeriod>["query"];

function BlockedUsers({ query }: { query: Query }) {
  const { t } = useTranslation();
  const words = useCallWords();
  const { time } = useFormat();
  const { open } = usePanel();
  const pages = pagesOf(
    useInfiniteQuery(list("/v1/organizations/{org}/usage/blocked-users", { path: { org: useOrg() }, query })),
  );
  const text = (key: string, header: string, value: (row: BlockedUser) => string): Column<BlockedUser> => ({
    key,
    header,
    cell: value,
    text: value,
  });
  const columns: Column<BlockedUser>[] = [
    text("displayName", t("reports.columns.displayName"), ({ displayName, user }) => displayName ?? user),
    text("number", t("reports.columns.number"), ({ number }) => number),
    text("reason", t("reports.blocked.reason"), ({ code, missing }) => [words.refusal(code), ...missing].join(" · ")),
    text("action", t("reports.blocked.action"), ({ code, remedy }) => words.remedy(code) || remedy),
    {
      key: "at",
      header: t("reports.blocked.at"),
      cell: ({ at }) => <Time at={at} />,
      text: ({ at }) => time(at),
      order: ({ at }) => Date.parse(at),
    },
  ];
  return (
    <DataTable
      name="blocked-users"
      label={t("reports.blocked.now")}
      columns={columns}
      rowKey={({ user }) => user}
      onOpen={({ callId }) => open(callId)}
      empty={<Empty title={t("reports.blocked.nobody")}>{t("reports.blocked.nobodyBody")}</Empty>}
      {...pages}
    />
  );
}

const SHOWN_OF_CALL = new Set(["time", "displayName", "callType", "to"]);

function BlockedCalls({ query }: { query: Query }) {
  const { t } = useTranslation();
  const words = useCallWords();
  const { language } = usePreferences();
  const say = { t, format: useFormat(), words, language };
  const { open } = usePanel();
  const pages = pagesOf(
    useInfiniteQuery(
      list("/v1/organizations/{org}/usage", { path: { org: useOrg() }, query: { ...query, refused: "true" } }),
    ),
  );
  const reason = ({ refusal }: UsageRow): string => (refusal === null ? "" : words.refusal(refusal.code));
  const columns: Column<UsageRow>[] = [
    ...usageColumns("calling-plan", say).filter(({ key }) => SHOWN_OF_CALL.has(key)),
    { key: "reason", header: t("reports.blocked.reason"), cell: reason, text: reason },
  ];
  return (
    <DataTable
      name="blocked-calls"
      label={t("reports.blocked.list")}
      columns={columns}
      rowKey={({ id }) => id}
      onOpen={({ callId }) => open(callId)}
      empty={<Empty title={t("reports.blocked.none")}>{t("reports.blocked.noneBody")}</Empty>}
      {...pages}
    />
  );
}
