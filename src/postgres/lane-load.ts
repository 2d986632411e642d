/**
 * What a batch of the lane reads, in one round trip: it locks the accounts, and reads after the lock in the same
 * transaction, so that nobody else can change what it saw (READ COMMITTED takes a new snapshot for each statement).
 */
import type pg from "pg";
import type { Account, Lot } from "../domain/account.ts";
import type { Standing } from "../domain/consequence.ts";
import type { Pool } from "../domain/pool.ts";
import type { Call, Cdr, Key, Session } from "../domain/session/types.ts";
import { arrayLiteral, timestamp } from "./arrays.ts";
import {
  counterQuery,
  type OwnedCounter,
  type OwnedCounterKey,
  type OwnedCounterRow,
  ownedCounters,
} from "./limits.ts";
import { allSettled } from "./pool.ts";
import {
  accountOf,
  type AccountRow,
  cdrOf,
  type CdrRow,
  lotOf,
  type LotRow,
  poolOf,
  type PoolRow,
  sessionOf,
  type SessionRow,
  standingOf,
  type StandingRow,
} from "./rows.ts";

const ACCOUNT_COLUMNS = `organization, currency, available, held, frozen, debt, post_usage, pay_as_you_go,
  post_usage_limit, post_usage_month, post_usage_in_month, post_usage_promised, post_usage_before, open_calls,
  transfer_seq, next_lot_end, settings_version`;

const STANDING_COLUMNS = "zero_told, recharge_state, recharge_reason, recharge_retry_at, recharge_failures";

/** Locks the accounts that are free, in id order; those that another process has locked are left out. */
const LOCK_ACCOUNTS = `SELECT ${ACCOUNT_COLUMNS}, ${STANDING_COLUMNS} FROM account WHERE organization = ANY($1::text[])
  ORDER BY organization FOR NO KEY UPDATE SKIP LOCKED`;
/** The same, waiting for them: for an organisation that was skipped a few times. */
const LOCK_ACCOUNTS_WAITING = LOCK_ACCOUNTS.replace(" SKIP LOCKED", "");

/**
 * For each key the rows of a table, found by its index whatever the planner believes of the table: statistics of an
 * empty one, kept from before it filled, would make it read the table instead (OFFSET 0 keeps the two apart).
 */
const forEach = (keys: string, columns: string, from: string): string =>
  `SELECT found.* FROM unnest(${keys}) CROSS JOIN LATERAL (SELECT ${columns} FROM ${from} OFFSET 0) AS found`;

const KEYS = "$1::text[], $2::text[]) AS k (switch, call_id";
const SESSIONS = forEach(KEYS, "*", "session s WHERE s.switch = k.switch AND s.call_id = k.call_id");

/** Ended calls of this month and the last: where an authorisation looks for a reuse of its id. */
const RECENT_CDRS = forEach(
  KEYS,
  "*",
  "cdr c WHERE c.switch = k.switch AND c.call_id = k.call_id AND c.month >= $3::date",
);
/** All months, newest first: where a late release looks. */
const ANY_CDRS = forEach(
  KEYS,
  "*",
  "(SELECT * FROM cdr WHERE switch = k.switch AND call_id = k.call_id ORDER BY month DESC LIMIT 1) c",
);

const EARLY_ENDS = forEach(
  KEYS,
  "switch, call_id",
  "early_end e WHERE e.switch = k.switch AND e.call_id = k.call_id AND e.at > $3::timestamptz",
);

const OPEN_LOTS = `SELECT organization, id, granted, remaining, frozen, priority, source, purchased_at, ends_at FROM lot
  WHERE organization = ANY($1::text[]) AND remaining > 0`;
const LOTS_BY_ID = `SELECT organization, id, granted, remaining, frozen, priority, source, purchased_at, ends_at FROM lot
  WHERE organization = $1 AND id = ANY($2::bigint[])`;

const POOLS = forEach(
  "$1::text[], $2::date[], $3::text[]) AS k (organization, month, id",
  "organization, month, id, total_minutes, used_minutes, held_minutes",
  "pool p WHERE p.organization = k.organization AND p.month = k.month AND p.id = k.id",
);

const VERSIONS = `SELECT name, version FROM settings_version WHERE name IN ('rate-decks', 'directory')`;

const named = (name: string, text: string, values: unknown[]) => ({ name, text, values });
const keys = (list: readonly Key[]): [string, string] => [
  arrayLiteral(list, (key) => key.switch),
  arrayLiteral(list, (key) => key.callId),
];

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
  /** Of budgets and brakes: none where nobody has any. */
  counters: readonly OwnedCounterKey[];
}

export interface Loaded {
  accounts: Account[];
  /** By organisation. */
  standings: Map<string, Standing>;
  sessions: Session[];
  cdrs: Cdr[];
  earlyEnds: Key[];
  lots: { organization: string; lot: Lot }[];
  pools: { organization: string; pool: Pool }[];
  counters: OwnedCounter[];
  rateDecksVersion: number;
  directoryVersion: number;
}

/** Begins the transaction, locks, and reads, all in one round trip on a pipelined client. */
export async function lockAndLoad(client: pg.Client, request: LoadRequest): Promise<Loaded> {
  const none = Promise.resolve({ rows: [] });
  const since = arrayLiteral(request.organizations, (id) => id);
  const [, accounts, sessions, cdrs, early, lots, pools, counters, versions] = await allSettled([
    client.query("BEGIN"),
    request.organizations.length
      ? client.query<AccountRow & StandingRow>(
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
    request.counters.length ? client.query<OwnedCounterRow>(counterQuery(request.counters)) : none,
    client.query<{ name: string; version: bigint }>(named("settings_versions", VERSIONS, [])),
  ] as const);
  const versionOf = (name: string) => Number(versions.rows.find((row) => row.name === name)?.version ?? 0n);
  return {
    accounts: accounts.rows.map(accountOf),
    standings: new Map(accounts.rows.map((row) => [row.organization, standingOf(row)])),
    sessions: sessions.rows.map((row) =>
      sessionOf(row, request.knownCall({ switch: row.switch, callId: row.call_id })),
    ),
    cdrs: cdrs.rows.map(cdrOf),
    earlyEnds: early.rows.map((row) => ({ switch: row.switch, callId: row.call_id })),
    lots: lots.rows.map((row) => ({ organization: row.organization, lot: lotOf(row) })),
    pools: pools.rows.map((row) => ({ organization: row.organization, pool: poolOf(row) })),
    counters: ownedCounters(counters.rows),
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

const FIND_CALLS = `SELECT k.switch, k.call_id, coalesce(s.organization, c.organization) AS organization
  FROM unnest($1::text[], $2::text[]) AS k (switch, call_id)
  LEFT JOIN LATERAL (SELECT organization FROM session WHERE session.switch = k.switch AND session.call_id = k.call_id
    OFFSET 0) s ON true
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
