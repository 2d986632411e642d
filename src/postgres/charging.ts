/**
 * What a batch of the lane reads and writes: one locking round trip, one writing round trip. Reads come after the lock
 * in the same transaction, so that nobody else can change what they saw (reference: READ COMMITTED takes a new snapshot
 * for each statement).
 */
import type pg from "pg";
import type { Account, Lot } from "../domain/account.ts";
import type { Transfer } from "../domain/ledger.ts";
import type { Pool, PoolEntry } from "../domain/pool.ts";
import type { Call, Cdr, Key, Session } from "../domain/session/types.ts";
import { arrayLiteral, bulk, bulkQuery, type BulkStatement, timestamp } from "./arrays.ts";
import { decodeCall, decodeEnd, encodeCall, encodeEnd } from "./call-codec.ts";

export interface AccountRow {
  organization: string;
  currency: string;
  available: bigint;
  held: bigint;
  frozen: bigint;
  debt: bigint;
  post_usage: bigint;
  pay_as_you_go: boolean;
  open_calls: number;
  transfer_seq: bigint;
  next_lot_end: number | null;
  settings_version: bigint;
}

const accountOf = (row: AccountRow): Account => ({
  organization: row.organization,
  currency: row.currency,
  available: row.available,
  held: row.held,
  frozen: row.frozen,
  debt: row.debt,
  postUsage: row.post_usage,
  payAsYouGo: row.pay_as_you_go,
  openCalls: row.open_calls,
  transferSeq: Number(row.transfer_seq),
  nextLotEnd: row.next_lot_end,
  settingsVersion: Number(row.settings_version),
});

const ACCOUNT_COLUMNS = `organization, currency, available, held, frozen, debt, post_usage, pay_as_you_go, open_calls,
  transfer_seq, next_lot_end, settings_version`;

/** Locks the accounts that are free, in id order; those that another process has locked are left out. */
const LOCK_ACCOUNTS = `SELECT ${ACCOUNT_COLUMNS} FROM account WHERE organization = ANY($1::text[])
  ORDER BY organization FOR NO KEY UPDATE SKIP LOCKED`;
/** The same, waiting for them: for an organisation that was skipped a few times. */
const LOCK_ACCOUNTS_WAITING = LOCK_ACCOUNTS.replace(" SKIP LOCKED", "");

const SESSIONS = `SELECT s.* FROM unnest($1::text[], $2::text[]) AS k (switch, call_id)
  JOIN session s ON s.switch = k.switch AND s.call_id = k.call_id`;

/** Ended calls of this month and the last: where an authorisation looks for a reuse of its id. */
const RECENT_CDRS = `SELECT c.* FROM unnest($1::text[], $2::text[]) AS k (switch, call_id)
  JOIN cdr c ON c.switch = k.switch AND c.call_id = k.call_id AND c.month >= $3::date`;
/** All months, newest first: where a late release looks. */
const ANY_CDRS = `SELECT DISTINCT ON (c.switch, c.call_id) c.* FROM unnest($1::text[], $2::text[]) AS k (switch, call_id)
  JOIN cdr c ON c.switch = k.switch AND c.call_id = k.call_id ORDER BY c.switch, c.call_id, c.month DESC`;

const EARLY_ENDS = `SELECT e.switch, e.call_id FROM unnest($1::text[], $2::text[]) AS k (switch, call_id)
  JOIN early_end e ON e.switch = k.switch AND e.call_id = k.call_id AND e.at > $3::timestamptz`;

const OPEN_LOTS = `SELECT organization, id, granted, remaining, priority, source, purchased_at, ends_at FROM lot
  WHERE organization = ANY($1::text[]) AND remaining > 0`;
const LOTS_BY_ID = `SELECT organization, id, granted, remaining, priority, source, purchased_at, ends_at FROM lot
  WHERE organization = $1 AND id = ANY($2::bigint[])`;

const POOLS = `SELECT p.organization, p.month, p.id, p.total_minutes, p.used_minutes, p.held_minutes
  FROM unnest($1::text[], $2::date[], $3::text[]) AS k (organization, month, id)
  JOIN pool p ON p.organization = k.organization AND p.month = k.month AND p.id = k.id`;

