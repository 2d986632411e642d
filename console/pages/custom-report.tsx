/** Reports > Custom: reports of one's own and shared ones; made, run, downloaded, changed, removed. */
import { Button, Link, Tooltip } from "@fluentui/react-components";
import { AddRegular } from "@fluentui/react-icons/svg/add";
import { DeleteRegular } from "@fluentui/react-icons/svg/delete";
import { EditRegular } from "@fluentui/react-icons/svg/edit";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { list, type Schema, send } from "../api/client.ts";
import { useOrg } from "../api/session.tsx";
import { CustomReportForm, periodWord } from "../forms/custom-report.tsx";
import { useFilters } from "../ui/address.ts";
import { type Column, DataTable, pagesOf } from "../ui/data-table.tsx";
import { useFormat } from "../ui/format.tsx";
import { inSentence } from "../ui/name.tsx";
import { Page } from "../ui/page.tsx";
import { Panel } from "../ui/panel.tsx";
import { RemoveButton } from "../ui/remove-button.tsx";
import { Section } from "../ui/section.tsx";
import { Empty } from "../ui/states.tsx";
import { ReportRun } from "./reports/report-run.tsx";

type Report = Schema<"CustomReport">;

export function Component() {
  const { t } = useTranslation();
  const org = useOrg();
  const [{ show, edit }, setFilters] = useFilters({ show: "", edit: "" });
  const pages = pagesOf(useInfiniteQuery(list("/v1/organizations/{org}/custom-reports", { path: { org } })));
  const shown = pages.rows?.find(({ id }) => id === show);
  const edited = pages.rows?.find(({ id }) => id === edit);
  const words = useReportWords();
  const text = (key: string, header: string, value: (row: Report) => string): Column<Report> => ({
    key,
    header,
    cell: value,
    text: value,
  });
  const columns: Column<Report>[] = [
    text("name", t("custom.name"), ({ displayName }) => displayName),
    text("rows", t("custom.rows"), words.rows),
    text("period", t("custom.period"), words.period),
    text("shared", t("custom.sharing"), ({ shared }) => t(shared ? "custom.sharedWithAll" : "custom.onlyMe")),
    text("schedule", t("custom.schedule"), words.schedule),
  ];
  const add = (
    <Button appearance="primary" icon={<AddRegular />} onClick={() => setFilters({ edit: "new" })}>
      {t("custom.add")}
    </Button>
  );
  return (
    <Page id="customReport" commands={add}>
      <Section title={t("custom.title")}>
        <DataTable
          name="custom-reports"
          label={t("custom.title")}
          columns={columns}
          rowKey={({ id }) => id}
          onOpen={({ id }) => setFilters({ show: id })}
          opened={show}
          empty={<Empty title={t("custom.empty")}>{t("custom.emptyBody")}</Empty>}
          {...pages}
        />
      </Section>
      {shown && (
        <Section
          title={shown.displayName}
          actions={<ReportActions report={shown} onEdit={() => setFilters({ edit: shown.id })} />}
        >
          <ReportRun key={shown.updatedAt} report={shown} />
        </Section>
      )}
      <Panel
        open={edit === "new" || edited !== undefined}
        title={edited?.displayName ?? t("custom.add")}
        onClose={() => setFilters({ edit: "" })}
      >
        <CustomReportForm
          key={edit}
          report={edited}
          onCancel={() => setFilters({ edit: "" })}
          onSaved={(id) => setFilters({ edit: "", show: id })}
        />
      </Panel>
    </Page>
  );
}

function useReportWords() {
  const { t } = useTranslation();
  const { day, time, list: join } = useFormat();
  return {
    rows: ({ rows }: Report): string =>
      rows.length === 0 ? t("custom.noRows") : join(rows.map((name) => t(`custom.dimensions.${name}`))),
    period: (report: Report): string => {
      const word = periodWord(report);
      if (word !== undefined) return t(`custom.periods.${word}`);
      if ("from" in report.period) return `${day(report.period.from)} – ${day(report.period.to)}`;
      return "days" in report.period ? t("reports.period.days", { count: report.period.days }) : "";
    },
    schedule: ({ schedule, nextRunAt }: Report): string =>
      schedule === null || nextRunAt === null
        ? t("custom.every.never")
        : t("custom.next", { every: t(`custom.every.${schedule.every}`), at: time(nextRunAt) }),
  };
}

function ReportActions({ report: { id, own, displayName }, onEdit }: { report: Report; onEdit: () => void }) {
  const { t } = useTranslation();
  const org = useOrg();
  const file = (format: "xlsx" | "csv"): string =>
    `/v1/organizations/${encodeURIComponent(org)}/custom-reports/${encodeURIComponent(id)}/run?format=${format}`;
  const edit = (
    <Button size="small" icon={<EditRegular />} disabledFocusable={!own} onClick={() => own && onEdit()}>
      {t("custom.edit")}
    </Button>
  );
  return (
    <>
      <Link href={file("xlsx")}>{t("custom.xlsx")}</Link>
      <Link href={file("csv")}>{t("custom.csv")}</Link>
      {own ? (
        edit
      ) : (
        <Tooltip relationship="description" content={t("custom.notOwn")}>
          {edit}
        </Tooltip>
      )}
      {own && (
        <RemoveButton
          size="small"
          icon={<DeleteRegular />}
          label={t("custom.remove")}
          of={inSentence(displayName)}
          title={t("custom.removeTitle", { name: inSentence(displayName) })}
          remove={() => send("delete", "/v1/organizations/{org}/custom-reports/{id}", { path: { org, id } })}
          said={t("custom.removed")}
        >
          {t("custom.removeBody")}
        </RemoveButton>
      )}
    </>
  );
}
