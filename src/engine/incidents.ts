/**
 * Support incidents: an organisation that may not buy asks, the operator sees it, answers and settles it. An allowing
 * settlement lifts the reasons that stood against the purchase, for a limited time or for good; the last settlement
 * about a reason is the one that counts (postgres/eligibility.ts).
 */
import { wrong } from "../domain/fault.ts";
import {
  type IncidentMessage,
  type IncidentRow,
  insertIncident,
  insertIncidentMessage,
  listIncidents,
  readIncident,
  readIncidentMessages,
  settleIncident,
} from "../postgres/incidents.ts";
import { inTransaction } from "../postgres/transaction.ts";
import { eligibilityOf, knownBuyer } from "./eligibility.ts";
import type { Engine } from "./engine.ts";
import { idOf } from "./payment-methods.ts";
import { invalidField, Refused } from "./refused.ts";

export interface Incident extends IncidentRow {
  messages: IncidentMessage[];
}

/** Who speaks: the operator, or somebody of the organisation. */
export type Author = Pick<IncidentMessage, "side" | "author">;

/** @throws Refused for an organisation that does not exist */
export async function openIncident(
  engine: Engine,
  organization: string,
  { subject, message }: { subject?: string | undefined; message?: string | undefined },
  author: Author,
): Promise<Incident> {
  const { reasons } = await eligibilityOf(engine, organization);
  const incident: IncidentRow = {
    organization,
    id: BigInt(await engine.ids.one()),
    subject: subject ?? (reasons.length > 0 ? "Purchase refused" : "Question"),
    reasons: reasons.map(({ code }) => code),
    allow: null,
    allowedUntil: null,
    openedAt: engine.now(),
    settledAt: null,
  };
  const said = message === undefined ? [] : [await sayingOf(engine, message, author)];
  await inTransaction(engine.pool, async (client) => {
    await insertIncident(client, incident);
    for (const each of said) await insertIncidentMessage(client, incident, each);
  });
  return { ...incident, messages: said };
}

const sayingOf = async (engine: Engine, message: string, author: Author): Promise<IncidentMessage> => ({
  id: BigInt(await engine.ids.one()),
  ...author,
  message,
  at: engine.now(),
});

/** `organization` null: whosever it is. @throws Refused for an incident that there is not; so do the next two */
export async function incidentOf(engine: Engine, organization: string | null, id: string): Promise<Incident> {
  if (organization !== null) await knownBuyer(engine, organization);
  const row = await readIncident(engine.pool, organization, idOf(id) ?? -1n);
  if (!row) throw new Refused("UNKNOWN_INCIDENT", `There is no incident ${id}.`);
  return (await withMessages(engine, [row]))[0]!;
}

export async function addMessage(
  engine: Engine,
  organization: string,
  id: string,
  message: string,
  author: Author,
): Promise<Incident> {
  const incident = await incidentOf(engine, organization, id);
  const said = await sayingOf(engine, message, author);
  await insertIncidentMessage(engine.pool, incident, said);
  return { ...incident, messages: [...incident.messages, said] };
}

/** `until` is epoch ms, null for good. An incident may be settled again: the last word counts. */
export async function settle(
  engine: Engine,
  id: string,
  { allow, until, message }: { allow: boolean; until: number | null; message?: string | undefined },
  author: Author,
): Promise<Incident> {
  const at = engine.now();
  if (until !== null && !allow) throw invalidField("/until", wrong("NO_END_TO_REFUSAL"));
  if (until !== null && until <= at) throw invalidField("/until", wrong("NOT_IN_FUTURE"));
  const incident = await incidentOf(engine, null, id);
  const reasons = (await eligibilityOf(engine, incident.organization)).reasons.map(({ code }) => code);
  const said = message === undefined ? null : await sayingOf(engine, message, author);
  await inTransaction(engine.pool, async (client) => {
    await settleIncident(client, incident, { allow, until, reasons, at });
    if (said) await insertIncidentMessage(client, incident, said);
  });
  return incidentOf(engine, incident.organization, id);
}

/** Newest first, before the id `before`; `organization` null: of all; `settled` null: both. */
export async function incidents(
  engine: Engine,
  organization: string | null,
  { before, limit, settled }: { before: string | null; limit: number; settled: boolean | null },
): Promise<Incident[]> {
  if (organization !== null) await knownBuyer(engine, organization);
  return withMessages(engine, await listIncidents(engine.pool, { organization, settled, before: idOf(before), limit }));
}

async function withMessages(engine: Engine, rows: readonly IncidentRow[]): Promise<Incident[]> {
  const messages = await readIncidentMessages(engine.pool, rows);
  return rows.map((row) => ({ ...row, messages: messages.get(row.id) ?? [] }));
}
