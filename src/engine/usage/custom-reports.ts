/** Custom reports: saved, shared, run now, and sent by mail when they are due. */
import { formatMicros } from "../../domain/money.ts";
import { neutralized } from "../../domain/report/cells.ts";
import type { Mailer, Post } from "../../mail/mailer.ts";
import { reportLetter } from "../../mail/report-letter.ts";
import { SENDER } from "../../mail/layout.ts";
import { spokenLanguage } from "../../mail/speech.ts";
import {
  claimReportMail,
  type CustomReport,
  deleteCustomReport,
  fallDue,
  listCustomReports,
  listReportMails,
  readCustomReport,
  type ReportDefinition,
  type ReportMail,
  type ReportSchedule,
  saveCustomReport,
  settleReportMail,
} from "../../postgres/custom-reports.ts";
import { monthOf, nextMorning } from "../calendar.ts";
import type { Engine } from "../engine.ts";
import { getOrganization } from "../provision-organization.ts";
import { Refused, requireFields } from "../refused.ts";
import { csvOf } from "./csv.ts";
import { demandNames, NO_FILTER, type Reader, viewOf } from "./report.ts";
import { type Spend, type SpendMeasures, spendOf, type SpendRow } from "./spend.ts";
import { type Cell, workbook } from "./xlsx.ts";

export type { CustomReport, ReportDefinition, ReportMail, ReportSchedule } from "../../postgres/custom-reports.ts";

export interface Author {
  id: string;
  /** May change what others have made. */
  administers: boolean;
  reader: Reader;
}

/** @throws Refused UNKNOWN_ORGANIZATION, UNKNOWN_CUSTOM_REPORT: there is none that the asker may see */
export async function customReport(
  engine: Engine,
  organization: string,
  id: string,
  asker: Author,
): Promise<CustomReport> {
  await viewOf(engine, organization, asker.reader);
  const found = await readCustomReport(engine.pool, organization, id);
  if (!found || !(found.shared || isOwn(found, asker)))
    throw new Refused("UNKNOWN_CUSTOM_REPORT", `${organization} has no report ${id}.`);
  return found;
}

const isOwn = (report: CustomReport, asker: Author): boolean => report.owner === asker.id || asker.administers;

export async function customReports(
  engine: Engine,
  organization: string,
  asker: Author,
  page: { after: string | null; limit: number },
): Promise<CustomReport[]> {
  await viewOf(engine, organization, asker.reader);
  return listCustomReports(engine.pool, organization, asker.administers ? null : asker.id, page);
}

export type ReportChange = Partial<
  ReportDefinition & { displayName: string; shared: boolean; schedule: ReportSchedule | null }
>;

/** Fields left out keep their value. @throws Refused for one of somebody else's, or a new one without its fields */
export async function putCustomReport(
  engine: Engine,
  organization: string,
  id: string,
  change: ReportChange,
  author: Author,
): Promise<CustomReport> {
  const { timeZone } = await getOrganization(engine, organization);
  const before = await readCustomReport(engine.pool, organization, id);
  if (before && !isOwn(before, author))
    throw new Refused("NOT_YOUR_REPORT", "The report was made by somebody else; only they may change it.");
  if (!before) requireFields(change, "custom report", ["displayName", "rows", "measures", "period"]);
  const old = before?.definition;
  const definition: ReportDefinition = {
    rows: change.rows ?? old!.rows,
    measures: change.measures ?? old!.measures,
    filters: change.filters ?? old?.filters ?? {},
    period: change.period ?? old!.period,
  };
  demandNames(author.reader, definition.rows.includes("user") || definition.filters.user !== undefined);
  const schedule = change.schedule === undefined ? (before?.schedule ?? null) : change.schedule;
  const same = JSON.stringify(schedule?.every) === JSON.stringify(before?.schedule?.every);
  const now = engine.now();
  const after: CustomReport = {
    organization,
    id,
    displayName: change.displayName ?? before!.displayName,
    definition,
    shared: change.shared ?? before?.shared ?? false,
    owner: before?.owner ?? author.id,
    names: author.reader.names,
    schedule,
    nextRunAt: schedule && ((same && before?.nextRunAt) || nextMorning(now, timeZone, schedule.every)),
    updatedAt: now,
  };
  await saveCustomReport(engine.pool, after);
  return after;
}

export async function dropCustomReport(
  engine: Engine,
  organization: string,
  id: string,
  author: Author,
): Promise<void> {
  const found = await customReport(engine, organization, id, author);
  if (!isOwn(found, author))
    throw new Refused("NOT_YOUR_REPORT", "The report was made by somebody else; only they may remove it.");
  await deleteCustomReport(engine.pool, organization, id);
}

export async function mailsOfReport(
  engine: Engine,
  organization: string,
  id: string,
  asker: Author,
): Promise<ReportMail[]> {
  await customReport(engine, organization, id, asker);
  return listReportMails(engine.pool, organization, id);
}

export interface ReportRun extends Spend {
  /** Epoch ms; half-open. */
  from: number;
  to: number;
}

export async function runCustomReport(
  engine: Engine,
  { organization, definition }: CustomReport,
  reader: Reader,
  at: number,
): Promise<ReportRun> {
  const period = periodAt(definition.period, at);
  const filter = { ...NO_FILTER, ...definition.filters, ...period };
  const spend = await spendOf(engine, organization, filter, definition.rows, reader);
  return { ...spend, ...period };
}

const DAY_MS = 86_400_000;