const VERSIONS = `SELECT name, version FROM settings_version WHERE name IN ('rate-decks', 'directory')`;

const named = (name: string, text: string, values: unknown[]) => ({ name, text, values });
const keys = (list: readonly Key[]): [string, string] => [
  arrayLiteral(list, (key) => key.switch),
  arrayLiteral(list, (key) => key.callId),
];

export interface SessionRow {
  organization: string;
  id: bigint;
  switch: string;
  call_id: string;
  call: string;
  state: Session["state"];
  authorized_at: number;
  answered_at: number | null;
  deadline: number;
  used_seconds: number;
  limit_seconds: number;
  final_grant: boolean;
  held: bigint;
  pool_holds: Session["poolHolds"] | null;
  lost_at: number | null;
}

export const sessionOf = (row: SessionRow, known?: Call): Session => ({
  id: Number(row.id),
  organization: row.organization,
  switch: row.switch,
  callId: row.call_id,
  call: decodeCall(row.call, known),
  state: row.state,
  authorizedAt: row.authorized_at,
  answeredAt: row.answered_at,
  deadline: row.deadline,
  usedSeconds: row.used_seconds,
  limitSeconds: row.limit_seconds,
  finalGrant: row.final_grant,
  held: row.held,
  poolHolds: row.pool_holds ?? [],
  lostAt: row.lost_at,
});

export interface CdrRow {
  organization: string;
  id: bigint;
  switch: string;
  call_id: string;
  authorized_at: number;
  answered_at: number | null;
  ended_at: number;
  outcome: Cdr["outcome"];
  end_known: Cdr["end"];
  refusal: string | null;
  charge: bigint;
  capability: string;
  call: string;
  settlement: string;
}

export function cdrOf(row: CdrRow): Cdr {
  const end = decodeEnd(row.settlement);
  return {
    id: Number(row.id),
    organization: row.organization,
    switch: row.switch,
    callId: row.call_id,
    call: decodeCall(row.call),
    authorizedAt: row.authorized_at,
    answeredAt: row.answered_at,
    endedAt: row.ended_at,
    outcome: row.outcome,
    end: row.end_known,
    refusal: row.refusal
      ? {
          code: row.refusal as NonNullable<Cdr["refusal"]>["code"],
          message: end.refusalMessage ?? "",
          ...(end.missing ? { missing: end.missing } : {}),
        }
      : null,
    settlement: end.settlement,
    charge: row.charge,
    capability: row.capability,
    funding: end.funding,
    cause: end.cause,
    sipCode: end.sipCode,
    sipPhrase: end.sipPhrase,
  };
}

interface LotRow {
  organization: string;
  id: bigint;
  granted: bigint;
  remaining: bigint;
  priority: number;
  source: Lot["source"];
  purchased_at: number;
  ends_at: number;
}
export const lotOf = (row: LotRow): Lot => ({
  id: Number(row.id),
  granted: row.granted,
  remaining: row.remaining,
  priority: row.priority,
  source: row.source,
  purchasedAt: row.purchased_at,
  endsAt: row.ends_at,
});

interface PoolRow {
  organization: string;
  month: string;
  id: string;
  total_minutes: number;
  used_minutes: number;
  held_minutes: number;
}
export const poolOf = (row: PoolRow): Pool => ({
  id: row.id,
  month: row.month,
  totalMinutes: row.total_minutes,
  usedMinutes: row.used_minutes,
  heldMinutes: row.held_minutes,
});

export interface PoolKey {
  organization: string;
  month: string;
  id: string;
}

/** What a batch asks for; every list may be empty. */
export interface LoadRequest {
  organizations: readonly string[];
  /** Wait for locked accounts instead of skipping them. */
  wait: boolean;
  sessions: readonly Key[];
  /** The call of a key, as it was last seen: spares reading its text again. */
  knownCall: (key: Key) => Call | undefined;
  /** Authorisations: their ids are looked for among recent CDRs and early ends too. */
  authorizations: readonly Key[];
  recentSince: string;
  earlySince: number;
  lotsOf: readonly string[];
  pools: readonly PoolKey[];
}

