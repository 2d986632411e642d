/** Numbers, and the bridges, attendants and queues that they lead to. */
import { wrong } from "../domain/fault.ts";
import { parseDialled } from "../numbering/parse.ts";
import { readOpenCalls } from "../postgres/calls.ts";
import {
  type ConferenceBridge,
  deleteNumber,
  listBridges,
  listNumbers,
  listVoiceApps,
  type NumberDetails,
  readBridge,
  readNumber,
  readVoiceApp,
  saveBridge,
  saveNumber,
  saveVoiceApp,
  usedAs,
  type VoiceApp,
} from "../postgres/numbers.ts";
import { hasCreditsSetUp } from "../postgres/organizations.ts";
import type { Pool, PoolClient } from "../postgres/transaction.ts";
import { announceNames } from "../postgres/user-writes.ts";
import { getOrganization } from "./provision-organization.ts";
import { resolveUser } from "./provision-user.ts";
import { type Change, changeOrganization, type Provisioning } from "./provision.ts";
import { invalid, invalidField, Refused, requireFields } from "./refused.ts";

export type { ConferenceBridge, NumberDetails, VoiceApp } from "../postgres/numbers.ts";

export interface NumberAnswer extends NumberDetails {
  /** CREDITS_NOT_SET_UP: calls to this toll-free number can not be paid for yet. */
  warnings: "CREDITS_NOT_SET_UP"[];
}

export type NumberChange = Change<Pick<NumberDetails, "kind" | "carrier">> & {
  use?: { type: NumberDetails["useType"]; id: string | null } | undefined;
};

/**
 * Takes a number into the organisation, or changes what it leads to.
 * @param raw as it came: E.164, or as it is dialled in the organisation's country
 */
export async function putNumber(
  deps: Provisioning,
  organization: string,
  raw: string,
  change: NumberChange,
): Promise<NumberAnswer> {
  const { country } = await getOrganization(deps, organization);
  const e164 = readE164(raw, country);
  return changeOrganization(deps, organization, async (client) => {
    const before = await readNumber(client, organization, e164);
    const after = before
      ? { ...before, kind: change.kind ?? before.kind, carrier: change.carrier ?? before.carrier }
      : newNumber(e164, change);
    if (change.use) {
      after.useType = change.use.type;
      after.useId = await findOrMakeUse(client, organization, change.use);
    }
    if (!(await saveNumber(client, organization, after))) {
      throw invalid("path", "/e164", wrong("NUMBER_TAKEN", { name: e164 }), "NUMBER_TAKEN");
    }
    const answer = await withWarnings(client, organization, after);
    if (!before) await announceNames(client);
    return answer;
  });
}

/** @throws Refused UNKNOWN_ORGANIZATION, UNKNOWN_NUMBER; NUMBER_IN_USE while calls from it or to it are in progress */
export async function removeNumber(deps: Provisioning, organization: string, raw: string): Promise<void> {
  const { country } = await getOrganization(deps, organization);
  const e164 = readE164(raw, country);
  await changeOrganization(deps, organization, async (client) => {
    if (!(await readNumber(client, organization, e164))) throw unknownNumber(organization, e164);
    const calls = (await readOpenCalls(client, organization)).filter(({ from, to }) => from === e164 || to === e164);
    if (calls.length > 0)
      throw new Refused("NUMBER_IN_USE", `${e164} can not be removed: calls in progress: ${calls.length}.`);
    await deleteNumber(client, organization, e164);
    await announceNames(client);
  });
}

const unknownNumber = (organization: string, e164: string): Refused =>
  new Refused("UNKNOWN_NUMBER", `${organization} has no number ${e164}.`);

/** @throws Refused UNKNOWN_ORGANIZATION, UNKNOWN_NUMBER */
export async function getNumber(deps: { pool: Pool }, organization: string, raw: string): Promise<NumberAnswer> {
  const { country } = await getOrganization(deps, organization);
  const e164 = readE164(raw, country);
  const found = await readNumber(deps.pool, organization, e164);
  if (!found) throw unknownNumber(organization, e164);
  return withWarnings(deps.pool, organization, found);
}

export async function numbers(
  deps: { pool: Pool },
  organization: string,
  after: string | null,
  limit: number,
): Promise<NumberAnswer[]> {
  await getOrganization(deps, organization);
  const setUp = await hasCreditsSetUp(deps.pool, organization);
  return (await listNumbers(deps.pool, organization, after, limit)).map((number) => warned(number, setUp));
}

function readE164(raw: string, country: string): string {
  const number = parseDialled(raw, { country });
  if ("error" in number) throw invalid("path", "/e164", { code: "NOT_A_PHONE_NUMBER", message: number.error });
  if (number.e164 === null) throw invalid("path", "/e164", wrong("NOT_FROM_ABROAD", { name: raw }));
  return number.e164;
}

