/** Budgets and brakes, the counters of what calls use of them, and who lifted them. */
import type pg from "pg";
import type { Counter, CounterKey, Lift, Limit, LimitScope } from "../domain/budget.ts";
import { arrayLiteral, bigintColumn, bulk, intColumn, textColumn, timestamp } from "./arrays.ts";
import { recount } from "./limit-recount.ts";
import type { Statement } from "./round-trip.ts";

/** Of `organization o`: its limits as JSON, for the query that reads an organisation whole. */
export const LIMITS_OF_ORGANIZATION = `coalesce((SELECT jsonb_agg(jsonb_build_array(kind, id, scope, subject,
    amount::text, calls, minutes, enabled, stop, first_month, extract(epoch FROM counts_from) * 1000, lifted_month,
    extract(epoch FROM lifted_until) * 1000, lifted_amount::text) ORDER BY kind, id)
  FROM spending_limit WHERE organization = o.id), '[]')`;

export type LimitJson = [
  kind: Limit["kind"],
  id: string,
  scope: LimitScope,
  subject: string | null,
  amount: string | null,
  calls: number | null,
  minutes: number | null,
  enabled: boolean,
  stop: boolean,
  firstMonth: string | null,
  countsFrom: number | null,
  liftedMonth: string | null,
  liftedUntil: number | null,
  liftedAmount: string | null,
];

export function limitOf(json: LimitJson): Limit {
  const [kind, id, scope, subject, amount, calls, minutes, enabled, stop, firstMonth, countsFrom] = json;
  const [month, until, raised] = json.slice(11) as [string | null, number | null, string | null];
  return {
    ...{ kind, id, scope, subject, amount: amount === null ? null : BigInt(amount), calls, minutes, enabled, stop },
    ...{ firstMonth, countsFrom },
    lift: month === null && until === null ? null : { month, until, amount: raised === null ? null : BigInt(raised) },
  };
}

const COUNTERS = `SELECT k.organization, found.* FROM
    unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) AS k (organization, kind, id, subject, period)
  CROSS JOIN LATERAL (SELECT kind, id, subject, period, spent, held, calls, seconds::int, told FROM limit_counter c
    WHERE c.organization = k.organization AND c.kind = k.kind AND c.id = k.id AND c.subject = k.subject
      AND c.period = k.period OFFSET 0) AS found`;

export interface OwnedCounterKey extends CounterKey {
  organization: string;
}
export interface OwnedCounter {
  organization: string;
  counter: Counter;
}

type OwnedCounterRow = Counter & { organization: string };

export const counterQuery = (keys: readonly OwnedCounterKey[]): Statement & { values: string[] } => ({
  name: "limit_counters",
  text: COUNTERS,
  values: [
    arrayLiteral(keys, (key) => key.organization),
    arrayLiteral(keys, (key) => key.kind),
    arrayLiteral(keys, (key) => key.id),
    arrayLiteral(keys, (key) => key.subject),
    arrayLiteral(keys, (key) => key.period),
  ],
});

/** Those that there are: nobody has counted in the others. */
export async function readCounters(
  client: pg.Pool | pg.ClientBase,
  keys: readonly OwnedCounterKey[],
): Promise<OwnedCounter[]> {
  const { rows } = await client.query<OwnedCounterRow>(counterQuery(keys));
  return rows.map(({ organization, ...counter }) => ({ organization, counter }));
}

/** Absolute, since whoever counts has locked the account. */
export const UPSERT_COUNTERS = bulk<OwnedCounter>(
  "upsert_limit_counters",
  [
    textColumn((r) => r.organization),
    textColumn((r) => r.counter.kind),
    textColumn((r) => r.counter.id),
    textColumn((r) => r.counter.subject),
    textColumn((r) => r.counter.period),
    bigintColumn((r) => r.counter.spent),
    bigintColumn((r) => r.counter.held),
    intColumn((r) => r.counter.calls),
    bigintColumn((r) => r.counter.seconds),
    intColumn((r) => r.counter.told),
  ],
  (rows) => `INSERT INTO limit_counter (organization, kind, id, subject, period, spent, held, calls, seconds, told)
    SELECT * FROM ${rows} ON CONFLICT (organization, kind, id, subject, period) DO UPDATE SET spent = excluded.spent,
      held = excluded.held, calls = excluded.calls, seconds = excluded.seconds, told = excluded.told`,
);

const COLUMNS = `kind, id, scope, subject, amount, calls, minutes, enabled, stop, first_month AS "firstMonth",
  counts_from AS "countsFrom", lifted_month AS "liftedMonth", lifted_until AS "liftedUntil",
  lifted_amount AS "liftedAmount"`;

type LimitRow = Omit<Limit, "lift"> & {
  liftedMonth: string | null;
  liftedUntil: number | null;
  liftedAmount: bigint | null;
};
const ofRow = ({ liftedMonth: month, liftedUntil: until, liftedAmount: amount, ...limit }: LimitRow): Limit => ({
  ...limit,
  lift: month === null && until === null ? null : { month, until, amount },
});

export async function readLimit(
  client: pg.Pool | pg.ClientBase,
  organization: string,
  kind: Limit["kind"],
  id: string,
): Promise<Limit | undefined> {
  const { rows } = await client.query<LimitRow>(
    `SELECT ${COLUMNS} FROM spending_limit WHERE organization = $1 AND kind = $2 AND id = $3`,
    [organization, kind, id],
  );
  return rows.map(ofRow)[0];
}

