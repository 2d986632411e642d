/** Reports > PSTN usage: calls a day on top, the calls under it, both of the same filter; each call opens its story. */
import { Button, Dropdown, Field, Option, Tab, TabList } from "@fluentui/react-components";
import { FilterRegular } from "@fluentui/react-icons/svg/filter";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { get, list } from "../api/client.ts";
import { useOrg } from "../api/session.tsx";
import { usePreferences } from "../preferences.tsx";
import { useFilters, usePanel } from "../ui/address.ts";
import { useCallWords } from "../ui/call-words.ts";
import { DataTable, pagesOf } from "../ui/data-table.tsx";
import { useFormat } from "../ui/format.tsx";
import { FullScreen, FullScreenButton } from "../ui/full-screen.tsx";
import { Page } from "../ui/page.tsx";
import { Section } from "../ui/section.tsx";
import { Empty, Loaded } from "../ui/states.tsx";
import { CallPanel } from "./calls/call-panel.tsx";
import { DayChart } from "./reports/day-chart.tsx";
import { PeriodPicker, usePeriod } from "./reports/period.tsx";
import { type UsageRow, usageColumns } from "./reports/usage-columns.tsx";
import { ExportButtons, ExportList } from "./reports/usage-exports.tsx";
import { NO_FILTERS, UsageFilterBar } from "./reports/usage-filters.tsx";

const TABS = ["calling-plan", "direct-routing", "downloads"] as const;
const SORTS = ["startedAt", "charge", "duration"] as const;

export function Component() {
  const { t } = useTranslation();
  const period = usePeriod();
  const [filters, setFilters] = useFilters(NO_FILTERS);
  const [filtering, setFiltering] = useState(Object.values(filters).some((value) => value !== ""));
  const [{ tab }, setTab] = useFilters({ tab: "calling-plan" });
  const shownTab = TABS.find((name) => name === tab) ?? "calling-plan";
  const report: UsageRow["report"] = shownTab === "direct-routing" ? shownTab : "calling-plan";
  const query = {
    ...period.query,
    report,
    ...Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== "")),
  };
  const org = useOrg();
  const days = useQuery(get("/v1/organizations/{org}/usage/days", { path: { org }, query }));
  const all = useQuery(get("/v1/organizations/{org}/usage/days", { path: { org }, query: period.query }));
  const rows = all.data?.items.reduce((sum, { calls }) => sum + calls, 0) ?? 0;
  return (
    <Page
      id="pstnUsage"
      commands={<ExportButtons period={period} rows={rows} onAsked={() => setTab({ tab: "downloads" })} />}
    >
      <TabList selectedValue={shownTab} onTabSelect={(_event, { value }) => setTab({ tab: String(value) })}>
        {TABS.map((name) => (
          <Tab key={name} value={name}>
            {t(`reports.tabs.${name}`)}
          </Tab>
        ))}
      </TabList>
      {shownTab === "downloads" ? (
        <Section title={t("reports.tabs.downloads")}>
          <ExportList />
        </Section>
      ) : (
        <>
          <Section title={t("reports.filters.label")}>
            <div style={{ display: "flex", flexWrap: "wrap", gap: "8px 16px", alignItems: "end" }}>
              <PeriodPicker period={period} />
              <Button icon={<FilterRegular />} aria-expanded={filtering} onClick={() => setFiltering(!filtering)}>
                {t(filtering ? "reports.filters.hide" : "reports.filters.show")}
              </Button>
            </div>
            {filtering && <UsageFilterBar filters={filters} onChange={setFilters} period={period} />}
          </Section>
          <Section title={t("reports.days.title")}>
            <Loaded query={days}>
              {(found) => (
                <DayChart days={found} onPick={(day) => period.change({ days: "custom", first: day, last: day })} />
              )}
            </Loaded>
            {period.days === "custom" && (
              <div>
                <Button size="small" onClick={() => period.change({ days: "28", first: "", last: "" })}>
                  {t("reports.days.back")}
                </Button>
              </div>
            )}
          </Section>
          <CallTable report={report} query={query} />
        </>
      )}
      <CallPanel />
    </Page>
  );
}

type Query = { report: "calling-plan" | "direct-routing" } & Record<string, unknown>;

function CallTable({ report, query }: { report: Query["report"]; query: Query }) {
  const { t } = useTranslation();
  const org = useOrg();
  const { language } = usePreferences();
  const say = { t, format: useFormat(), words: useCallWords(), language };
  const { shown, open } = usePanel();
  const [{ sort, full }, setFilters] = useFilters({ sort: "startedAt", full: "" });
  const by = SORTS.find((name) => name === sort) ?? "startedAt";
  const pages = pagesOf(
    useInfiniteQuery(list("/v1/organizations/{org}/usage", { path: { org }, query: { ...query, sort: by } })),
  );
  const setFull = useCallback((wanted: boolean) => setFilters({ full: wanted ? "1" : "" }), [setFilters]);
  return (
    <FullScreen full={full === "1"} onChange={setFull}>
      <Section title={t("reports.calls.title")} actions={<FullScreenButton full={full === "1"} onChange={setFull} />}>
        <DataTable
          key={report}
          name={`usage-${report}`}
          label={t(`reports.tabs.${report}`)}
          columns={usageColumns(report, say)}
          rowKey={({ id }) => id}
          onOpen={({ callId }) => open(callId)}
          opened={({ callId }) => callId === shown}
          empty={<Empty title={t("reports.calls.empty")}>{t("reports.calls.emptyBody")}</Empty>}
          tools={
            <Field label={t("reports.calls.sort")} orientation="horizontal">
              <Dropdown
                size="small"
                style={{ minWidth: "140px" }}
                value={t(`reports.calls.sorts.${by}`)}
                selectedOptions={[by]}
                onOptionSelect={(_event, { optionValue = "startedAt" }) => setFilters({ sort: optionValue })}
              >
                {SORTS.map((name) => (
                  <Option key={name} value={name}>
                    {t(`reports.calls.sorts.${name}`)}
                  </Option>
                ))}
              </Dropdown>
            </Field>
          }
          {...pages}
        />
      </Section>
    </FullScreen>
  );
}