export interface Loaded {
  accounts: Account[];
  sessions: Session[];
  cdrs: Cdr[];
  earlyEnds: Key[];
  lots: { organization: string; lot: Lot }[];
  pools: { organization: string; pool: Pool }[];
  rateDecksVersion: number;
  directoryVersion: number;
}

/** Begins the transaction, locks, and reads, all in one round trip on a pipelined client. */
export async function lockAndLoad(client: pg.Client, request: LoadRequest): Promise<Loaded> {
  const none = Promise.resolve({ rows: [] });
  const since = arrayLiteral(request.organizations, (id) => id);
  const [, accounts, sessions, cdrs, early, lots, pools, versions] = await settled([
    client.query("BEGIN"),
    request.organizations.length
      ? client.query<AccountRow>(
          request.wait
            ? named("lock_accounts_waiting", LOCK_ACCOUNTS_WAITING, [since])
            : named("lock_accounts", LOCK_ACCOUNTS, [since]),
        )
      : none,
    request.sessions.length ? client.query<SessionRow>(named("sessions", SESSIONS, keys(request.sessions))) : none,
    request.authorizations.length
      ? client.query<CdrRow>(named("recent_cdrs", RECENT_CDRS, [...keys(request.authorizations), request.recentSince]))
      : none,
    request.authorizations.length
      ? client.query<{ switch: string; call_id: string }>(
          named("early_ends", EARLY_ENDS, [...keys(request.authorizations), timestamp(request.earlySince)]),
        )
      : none,
    request.lotsOf.length
      ? client.query<LotRow>(named("open_lots", OPEN_LOTS, [arrayLiteral(request.lotsOf, (id) => id)]))
      : none,
    request.pools.length ? client.query<PoolRow>(poolQuery(request.pools)) : none,
    client.query<{ name: string; version: bigint }>(named("settings_versions", VERSIONS, [])),
  ] as const);
  const versionOf = (name: string) => Number(versions.rows.find((row) => row.name === name)?.version ?? 0n);
  return {
    accounts: accounts.rows.map(accountOf),
    sessions: sessions.rows.map((row) =>
      sessionOf(row, request.knownCall({ switch: row.switch, callId: row.call_id })),
    ),
    cdrs: cdrs.rows.map(cdrOf),
    earlyEnds: early.rows.map((row) => ({ switch: row.switch, callId: row.call_id })),
    lots: lots.rows.map((row) => ({ organization: row.organization, lot: lotOf(row) })),
    pools: pools.rows.map((row) => ({ organization: row.organization, pool: poolOf(row) })),
    rateDecksVersion: versionOf("rate-decks"),
    directoryVersion: versionOf("directory"),
  };
}

const poolQuery = (pools: readonly PoolKey[]) =>
  named("pools", POOLS, [
    arrayLiteral(pools, (key) => key.organization),
    arrayLiteral(pools, (key) => key.month),
    arrayLiteral(pools, (key) => key.id),
  ]);

export async function loadPools(client: pg.Client, pools: readonly PoolKey[]): Promise<Loaded["pools"]> {
  const { rows } = await client.query<PoolRow>(poolQuery(pools));
  return rows.map((row) => ({ organization: row.organization, pool: poolOf(row) }));
}

export async function loadAnyCdrs(client: pg.Client, list: readonly Key[]): Promise<Cdr[]> {
  const { rows } = await client.query<CdrRow>(named("any_cdrs", ANY_CDRS, keys(list)));
  return rows.map(cdrOf);
}

export async function loadLots(client: pg.Client, organizations: readonly string[]): Promise<Loaded["lots"]> {
  const { rows } = await client.query<LotRow>(named("open_lots", OPEN_LOTS, [arrayLiteral(organizations, (id) => id)]));
  return rows.map((row) => ({ organization: row.organization, lot: lotOf(row) }));
}