/** By id, after the id `after`. */
export async function listLimits(
  pool: pg.Pool,
  organization: string,
  { kind, after, limit }: { kind: Limit["kind"]; after: string | null; limit: number },
): Promise<Limit[]> {
  const { rows } = await pool.query<LimitRow>(
    `SELECT ${COLUMNS} FROM spending_limit WHERE organization = $1 AND kind = $2 AND ($3::text IS NULL OR id > $3)
     ORDER BY id LIMIT $4`,
    [organization, kind, after, limit],
  );
  return rows.map(ofRow);
}

/** Whoever changes a limit has locked the account (postgres/organizations.ts); so do the next three. */
export async function saveLimit(client: pg.ClientBase, organization: string, limit: Limit): Promise<void> {
  await client.query(
    `INSERT INTO spending_limit (organization, kind, id, scope, subject, amount, calls, minutes, enabled, stop, first_month,
       counts_from, lifted_month, lifted_until, lifted_amount)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
     ON CONFLICT (organization, kind, id) DO UPDATE SET scope = excluded.scope, subject = excluded.subject,
       amount = excluded.amount, calls = excluded.calls, minutes = excluded.minutes, enabled = excluded.enabled,
       stop = excluded.stop, first_month = excluded.first_month, counts_from = excluded.counts_from,
       lifted_month = excluded.lifted_month, lifted_until = excluded.lifted_until, lifted_amount = excluded.lifted_amount`,
    [
      ...[organization, limit.kind, limit.id, limit.scope, limit.subject, limit.amount, limit.calls, limit.minutes],
      ...[limit.enabled, limit.stop, limit.firstMonth, timestamp(limit.countsFrom)],
      ...[limit.lift?.month ?? null, timestamp(limit.lift?.until ?? null), limit.lift?.amount ?? null],
    ],
  );
}

/** With its counters. False: there was none. */
export async function deleteLimit(
  client: pg.ClientBase,
  organization: string,
  kind: Limit["kind"],
  id: string,
): Promise<boolean> {
  const text = "DELETE FROM spending_limit WHERE organization = $1 AND kind = $2 AND id = $3";
  return (await client.query(text, [organization, kind, id])).rowCount === 1;
}

/**
 * A limit that is new begins with what calls of this month or hour have used so far, those in progress included.
 * `since`: no call that it counts was authorised earlier, epoch ms.
 */
export async function countSoFar(
  client: pg.ClientBase,
  organization: string,
  { kind, id }: Pick<Limit, "kind" | "id">,
  since: number,
): Promise<void> {
  await client.query(
    `INSERT INTO limit_counter (organization, kind, id, subject, period, spent, held, calls, seconds)
     ${recount("l.organization = $1 AND l.kind = $2 AND l.id = $3 AND s.organization = $1 AND s.authorized_at >= $4")}`,
    [organization, kind, id, timestamp(since)],
  );
}

/** Of one hour, for each brake those that are used most: at most `limit`. */
export async function readHour(
  client: pg.Pool | pg.ClientBase,
  organization: string,
  ids: readonly string[],
  { hour, limit }: { hour: string; limit: number },
): Promise<Counter[]> {
  const { rows } = await client.query<Counter>(
    `SELECT c.* FROM unnest($2::text[]) AS k (id) CROSS JOIN LATERAL (
       SELECT kind, id, subject, period, spent, held, calls, seconds::int, told FROM limit_counter
       WHERE organization = $1 AND kind = 'brake' AND id = k.id AND period = $3
       ORDER BY spent + held DESC, calls DESC, subject LIMIT $4) c`,
    [organization, ids, hour, limit],
  );
  return rows;
}

/** Counters of brakes before that hour, which count no more. */
export async function forgetHours(pool: pg.Pool, hour: string): Promise<void> {
  await pool.query("DELETE FROM limit_counter WHERE kind = 'brake' AND period::bigint < $1", [hour]);
}

export interface LiftRow extends Lift {
  id: bigint;
  reason: string;
  by: string;
  /** Epoch ms. */
  at: number;
}

export async function insertLift(
  client: pg.ClientBase,
  organization: string,
  { kind, id }: Pick<Limit, "kind" | "id">,
  lift: LiftRow,
): Promise<void> {
  await client.query(
    `INSERT INTO limit_lift (organization, id, kind, limit_id, month, until, amount, reason, lifted_by, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      ...[organization, lift.id, kind, id, lift.month, timestamp(lift.until), lift.amount, lift.reason, lift.by],
      timestamp(lift.at),
    ],
  );
}

/** Newest first, before the id `before`. */
export async function listLifts(
  pool: pg.Pool,
  organization: string,
  { kind, id }: Pick<Limit, "kind" | "id">,
  { before, limit }: { before: bigint | null; limit: number },
): Promise<LiftRow[]> {
  const { rows } = await pool.query<LiftRow>(
    `SELECT id, month, until, amount, reason, lifted_by AS by, at FROM limit_lift
     WHERE organization = $1 AND kind = $2 AND limit_id = $3 AND ($4::bigint IS NULL OR id < $4)
     ORDER BY id DESC LIMIT $5`,
    [organization, kind, id, before, limit],
  );
  return rows;
}
