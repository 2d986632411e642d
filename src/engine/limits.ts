/**
 * Budgets and brakes as an organisation sets them up, how they stand, and how they are lifted. They are settings: whoever
 * changes one locks the account, and the next call, in whichever process, is decided by what holds then. A call that a
 * limit was about to cut goes on at once where there is more room now, as when money comes in.
 */
import { wrong } from "../domain/fault.ts";
import {
  type Counter,
  type CounterKey,
  counterText,
  hourOf,
  type Lift,
  type Limit,
  newCounter,
} from "../domain/budget.ts";
import { formatMicros, type Micros } from "../domain/money.ts";
import {
  countSoFar,
  deleteLimit,
  insertLift,
  type LiftRow,
  listLifts,
  listLimits,
  readCounters,
  readHour,
  readLimit,
  saveLimit,
} from "../postgres/limits.ts";
import { readNumber } from "../postgres/numbers.ts";
import type { OrganizationDetails } from "../postgres/organizations.ts";
import type { PoolClient } from "../postgres/transaction.ts";
import { monthOf, monthStart } from "./calendar.ts";
import type { Engine } from "./engine.ts";
import { idOf } from "./payment-methods.ts";
import { getOrganization } from "./provision-organization.ts";
import { resolveUser } from "./provision-user.ts";
import { type Change, changeOrganization, kept } from "./provision.ts";
import { invalidField, Refused, requireFields } from "./refused.ts";
import { refuseOtherCurrency } from "./top-up.ts";

export type { LiftRow } from "../postgres/limits.ts";

type Kind = Limit["kind"];

/** `subject` is a user by any of its names, a cost centre, or a toll-free number. */
export type LimitChange = Change<
  Pick<Limit, "scope" | "subject" | "amount" | "calls" | "minutes" | "enabled" | "stop"> & { currency: string }
>;

export interface LimitStanding {
  limit: Limit;
  currency: string;
  /** Of a budget the one of this month; of a brake those of this hour that are used most. */
  counters: Counter[];
}

type Deps = Pick<Engine, "pool" | "ids" | "now" | "moneyIn">;

const HOUR_MS = 3_600_000;
const MOST_COUNTERS_SHOWN = 20;

/** Makes a budget or brake, or changes it. @throws Refused for a user or number that there is not, or no limit at all */
export async function putLimit(
  deps: Deps,
  organization: string,
  kind: Kind,
  id: string,
  { currency, ...change }: LimitChange,
): Promise<LimitStanding> {
  const settings = await getOrganization(deps, organization);
  refuseOtherCurrency(currency, settings.currency);
  await changeOrganization(deps, organization, async (client) => {
    const before = await readLimit(client, organization, kind, id);
    const wanted = before ? kept(before, change) : newLimit(kind, id, change);
    if (change.scope !== undefined && change.scope !== before?.scope) wanted.subject = change.subject ?? null;
    // A user that is gone since stands in nobody's way, as long as it is not named again.
    if (!before || change.scope !== undefined || change.subject !== undefined)
      wanted.subject = await subjectOf(client, organization, wanted);
    if (kind === "brake" && wanted.amount === null && wanted.calls === null && wanted.minutes === null)
      throw invalidField("/hourlyAmount", wrong("LIMITS_NOTHING"));
    const sameCalls = before && before.scope === wanted.scope && before.subject === wanted.subject;
    if (sameCalls) return saveLimit(client, organization, wanted);
    // Other calls are counted from now on, and so from the beginning.
    if (before) await deleteLimit(client, organization, kind, id);
    const begun = beginning(kind, settings, deps.now());
    await saveLimit(client, organization, { ...wanted, ...begun.from, lift: null });
    await countSoFar(client, organization, wanted, begun.at);
  });
  deps.moneyIn.add(organization);
  return limitOf(deps, organization, kind, id);
}

function newLimit(kind: Kind, id: string, change: LimitChange): Limit {
  requireFields(change, kind, ["scope"]);
  if (kind === "budget" && change.amount == null)
    throw invalidField("/monthlyAmount", wrong("REQUIRED_WHEN_NEW", { what: "budget" }));
  return {
    ...{ kind, id, scope: change.scope, subject: change.subject ?? null },
    ...{ amount: change.amount ?? null, calls: change.calls ?? null, minutes: change.minutes ?? null },
    ...{ enabled: change.enabled ?? true, stop: change.stop ?? true },
    ...{ firstMonth: null, countsFrom: null, lift: null },
  };
}

/** A limit counts this whole month, or this whole hour. */
function beginning(kind: Kind, { timeZone }: OrganizationDetails, now: number) {
  const hour = now - (now % HOUR_MS);
  return kind === "budget"
    ? { at: monthStart(now, timeZone), from: { firstMonth: monthOf(now, timeZone), countsFrom: null } }
    : { at: hour, from: { firstMonth: null, countsFrom: hour } };
}

async function subjectOf(
  client: PoolClient,
  organization: string,
  { kind, scope, subject }: Pick<Limit, "kind" | "scope" | "subject">,
): Promise<string | null> {
  if (scope === "organization") {
    if (subject !== null) throw invalidField("/subject", wrong("NOBODYS_LIMIT"));
    return null;
  }
  if (subject === null) {
    if (kind === "brake") return null;
    const whose = scope === "user" ? "user" : "cost centre";
    throw invalidField("/subject", { ...wrong("REQUIRED"), message: `Name the ${whose} that the budget is of.` });
  }
  if (scope === "user") return resolveUser(client, organization, subject, "/subject");
  if (scope === "cost-center") return subject;
  if ((await readNumber(client, organization, subject))?.kind === "service-toll-free") return subject;
  throw invalidField("/subject", wrong("NO_TOLL_FREE_NUMBER", { organization, name: subject }), "UNKNOWN_NUMBER");
}