/** Lots that a call drew from, which may be empty by now: where a correction gives back. */
export async function loadLotsById(client: pg.Client, organization: string, ids: readonly number[]): Promise<Lot[]> {
  const { rows } = await client.query<LotRow>(
    named("lots_by_id", LOTS_BY_ID, [organization, arrayLiteral(ids, (id) => id)]),
  );
  return rows.map(lotOf);
}

/** Waits for every answer before the first error is told: a pipelined connection is not free before. */
async function settled<T extends readonly unknown[]>(
  promises: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const results = await Promise.allSettled(promises);
  const failed = results.find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
  return results.map((result) => (result as PromiseFulfilledResult<unknown>).value) as {
    -readonly [K in keyof T]: Awaited<T[K]>;
  };
}

/** What a batch changes, keyed rows in a fixed order so that two processes cannot deadlock on them. */
export interface Changes {
  accounts: Account[];
  lots: { organization: string; lot: Lot }[];
  pools: { organization: string; pool: Pool }[];
  transfers: { organization: string; transfer: Transfer; topUp: number | null; note: string | null }[];
  poolEntries: { organization: string; id: number; entry: PoolEntry }[];
  newSessions: Session[];
  changedSessions: Session[];
  closedSessions: { organization: string; id: number }[];
  newCdrs: Cdr[];
  changedCdrs: Cdr[];
  earlyEnds: Key[];
  usage: UsageDelta[];
}

/** What a CDR adds to the roll-up (or takes from it, when it is corrected). */
export interface UsageDelta {
  organization: string;
  day: string;
  callType: string;
  destination: string;
  calls: number;
  refused: number;
  seconds: number;
  poolMinutes: number;
  charge: bigint;
}

const text = <Row>(value: (row: Row) => string | null | undefined) => ({ type: "text", value });
const long = <Row>(value: (row: Row) => string) => ({ type: "text" as const, long: value });
const bigintOf = <Row>(value: (row: Row) => number | bigint | null | undefined) => ({ type: "bigint", value });
const int = <Row>(value: (row: Row) => number | null) => ({ type: "int", value });
const bool = <Row>(value: (row: Row) => boolean) => ({ type: "bool", value });
const time = <Row>(value: (row: Row) => number | null) => ({
  type: "timestamptz",
  value: (row: Row) => timestamp(value(row)),
});
const date = <Row>(value: (row: Row) => string) => ({ type: "date", value });

const UPDATE_ACCOUNTS = bulk<Account>(
  "update_accounts",
  [
    text((a) => a.organization),
    bigintOf((a) => a.available),
    bigintOf((a) => a.held),
    bigintOf((a) => a.frozen),
    bigintOf((a) => a.debt),
    bigintOf((a) => a.postUsage),
    int((a) => a.openCalls),
    bigintOf((a) => a.transferSeq),
    time((a) => a.nextLotEnd),
  ],
  (rows) => `UPDATE account a SET available = n.available, held = n.held, frozen = n.frozen, debt = n.debt,
    post_usage = n.post_usage, open_calls = n.open_calls, transfer_seq = n.transfer_seq, next_lot_end = n.next_lot_end
    FROM ${rows} AS n (organization, available, held, frozen, debt, post_usage, open_calls, transfer_seq, next_lot_end)
    WHERE a.organization = n.organization`,
);

const UPSERT_LOTS = bulk<Changes["lots"][number] & { topUp?: number | null }>(
  "upsert_lots",
  [
    text((r) => r.organization),
    bigintOf((r) => r.lot.id),
    bigintOf((r) => r.lot.granted),
    bigintOf((r) => r.lot.remaining),
    int((r) => r.lot.priority),
    text((r) => r.lot.source),
    time((r) => r.lot.purchasedAt),
    time((r) => r.lot.endsAt),
    bigintOf((r) => r.topUp ?? null),
  ],
  (rows) => `INSERT INTO lot (organization, id, granted, remaining, priority, source, purchased_at, ends_at, top_up)
    SELECT * FROM ${rows} ON CONFLICT (organization, id) DO UPDATE SET remaining = excluded.remaining`,
);

