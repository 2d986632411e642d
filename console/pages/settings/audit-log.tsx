/** The audit log: who changed what, when and from where, found by person, kind and time; and that it is whole. */
import { Button, Field, Input, Text } from "@fluentui/react-components";
import { ArrowDownloadRegular } from "@fluentui/react-icons/svg/arrow-download";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get, list, type Schema } from "../../api/client.ts";
import { useMay, useOrg } from "../../api/session.tsx";
import { useFilters, usePanel } from "../../ui/address.ts";
import { type Column, DataTable, pagesOf } from "../../ui/data-table.tsx";
import { Time, useFormat } from "../../ui/format.tsx";
import { Mark } from "../../ui/mark.tsx";
import { Name } from "../../ui/name.tsx";
import { Panel } from "../../ui/panel.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { Figures, Section } from "../../ui/section.tsx";
import { Empty } from "../../ui/states.tsx";
import { useAuditWords } from "./audit-words.ts";

type Entry = Schema<"AuditEntry">;
const FILTERS = { actor: "", action: "", from: "", to: "" };

export function AuditLog() {
  const { t } = useTranslation();
  const org = useOrg();
  const { time } = useFormat();
  const may = useMay("settings");
  const [filters, setFilters] = useFilters(FILTERS);
  const { shown, open, close } = usePanel();
  const said = useAuditWords();
  const asked = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ""));
  const query = useInfiniteQuery({
    ...list("/v1/organizations/{org}/audit-log", { path: { org }, query: asked }),
    enabled: may,
    placeholderData: keepPreviousData,
  });
  const pages = pagesOf(query);
  const entry = pages.rows?.find(({ id }) => id === shown);
  const columns: Column<Entry>[] = [
    {
      key: "at",
      header: t("credits.notices.time"),
      cell: ({ at }) => (
        <span style={{ whiteSpace: "nowrap" }}>
          <Time at={at} />
        </span>
      ),
      text: ({ at }) => time(at),
      order: ({ at }) => at,
    },
    { key: "who", header: t("settings.audit.who"), cell: ({ name }) => <Name>{name}</Name>, text: ({ name }) => name },
    { key: "what", header: t("settings.audit.what"), cell: said, text: said },
    {
      key: "subject",
      header: t("settings.audit.subject"),
      cell: (entry) => <Name>{which(entry)}</Name>,
      text: which,
    },
    {
      key: "address",
      header: t("settings.sessions.address"),
      cell: ({ address }) => address,
      text: ({ address }) => address,
    },
    {
      key: "action",
      header: t("settings.audit.action"),
      hidden: true,
      cell: ({ action }) => action,
      text: ({ action }) => action,
    },
  ];
  if (!may) return <Empty title={t("settings.mayNot")} />;
  const file = `/v1/organizations/${encodeURIComponent(org)}/audit-log.csv?${new URLSearchParams(asked).toString()}`;
  const dayField = (name: "from" | "to") => (
    <Field label={t(`settings.audit.${name}`)}>
      <Input type="date" value={filters[name]} onChange={(_event, { value }) => setFilters({ [name]: value })} />
    </Field>
  );
  return (
    <Section
      title={t("settings.tabs.audit")}
      actions={
        <Button as="a" icon={<ArrowDownloadRegular />} href={file} download={`${org}-audit-log.csv`}>
          {t("settings.audit.export")}
        </Button>
      }
    >
      <Whole />
      <DataTable
        name="audit-log"
        label={t("settings.tabs.audit")}
        columns={columns}
        rowKey={({ id }) => id}
        onOpen={({ id }) => open(id)}
        opened={shown}
        tools={
          <>
            <SearchField
              label={t("settings.audit.actor")}
              value={filters.actor}
              onChange={(actor) => setFilters({ actor })}
            />
            <SearchField
              label={t("settings.audit.action")}
              value={filters.action}
              onChange={(action) => setFilters({ action })}
            />
            {dayField("from")}
            {dayField("to")}
          </>
        }
        empty={<Empty title={t("settings.audit.empty")}>{t("settings.audit.emptyBody")}</Empty>}
        {...pages}
      />
      <Panel open={entry !== undefined} title={entry ? said(entry) : ""} onClose={close}>
        {entry && <EntryDetails entry={entry} />}
      </Panel>
    </Section>
  );
}

/** Which budget, number or person of this organisation it was: that it is one is said by what was done. */
function which({ action, subject }: Entry): string {
  const parts = action.replace(/^\S+ /, "").split("/");
  return subject
    .split("/")
    .filter((_part, i) => parts[i]?.startsWith(":") && parts[i] !== ":org")
    .join(" / ");
}

/** Each entry carries a hash over the one before: a change of any breaks the chain, and is found. */
function Whole() {
  const { t } = useTranslation();
  const org = useOrg();
  const { number } = useFormat();
  const check = useQuery(get("/v1/organizations/{org}/audit-log/verify", { path: { org } }));
  if (!check.data) return null;
  const { intact, entries } = check.data;
  return (
    <Text>
      <Mark tone={intact ? "good" : "bad"}>{t(intact ? "settings.audit.intact" : "settings.audit.broken")}</Mark>{" "}
      {t("settings.audit.entries", { count: entries, number: number(entries) })}
    </Text>
  );
}

function EntryDetails({ entry }: { entry: Entry }) {
  const { t } = useTranslation();
  const { time } = useFormat();
  const parts = [
    ["asked", entry.asked],
    ["before", entry.before],
    ["after", entry.after],
  ] as const;
  return (
    <>
      <Figures
        items={[
          [t("credits.notices.time"), time(entry.at)],
          [t("settings.audit.who"), <Name key="who">{entry.name}</Name>],
          [t("settings.audit.subject"), <Name key="subject">{entry.subject}</Name>],
          [t("settings.sessions.address"), entry.address],
        ]}
      />
      <code>{entry.action}</code>
      {parts.map(
        ([name, value]) =>
          value !== null && (
            <Section key={name} title={t(`settings.audit.${name}`)}>
              <pre tabIndex={0} style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere", margin: 0 }}>
                {JSON.stringify(value, null, 2)}
              </pre>
            </Section>
          ),
      )}
    </>
  );
}
