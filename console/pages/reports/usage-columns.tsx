/** The documented columns of both tabs of the usage report (domain.md 6.1); what matters most is shown at first. */
import type { TFunction } from "i18next";
import type { Schema } from "../../api/client.ts";
import type { CallWords } from "../../ui/call-words.ts";
import type { Column } from "../../ui/data-table.tsx";
import { Duration, type Format, Money } from "../../ui/format.tsx";

export type UsageRow = Schema<"UsageRow">;
type Report = UsageRow["report"];

interface Words {
  t: TFunction;
  format: Format;
  words: CallWords;
  language: string;
}

export function usageColumns(report: Report, say: Words): Column<UsageRow>[] {
  return report === "calling-plan" ? callingPlanColumns(say) : directRoutingColumns(say);
}

function callingPlanColumns(say: Words): Column<UsageRow>[] {
  const { t, format, words } = say;
  const { text, time, hidden } = makers(say);
  const number = ({ from, to, callType }: UsageRow): string => (/_in(_bot)?$/.test(callType) ? from : to);
  return [
    time("time", t("reports.columns.time"), ({ startedAt }) => startedAt),
    text("displayName", t("reports.columns.displayName"), (row) => row.userDisplayName ?? row.user ?? ""),
    hidden(text("user", t("reports.columns.user"), ({ user }) => user ?? "")),
    hidden(text("number", t("reports.columns.number"), number)),
    // The second row of a call whose price was corrected is none of its own.
    text("callType", t("reports.columns.callType"), ({ callType, correction }) =>
      correction ? t("reports.corrected", { type: words.callType(callType) }) : words.callType(callType),
    ),
    text("to", t("reports.columns.to"), ({ to }) => to),
    text("toCountry", t("reports.columns.toCountry"), ({ destinationCountry: code }) =>
      code ? format.country(code) : "",
    ),
    hidden(text("from", t("reports.columns.from"), ({ from }) => from)),
    hidden(
      text("fromCountry", t("reports.columns.fromCountry"), ({ fromCountry: code }) =>
        code ? format.country(code) : "",
      ),
    ),
    {
      key: "charge",
      header: t("reports.columns.charge"),
      cell: ({ charge, currency }) => <Money amount={charge} currency={currency} exact />,
      text: ({ charge }) => charge,
      order: ({ charge }) => Number(charge),
      align: "end",
    },
    hidden(text("currency", t("reports.columns.currency"), ({ currency }) => currency)),
    duration(say),
    hidden(text("scope", t("reports.columns.scope"), ({ scope }) => t(`reports.scopes.${scope}`))),
    hidden(text("callId", t("reports.columns.callId"), ({ callId }) => callId)),
    hidden(text("numberType", t("reports.columns.numberType"), ({ numberType }) => numberType)),
    hidden(text("usageLocation", t("reports.columns.usageLocation"), ({ usageLocation }) => usageLocation ?? "")),
    hidden(text("conferenceId", t("reports.columns.conferenceId"), ({ conferenceId }) => conferenceId ?? "")),
    text("capability", t("reports.columns.capability"), ({ capability }) => capability),
    hidden(text("costCenter", t("reports.columns.costCenter"), ({ costCenter }) => costCenter ?? "")),
  ];
}

function directRoutingColumns(say: Words): Column<UsageRow>[] {
  const { t, words } = say;
  const { text, time, hidden } = makers(say);
  const yesOrNo = (value: boolean | null | undefined): string =>
    value == null ? "" : t(value ? "reports.yes" : "reports.no");
  return [
    time("time", t("reports.columns.time"), ({ startedAt }) => startedAt),
    text("displayName", t("reports.columns.displayName"), (row) => row.userDisplayName ?? row.user ?? ""),
    hidden(text("sip", t("reports.columns.sip"), ({ user }) => user ?? "")),
    text("caller", t("reports.columns.caller"), ({ from }) => from),
    text("callee", t("reports.columns.callee"), ({ to }) => to),
    text("callType", t("reports.columns.callType"), ({ callType }) => words.callType(callType)),
    hidden(time("started", t("reports.columns.started"), ({ answeredAt }) => answeredAt)),
    hidden(time("invited", t("reports.columns.invited"), ({ directRouting }) => directRouting?.invitedAt ?? null)),
    hidden(time("failed", t("reports.columns.failed"), ({ directRouting }) => directRouting?.failedAt ?? null)),
    hidden(time("ended", t("reports.columns.ended"), ({ endedAt }) => endedAt)),
    duration(say),
    hidden(text("numberType", t("reports.columns.numberType"), ({ numberType }) => numberType)),
    hidden(text("mediaBypass", t("reports.columns.mediaBypass"), ({ directRouting: dr }) => yesOrNo(dr?.mediaBypass))),
    text("trunk", t("reports.columns.trunk"), ({ directRouting }) => directRouting?.trunk ?? ""),
    hidden(
      text("mediaRegion", t("reports.columns.mediaRegion"), ({ directRouting }) => directRouting?.mediaRegion ?? ""),
    ),
    hidden(
      text(
        "signalingRegion",
        t("reports.columns.signalingRegion"),
        ({ directRouting }) => directRouting?.signalingRegion ?? "",
      ),
    ),
    text("event", t("reports.columns.event"), ({ directRouting }) =>
      t(directRouting?.success ? "reports.events.success" : "reports.events.attempt"),
    ),
    text("sipCode", t("reports.columns.sipCode"), ({ directRouting }) => String(directRouting?.sipCode ?? "")),
    hidden(text("subCode", t("reports.columns.subCode"), ({ directRouting }) => String(directRouting?.subCode ?? ""))),
    hidden(text("sipPhrase", t("reports.columns.sipPhrase"), ({ directRouting }) => directRouting?.sipPhrase ?? "")),
    hidden(
      text(
        "correlationId",
        t("reports.columns.correlationId"),
        ({ directRouting }) => directRouting?.correlationId ?? "",
      ),
    ),
  ];
}

const duration = ({ t, format }: Words): Column<UsageRow> => ({
  key: "duration",
  header: t("reports.columns.duration"),
  cell: ({ durationSeconds }) => <Duration seconds={durationSeconds} />,
  text: ({ durationSeconds }) => format.duration(durationSeconds),
  order: ({ durationSeconds }) => durationSeconds,
  align: "end",
});

function makers({ language }: Words) {
  const times = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "medium", timeZone: "UTC" });
  const shown = (iso: string | null): string => (iso === null ? "" : times.format(new Date(iso)));
  const text = (key: string, header: string, value: (row: UsageRow) => string): Column<UsageRow> => ({
    key,
    header,
    cell: value,
    text: value,
  });
  const time = (key: string, header: string, at: (row: UsageRow) => string | null): Column<UsageRow> => ({
    key,
    header,
    cell: (row) => <span style={{ whiteSpace: "nowrap" }}>{shown(at(row))}</span>,
    text: (row) => shown(at(row)),
    order: (row) => at(row) ?? "",
  });
  const hidden = (column: Column<UsageRow>): Column<UsageRow> => ({ ...column, hidden: true });
  return { text, time, hidden };
}
