/** The audit log: who changed what, from where, before and after; and the proof that nothing of it was changed since. */
import { Readable } from "node:stream";
import { stringify } from "csv-stringify/sync";
import { z } from "zod";
import {
  type AuditEntry,
  type AuditFilter,
  INSTALLATION,
  listAuditEntries,
  verifyAuditLog,
} from "../../engine/audit-log.ts";
import { getOrganization } from "../../engine/provision-organization.ts";
import { page, pageOf, pageQuery, pageRequest } from "../pages.ts";
import { isoTime, organizationParams, type Routes, timestamp } from "../schema.ts";

const json = z.record(z.string(), z.unknown()).nullable();
const entry = z
  .object({
    id: z.string().meta({ description: "Counts up without a gap" }),
    at: timestamp,
    actor: z.string().meta({ description: "operator, or the id of the API key or account" }),
    name: z.string(),
    address: z.string().meta({ description: "Of the network" }),
    action: z.string().meta({ example: "PUT /v1/organizations/:org/auto-recharge" }),
    words: z.string(),
    subject: z.string(),
    asked: json,
    before: json,
    after: json,
    hash: z.string(),
  })
  .meta({ id: "AuditEntry" });

const verified = z.object({
  intact: z.boolean(),
  entries: z.int(),
  hash: z.string().meta({ description: "Of the last entry; worth noting elsewhere" }),
  broken: z.object({ id: z.string(), message: z.string() }).nullable(),
});

const filter = {
  actor: z.string().min(1).max(320).optional().meta({ description: "An id, or part of a name" }),
  action: z.string().min(1).max(200).optional().meta({ description: "Part of the action or its words" }),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional().meta({ description: "Not included" }),
};
const tags = ["Audit log"];
const csv = { 200: { description: "CSV", content: { "text/csv": { schema: z.string() } } } };
const COLUMNS = [
  "id",
  "at",
  "actor",
  "name",
  "address",
  "action",
  "words",
  "subject",
  "asked",
  "before",
  "after",
  "hash",
];
const ROWS_AT_ONCE = 1000;

export const auditLogRoutes: Routes = (app, { engine }) => {
  const bases = [
    { path: "/v1/audit-log", params: z.strictObject({}), whose: "of the installation" },
    { path: "/v1/organizations/:org/audit-log", params: organizationParams, whose: "of the organisation" },
  ] as const;
  for (const { path, params, whose } of bases) {
    const chainOf = async (given: object): Promise<string> => {
      const { org } = given as { org?: string };
      if (org !== undefined) await getOrganization(engine, org);
      return org ?? INSTALLATION;
    };

    app.get(
      path,
      {
        schema: {
          summary: `Audit log ${whose}, newest first`,
          tags,
          params,
          querystring: pageQuery.extend(filter),
          response: { 200: pageOf(entry) },
        },
      },
      async ({ params, query }) => {
        const wanted = pageRequest(query);
        const before = wanted.after !== null && /^\d{1,18}$/.test(wanted.after) ? BigInt(wanted.after) : null;
        const asked = filterOf(await chainOf(params), query);
        const rows = await listAuditEntries(engine.pool, asked, { before, limit: wanted.limit });
        return page(rows, wanted, { key: (row) => String(row.sequence), item: shown });
      },
    );

    app.get(
      `${path}.csv`,
      {
        schema: {
          summary: `Audit log ${whose} as CSV`,
          tags,
          params,
          querystring: z.strictObject(filter),
          response: csv,
        },
      },
      async ({ params, query }, reply) => {
        const asked = filterOf(await chainOf(params), query);
        async function* lines(): AsyncGenerator<string> {
          yield stringify([COLUMNS]);
          let before: bigint | null = null;
          for (;;) {
            const rows: AuditEntry[] = await listAuditEntries(engine.pool, asked, { before, limit: ROWS_AT_ONCE });
            // Formulas are escaped: what people wrote must not become a program in somebody's workbook.
            if (rows.length > 0) yield stringify(rows.map(lineOf), { escape_formulas: true });
            if (rows.length < ROWS_AT_ONCE) return;
            before = rows.at(-1)!.sequence;
          }
        }
        void reply.header("content-disposition", 'attachment; filename="audit-log.csv"');
        return reply.type("text/csv; charset=utf-8").send(Readable.from(lines()) as unknown as string);
      },
    );

    app.get(
      `${path}/verify`,
      {
        schema: {
          summary: `Is the audit log ${whose} as it was written?`,
          tags,
          params,
          response: { 200: verified },
        },
      },
      async ({ params }) => {
        const [report] = await verifyAuditLog(engine, await chainOf(params));
        const { entries, hash, broken } = report ?? { entries: 0, hash: "", broken: null };
        const what = broken && { id: String(broken.sequence), message: broken.words };
        return { intact: broken === null, entries, hash, broken: what };
      },
    );
  }
};

const filterOf = (
  organization: string,
  {
    actor,
    action,
    from,
    to,
  }: { actor?: string | undefined; action?: string | undefined; from?: string | undefined; to?: string | undefined },
): AuditFilter => ({
  organization,
  actor,
  action,
  from: from === undefined ? undefined : Date.parse(from),
  to: to === undefined ? undefined : Date.parse(to),
});

const parsed = (text: string | null): Record<string, unknown> | null =>
  text === null ? null : (JSON.parse(text) as Record<string, unknown>);

const shown = ({
  sequence,
  at,
  organization: _,
  asked,
  before,
  after,
  ...rest
}: AuditEntry): z.input<typeof entry> => ({
  ...rest,
  id: String(sequence),
  at: isoTime(at),
  asked: parsed(asked),
  before: parsed(before),
  after: parsed(after),
});

const lineOf = (row: AuditEntry): (string | null)[] => [
  String(row.sequence),
  isoTime(row.at),
  ...[row.actor, row.name, row.address, row.action, row.words, row.subject, row.asked, row.before, row.after, row.hash],
];