const UPSERT_POOLS = bulk<Changes["pools"][number]>(
  "upsert_pools",
  [
    text((r) => r.organization),
    date((r) => r.pool.month),
    text((r) => r.pool.id),
    int((r) => r.pool.totalMinutes),
    int((r) => r.pool.usedMinutes),
    int((r) => r.pool.heldMinutes),
  ],
  (rows) => `INSERT INTO pool (organization, month, id, total_minutes, used_minutes, held_minutes) SELECT * FROM ${rows}
    ON CONFLICT (organization, month, id) DO UPDATE SET total_minutes = excluded.total_minutes,
      used_minutes = excluded.used_minutes, held_minutes = excluded.held_minutes`,
);

const insertTransfers = bulk<Changes["transfers"][number] & { at: number }>(
  "insert_transfers",
  [
    text((r) => r.organization),
    bigintOf((r) => r.transfer.sequence),
    text((r) => r.transfer.from),
    text((r) => r.transfer.to),
    bigintOf((r) => r.transfer.amount),
    text((r) => r.transfer.cause),
    bigintOf((r) => r.transfer.balanceAfter),
    bigintOf((r) => r.transfer.lot),
    bigintOf((r) => r.transfer.call),
    bigintOf((r) => r.transfer.topUp),
    text((r) => r.note),
    time((r) => r.at),
  ],
  (rows) => `INSERT INTO transfer (organization, sequence, from_account, to_account, amount, cause, balance_after, lot,
    call, top_up, note, at) SELECT * FROM ${rows}`,
);

const insertPoolEntries = bulk<Changes["poolEntries"][number] & { at: number }>(
  "insert_pool_entries",
  [
    text((r) => r.organization),
    bigintOf((r) => r.id),
    date((r) => r.entry.month),
    text((r) => r.entry.pool),
    text((r) => r.entry.kind),
    int((r) => r.entry.minutes),
    bigintOf((r) => r.entry.call),
    time((r) => r.at),
  ],
  (rows) => `INSERT INTO pool_entry (organization, id, month, pool, kind, minutes, call, at) SELECT * FROM ${rows}`,
);

const sessionColumns = [
  text<Session>((s) => s.organization),
  bigintOf<Session>((s) => s.id),
  long<Session>((s) => encodeCall(s.call)),
  text<Session>((s) => s.state),
  time<Session>((s) => s.authorizedAt),
  time<Session>((s) => s.answeredAt),
  time<Session>((s) => s.deadline),
  int<Session>((s) => s.usedSeconds),
  int<Session>((s) => s.limitSeconds),
  bool<Session>((s) => s.finalGrant),
  bigintOf<Session>((s) => s.held),
  { type: "jsonb", value: (s: Session) => (s.poolHolds.length ? JSON.stringify(s.poolHolds) : null) },
  time<Session>((s) => s.lostAt),
];
const SESSION_NAMES = `organization, id, call, state, authorized_at, answered_at, deadline, used_seconds, limit_seconds,
  final_grant, held, pool_holds, lost_at`;

const INSERT_SESSIONS = bulk<Session>(
  "insert_sessions",
  [...sessionColumns, text((s) => s.switch), text((s) => s.callId)],
  (rows) => `INSERT INTO session (${SESSION_NAMES}, switch, call_id) SELECT * FROM ${rows}`,
);
const UPDATE_SESSIONS = bulk<Session>(
  "update_sessions",
  sessionColumns,
  (rows) => `UPDATE session s SET call = n.call, state = n.state, answered_at = n.answered_at, deadline = n.deadline,
    used_seconds = n.used_seconds, limit_seconds = n.limit_seconds, final_grant = n.final_grant, held = n.held,
    pool_holds = n.pool_holds, lost_at = n.lost_at
    FROM ${rows} AS n (${SESSION_NAMES}) WHERE s.organization = n.organization AND s.id = n.id`,
);
const DELETE_SESSIONS = bulk<Changes["closedSessions"][number]>(
  "delete_sessions",
  [text((s) => s.organization), bigintOf((s) => s.id)],
  (rows) => `DELETE FROM session s USING ${rows} AS n (organization, id)
    WHERE s.organization = n.organization AND s.id = n.id`,
);