/** Whole days, UTC; `days` are those before today, since today is not over. */
function periodAt(period: ReportDefinition["period"], at: number): { from: number; to: number } {
  const today = DAY_MS * Math.floor(at / DAY_MS);
  if ("days" in period) return { from: today - period.days * DAY_MS, to: today };
  if ("from" in period) return { from: Date.parse(period.from), to: Date.parse(period.to) };
  const thisMonth = Date.parse(monthOf(at, "UTC"));
  if (period.month === "this") return { from: thisMonth, to: today + DAY_MS };
  return { from: Date.parse(monthOf(thisMonth - 1, "UTC")), to: thisMonth };
}

const CLAIM_MS = 10 * 60_000;
const HOUR_MS = 3_600_000;
/** After the first, second, … try that did not go through. */
const BACK_OFF_MS = [HOUR_MS / 12, HOUR_MS, 6 * HOUR_MS, 24 * HOUR_MS];

/** Sends what is due. A mail that a server does not take now is tried again for a day and a half. */
export async function sendReports(engine: Engine, post: Post): Promise<void> {
  await fallDue(engine.pool, engine.now(), ({ nextRunAt, schedule, timeZone }) =>
    nextMorning(Math.max(nextRunAt!, engine.now()), timeZone, schedule!.every),
  );
  for (;;) {
    const now = engine.now();
    const mail = await claimReportMail(engine.pool, now, now + CLAIM_MS);
    if (!mail) return;
    const sending = await sendReport(engine, post, mail);
    const wait = sending.state === "later" ? BACK_OFF_MS[mail.tries - 1] : undefined;
    const failure = "reason" in sending ? sending.reason : null;
    if (sending.state === "sent" || sending.state === "captured")
      await settleReportMail(engine.pool, mail, { state: sending.state, failure, nextTryAt: null });
    else if (wait === undefined)
      await settleReportMail(engine.pool, mail, { state: "failed", failure, nextTryAt: null });
    else await settleReportMail(engine.pool, mail, { state: "pending", failure, nextTryAt: now + wait });
  }
}

async function sendReport(
  engine: Engine,
  { mailer, sender, publicUrl }: Post,
  mail: ReportMail,
): ReturnType<Mailer["send"]> {
  const report = (await readCustomReport(engine.pool, mail.organization, mail.report))!;
  const { displayName, preferredLanguage } = await getOrganization(engine, mail.organization);
  const language = spokenLanguage(preferredLanguage);
  const run = await runCustomReport(engine, report, { names: report.names }, mail.dueAt);
  const format = report.schedule?.format ?? "xlsx";
  const lastDay = new Date(run.to - 1).toISOString().slice(0, 10);
  return mailer.send({
    messageId: `report-${mail.organization}-${mail.report}-${mail.dueAt}-${Buffer.from(mail.address).toString("hex")}@${sender.slice(sender.lastIndexOf("@") + 1)}`,
    from: { name: SENDER[language], address: sender },
    to: { name: "", address: mail.address },
    language,
    ...reportLetter({
      ...{ language, publicUrl, organization: displayName, report: report.displayName },
      ...{ from: new Date(run.from).toISOString().slice(0, 10), to: lastDay, id: report.id },
    }),
    at: mail.dueAt,
    attachments: [
      { name: `${report.id}-${lastDay}.${format}`, type: TYPES[format], content: await fileOf(report, run, format) },
    ],
  });
}

const TYPES = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

/** The table of a run as a file. */
export async function fileOf(
  { displayName, definition }: CustomReport,
  run: ReportRun,
  format: "xlsx" | "csv",
): Promise<Buffer> {
  const { rows, measures } = definition;
  const header = [...rows.flatMap((name) => HEADERS[name] ?? [name]), ...measures.map((name) => MEASURES[name])];
  const labels = (row: SpendRow): string[] => rows.map((dimension, i) => run.nameOf(dimension, row.keys[i]!));
  if (format === "csv") {
    const values = (row: SpendMeasures) => measures.map((name) => textOf(row, name));
    return Buffer.from(csvOf([header, ...run.rows.map((row) => [...labels(row).map(neutralized), ...values(row)])]));
  }
  const cells = (row: SpendMeasures): Cell[] =>
    measures.map((name) => ({ kind: name === "charge" ? "money" : "number", value: textOf(row, name) }));
  const text = (value: string): Cell => ({ kind: "text", value });
  const total = [...rows.map((_, i) => text(i === 0 ? "Total" : "")), ...cells(run.total)];
  const lines = run.rows.map((row) => [...labels(row).map(text), ...cells(row)]);
  const sheet = {
    name:
      displayName
        .replace(/[[\]:*?/\\']/g, " ")
        .slice(0, 31)
        .trim() || "Report",
    header: header.map((name) => ({ name, width: 20 })),
    rows: rows.length > 0 ? [...lines, total] : lines,
  };
  const parts: Buffer[] = [];
  for await (const part of workbook([sheet])) parts.push(part);
  return Buffer.concat(parts);
}

const textOf = (row: SpendMeasures, name: keyof SpendMeasures): string =>
  name === "charge" ? formatMicros(row.charge) : String(row[name]);

const HEADERS: Readonly<Record<string, string>> = {
  ...{ day: "Day (UTC)", month: "Month (UTC)", user: "User", destination: "Destination", country: "Country" },
  ...{ numberType: "Number type", costCenter: "Cost center", callType: "Call type", capability: "Capability" },
};
const MEASURES: Readonly<Record<keyof SpendMeasures, string>> = {
  ...{ calls: "Calls", refused: "Refused", usedSeconds: "Seconds", poolMinutes: "Pool minutes", charge: "Charge" },
};