function newNumber(e164: string, change: NumberChange): NumberDetails {
  requireFields(change, "number", ["kind", "use"]);
  return { e164, kind: change.kind, carrier: change.carrier ?? "calling-plan", useType: "unassigned", useId: null };
}

async function withWarnings(client: PoolClient | Pool, organization: string, number: NumberDetails) {
  const setUp = number.kind !== "service-toll-free" || (await hasCreditsSetUp(client, organization));
  return warned(number, setUp);
}

/** A toll-free call is paid by whoever is called: without credits it can not come (domain.md 4). */
const warned = (number: NumberDetails, creditsSetUp: boolean): NumberAnswer => ({
  ...number,
  warnings: number.kind === "service-toll-free" && !creditsSetUp ? ["CREDITS_NOT_SET_UP"] : [],
});

/** Bridges, attendants and queues that do not exist yet are made; users are not. */
async function findOrMakeUse(
  client: PoolClient,
  organization: string,
  { type, id }: { type: NumberDetails["useType"]; id: string | null },
): Promise<string | null> {
  if (type === "unassigned") {
    if (id !== null) throw invalidField("/use/id", wrong("UNASSIGNED_HAS_NO_USE"));
    return null;
  }
  if (id === null)
    throw invalidField("/use/id", { ...wrong("REQUIRED"), message: `Required for a number of a ${type}.` });
  if (type === "user") return resolveUser(client, organization, id, "/use/id");
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(id)) {
    throw invalidField("/use/id", wrong("NOT_AN_ID"));
  }
  if (type === "conference-bridge") {
    if (!(await readBridge(client, organization, id))) await saveBridge(client, organization, { id, displayName: id });
    return id;
  }
  const app = await readVoiceApp(client, organization, id);
  if (app && app.kind !== type) {
    throw invalidField("/use/type", wrong("OTHER_KIND", { name: id, kind: app.kind }), "VOICE_APP_KIND_MISMATCH");
  }
  if (!app) await saveVoiceApp(client, organization, { id, kind: type, displayName: id, resourceAccount: null });
  return id;
}

export function putBridge(
  deps: Provisioning,
  organization: string,
  id: string,
  change: Change<Pick<ConferenceBridge, "displayName">>,
): Promise<ConferenceBridge> {
  return changeOrganization(deps, organization, async (client) => {
    const before = await readBridge(client, organization, id);
    if (!before) requireFields(change, "conference bridge", ["displayName"]);
    const after = { id, displayName: change.displayName ?? before!.displayName };
    await saveBridge(client, organization, after);
    return after;
  });
}

export async function getBridge(deps: { pool: Pool }, organization: string, id: string): Promise<ConferenceBridge> {
  await getOrganization(deps, organization);
  const found = await readBridge(deps.pool, organization, id);
  if (!found) throw new Refused("UNKNOWN_CONFERENCE_BRIDGE", `${organization} has no conference bridge ${id}.`);
  return found;
}

export async function bridges(deps: { pool: Pool }, organization: string, after: string | null, limit: number) {
  await getOrganization(deps, organization);
  return listBridges(deps.pool, organization, after, limit);
}

export function putVoiceApp(
  deps: Provisioning,
  organization: string,
  id: string,
  change: Change<Omit<VoiceApp, "id">>,
): Promise<VoiceApp> {
  return changeOrganization(deps, organization, async (client) => {
    const before = await readVoiceApp(client, organization, id);
    if (!before) requireFields(change, "attendant or queue", ["kind", "displayName"]);
    const after: VoiceApp = {
      id,
      kind: change.kind ?? before!.kind,
      displayName: change.displayName ?? before!.displayName,
      resourceAccount: before?.resourceAccount ?? null,
    };
    if (change.resourceAccount === null) after.resourceAccount = null;
    else if (change.resourceAccount !== undefined)
      after.resourceAccount = await resolveUser(client, organization, change.resourceAccount, "/resourceAccount");
    if (before && before.kind !== after.kind) await refuseIfUsed(client, organization, after);
    await saveVoiceApp(client, organization, after);
    return after;
  });
}

/** The numbers' use names the kind too; they would contradict it. */
async function refuseIfUsed(client: PoolClient, organization: string, { id, kind }: VoiceApp): Promise<void> {
  const used = await usedAs(client, organization, id);
  if (!used || used.useType === kind) return;
  throw invalidField("/kind", wrong("KIND_IN_USE", { number: used.e164, name: id }), "VOICE_APP_KIND_MISMATCH");
}

export async function getVoiceApp(deps: { pool: Pool }, organization: string, id: string): Promise<VoiceApp> {
  await getOrganization(deps, organization);
  const found = await readVoiceApp(deps.pool, organization, id);
  if (!found) throw new Refused("UNKNOWN_VOICE_APP", `${organization} has no attendant or queue ${id}.`);
  return found;
}

export async function voiceApps(deps: { pool: Pool }, organization: string, after: string | null, limit: number) {
  await getOrganization(deps, organization);
  return listVoiceApps(deps.pool, organization, after, limit);
}