const monthOf = (cdr: Cdr): string => `${new Date(cdr.authorizedAt).toISOString().slice(0, 7)}-01`;
export const poolMinutesOf = (cdr: Cdr): number =>
  cdr.settlement.poolUses.reduce((total, use) => total + use.minutes, 0);

const cdrColumns = [
  text<Cdr>((c) => c.organization),
  date<Cdr>(monthOf),
  bigintOf<Cdr>((c) => c.id),
  text<Cdr>((c) => c.switch),
  text<Cdr>((c) => c.callId),
  text<Cdr>((c) => c.call.user),
  text<Cdr>((c) => c.call.callType),
  text<Cdr>((c) => c.call.toCountry),
  time<Cdr>((c) => c.authorizedAt),
  time<Cdr>((c) => c.answeredAt),
  time<Cdr>((c) => c.endedAt),
  text<Cdr>((c) => c.outcome),
  text<Cdr>((c) => c.end),
  text<Cdr>((c) => c.refusal?.code ?? null),
  int<Cdr>((c) => c.settlement.usedSeconds),
  int<Cdr>(poolMinutesOf),
  bigintOf<Cdr>((c) => c.charge),
  text<Cdr>((c) => c.capability),
  long<Cdr>((c) => encodeCall(c.call)),
  long<Cdr>((c) =>
    encodeEnd({
      settlement: c.settlement,
      funding: c.funding,
      refusalMessage: c.refusal?.message ?? null,
      missing: c.refusal?.missing ?? null,
      cause: c.cause,
      sipCode: c.sipCode,
      sipPhrase: c.sipPhrase,
    }),
  ),
];
const CDR_NAMES = `organization, month, id, switch, call_id, user_name, call_type, destination, authorized_at,
  answered_at, ended_at, outcome, end_known, refusal, used_seconds, pool_minutes, charge, capability, call, settlement`;

const INSERT_CDRS = bulk<Cdr>(
  "insert_cdrs",
  cdrColumns,
  (rows) => `INSERT INTO cdr (${CDR_NAMES}) SELECT * FROM ${rows}`,
);
const UPDATE_CDRS = bulk<Cdr>(
  "update_cdrs",
  cdrColumns,
  (rows) => `UPDATE cdr c SET answered_at = n.answered_at, ended_at = n.ended_at, outcome = n.outcome,
    end_known = n.end_known, refusal = n.refusal, used_seconds = n.used_seconds, pool_minutes = n.pool_minutes,
    charge = n.charge, capability = n.capability, call = n.call, settlement = n.settlement
    FROM ${rows} AS n (${CDR_NAMES}) WHERE c.month = n.month AND c.organization = n.organization AND c.id = n.id`,
);

const INSERT_EARLY_ENDS = bulk<Key & { at: number }>(
  "insert_early_ends",
  [text((k) => k.switch), text((k) => k.callId), time((k) => k.at)],
  (rows) => `INSERT INTO early_end (switch, call_id, at) SELECT * FROM ${rows} ON CONFLICT DO NOTHING`,
);

const usageColumns = [
  text<UsageDelta>((u) => u.organization),
  date<UsageDelta>((u) => u.day),
  text<UsageDelta>((u) => u.callType),
  text<UsageDelta>((u) => u.destination),
  int<UsageDelta>((u) => u.calls),
  int<UsageDelta>((u) => u.refused),
  bigintOf<UsageDelta>((u) => u.seconds),
  bigintOf<UsageDelta>((u) => u.poolMinutes),
  bigintOf<UsageDelta>((u) => u.charge),
];
const UPSERT_USAGE = bulk<UsageDelta>(
  "upsert_usage",
  usageColumns,
  (rows) => `INSERT INTO usage_day AS d SELECT * FROM ${rows}
    ON CONFLICT (organization, day, call_type, destination) DO UPDATE SET calls = d.calls + excluded.calls,
      refused = d.refused + excluded.refused, seconds = d.seconds + excluded.seconds,
      pool_minutes = d.pool_minutes + excluded.pool_minutes, charge = d.charge + excluded.charge`,
);
/** A correction takes away: its day is there, and an insert would be refused for its negative numbers. */
const CORRECT_USAGE = bulk<UsageDelta>(
  "correct_usage",
  usageColumns,
  (rows) => `UPDATE usage_day d SET calls = d.calls + n.calls, refused = d.refused + n.refused,
      seconds = d.seconds + n.seconds, pool_minutes = d.pool_minutes + n.pool_minutes, charge = d.charge + n.charge
    FROM ${rows} AS n (organization, day, call_type, destination, calls, refused, seconds, pool_minutes, charge)
    WHERE d.organization = n.organization AND d.day = n.day AND d.call_type = n.call_type
      AND d.destination = n.destination`,
);
const takesAway = (u: UsageDelta): boolean =>
  u.calls < 0 || u.refused < 0 || u.seconds < 0 || u.poolMinutes < 0 || u.charge < 0n;