/** @throws Refused UNKNOWN_ORGANIZATION, UNKNOWN_BUDGET, UNKNOWN_BRAKE; so do the others */
export async function limitOf(deps: Deps, organization: string, kind: Kind, id: string): Promise<LimitStanding> {
  const settings = await getOrganization(deps, organization);
  const limit = await readLimit(deps.pool, organization, kind, id);
  if (!limit) throw unknownLimit(kind, id);
  return (await standings(deps, settings, kind, [limit]))[0]!;
}

/** By id. */
export async function limits(
  deps: Deps,
  organization: string,
  kind: Kind,
  { after, limit }: { after: string | null; limit: number },
): Promise<LimitStanding[]> {
  const settings = await getOrganization(deps, organization);
  return standings(deps, settings, kind, await listLimits(deps.pool, organization, { kind, after, limit }));
}

async function standings(
  { pool, now }: Deps,
  { id: organization, currency, timeZone }: OrganizationDetails,
  kind: Kind,
  found: readonly Limit[],
): Promise<LimitStanding[]> {
  if (kind === "brake") {
    const wanted = { hour: hourOf(now()), limit: MOST_COUNTERS_SHOWN };
    const ids = found.map(({ id }) => id);
    const counters = await readHour(pool, organization, ids, wanted);
    return found.map((limit) => ({ limit, currency, counters: counters.filter(({ id }) => id === limit.id) }));
  }
  const period = monthOf(now(), timeZone);
  const keyOf = ({ id, subject }: Limit): CounterKey => ({ kind, id, subject: subject ?? "", period });
  const rows = await readCounters(
    pool,
    found.map((limit) => ({ organization, ...keyOf(limit) })),
  );
  const known = new Map(rows.map(({ counter }) => [counterText(counter), counter]));
  return found.map((limit) => {
    const key = keyOf(limit);
    return { limit, currency, counters: [known.get(counterText(key)) ?? newCounter(key)] };
  });
}

export async function removeLimit(deps: Deps, organization: string, kind: Kind, id: string): Promise<void> {
  await changeOrganization(deps, organization, async (client) => {
    if (!(await deleteLimit(client, organization, kind, id))) throw unknownLimit(kind, id);
  });
  deps.moneyIn.add(organization);
}

/** A budget is lifted, or raised to `amount`, for the rest of this month. */
export async function liftBudget(
  deps: Deps,
  organization: string,
  id: string,
  { amount, currency, ...why }: { amount: Micros | null; currency: string | undefined; reason: string; by: string },
): Promise<LimitStanding> {
  const settings = await getOrganization(deps, organization);
  refuseOtherCurrency(currency, settings.currency);
  const month = monthOf(deps.now(), settings.timeZone);
  return lift(deps, organization, "budget", id, { month, until: null, amount }, why, (budget) => {
    if (amount !== null && amount <= budget.amount!)
      throw invalidField(
        "/monthlyAmount",
        wrong("NOT_ABOVE_BUDGET", { amount: formatMicros(budget.amount!), currency: settings.currency }),
      );
  });
}

/** Until that moment, epoch ms, the brake stops nothing; it goes on counting. */
export async function liftBrake(
  deps: Deps,
  organization: string,
  id: string,
  { until, ...why }: { until: number | null; reason: string; by: string },
): Promise<LimitStanding> {
  const end = until ?? deps.now() + HOUR_MS;
  if (end <= deps.now()) throw invalidField("/until", wrong("NOT_IN_FUTURE"));
  return lift(deps, organization, "brake", id, { month: null, until: end, amount: null }, why, () => {});
}

async function lift(
  deps: Deps,
  organization: string,
  kind: Kind,
  id: string,
  wanted: Lift,
  why: { reason: string; by: string },
  check: (limit: Limit) => void,
): Promise<LimitStanding> {
  const row: LiftRow = { ...wanted, ...why, id: BigInt(await deps.ids.one()), at: deps.now() };
  await changeOrganization(deps, organization, async (client) => {
    const limit = await readLimit(client, organization, kind, id);
    if (!limit) throw unknownLimit(kind, id);
    check(limit);
    await saveLimit(client, organization, { ...limit, lift: wanted });
    await insertLift(client, organization, limit, row);
  });
  deps.moneyIn.add(organization);
  return limitOf(deps, organization, kind, id);
}

/** Newest first, before the id `before`; also of a limit that is gone. */
export async function lifts(
  deps: Deps,
  organization: string,
  limit: { kind: Kind; id: string },
  { before, limit: most }: { before: string | null; limit: number },
): Promise<LiftRow[]> {
  await getOrganization(deps, organization);
  const rows = await listLifts(deps.pool, organization, limit, { before: idOf(before), limit: most });
  if (rows.length === 0 && before === null && !(await readLimit(deps.pool, organization, limit.kind, limit.id)))
    throw unknownLimit(limit.kind, limit.id);
  return rows;
}

const unknownLimit = (kind: Kind, id: string): Refused =>
  new Refused(kind === "budget" ? "UNKNOWN_BUDGET" : "UNKNOWN_BRAKE", `There is no ${kind} ${id}.`);