/** Writes everything and commits in one round trip. False: PostgreSQL rolled back instead of committing. */
export async function storeAndCommit(
  client: pg.Client,
  changes: Changes,
  alsoWrite: readonly pg.QueryConfig[],
  at: number,
): Promise<boolean> {
  const write = <Row>(statement: BulkStatement<Row>, rows: readonly Row[]): Promise<unknown>[] =>
    rows.length ? [client.query(bulkQuery(statement, rows))] : [];
  const topUpOfLot = new Map(
    changes.transfers.flatMap(({ transfer: { lot, topUp, to } }) => (to === "credits" && topUp ? [[lot, topUp]] : [])),
  );
  const results = await settled([
    ...write(UPDATE_ACCOUNTS, changes.accounts),
    ...write(
      UPSERT_LOTS,
      changes.lots.map((row) => ({ ...row, topUp: topUpOfLot.get(row.lot.id) ?? null })),
    ),
    ...write(UPSERT_POOLS, changes.pools),
    ...write(
      insertTransfers,
      changes.transfers.map((row) => ({ ...row, at })),
    ),
    ...write(
      insertPoolEntries,
      changes.poolEntries.map((row) => ({ ...row, at })),
    ),
    ...write(INSERT_SESSIONS, changes.newSessions),
    ...write(UPDATE_SESSIONS, changes.changedSessions),
    ...write(DELETE_SESSIONS, changes.closedSessions),
    ...write(INSERT_CDRS, changes.newCdrs),
    ...write(UPDATE_CDRS, changes.changedCdrs),
    ...write(
      INSERT_EARLY_ENDS,
      changes.earlyEnds.map((key) => ({ ...key, at })),
    ),
    ...write(
      UPSERT_USAGE,
      changes.usage.filter((delta) => !takesAway(delta)),
    ),
    ...write(CORRECT_USAGE, changes.usage.filter(takesAway)),
    ...alsoWrite.map((query) => client.query(query)),
    client.query("COMMIT"),
  ]);
  // After a refused statement PostgreSQL answers COMMIT with ROLLBACK, and without an error.
  return (results.at(-1) as pg.QueryResult).command === "COMMIT";
}

const FIND_CALLS = `SELECT k.switch, k.call_id, coalesce(s.organization, c.organization) AS organization
  FROM unnest($1::text[], $2::text[]) AS k (switch, call_id)
  LEFT JOIN session s ON s.switch = k.switch AND s.call_id = k.call_id
  LEFT JOIN LATERAL (SELECT organization FROM cdr WHERE cdr.switch = k.switch AND cdr.call_id = k.call_id
    ORDER BY month DESC LIMIT 1) c ON s.organization IS NULL`;

/** Whose calls these are, open or ended; calls that nobody knows are left out. */
export async function findCalls(
  pool: pg.Pool | pg.Client,
  list: readonly Key[],
): Promise<(Key & { organization: string })[]> {
  const { rows } = await (pool as pg.Client).query<{ switch: string; call_id: string; organization: string | null }>(
    named("find_calls", FIND_CALLS, keys(list)),
  );
  return rows.flatMap((row) =>
    row.organization === null ? [] : [{ switch: row.switch, callId: row.call_id, organization: row.organization }],
  );
}
