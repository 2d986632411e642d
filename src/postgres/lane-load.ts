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
  ACCOUNT,
  accountOf,
  CDR,
  cdrOfFields,
  counterOfFields,
  LOT,
  lotOfFields,
  POOL,
  poolOfFields,
  SESSION,
  sessionOf,
} from "./lane-rows.ts";
import { counterQuery, type OwnedCounter, type OwnedCounterKey } from "./limits.ts";
import { type Fields, RoundTrip, type Statement } from "./round-trip.ts";

/** Locks the accounts that are free, in id order; those that another process has locked are left out. */
const LOCK_ACCOUNTS = `SELECT ${ACCOUNT} FROM account WHERE organization = ANY($1::text[])
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
const SESSIONS = forEach(KEYS, SESSION, "session s WHERE s.switch = k.switch AND s.call_id = k.call_id");

/** Ended calls of this month and the last: where an authorisation looks for a reuse of its id. */
const RECENT_CDRS = forEach(
  KEYS,
  CDR,
  "cdr c WHERE c.switch = k.switch AND c.call_id = k.call_id AND c.month >= $3::date",
);
/** All months, newest first: where a late release looks. */
const ANY_CDRS = forEach(
  KEYS,
  CDR,
  "(SELECT * FROM cdr WHERE switch = k.switch AND call_id = k.call_id ORDER BY month DESC LIMIT 1) c",
);

const EARLY_ENDS = forEach(
  KEYS,
  "switch, call_id",
  "early_end e WHERE e.switch = k.switch AND e.call_id = k.call_id AND e.at > $3::timestamptz",
);

const OPEN_LOTS = `SELECT ${LOT} FROM lot WHERE organization = ANY($1::text[]) AND open`;
const LOTS_BY_ID = `SELECT ${LOT} FROM lot WHERE organization = $1 AND id = ANY($2::bigint[])`;

const POOLS = forEach(
  "$1::text[], $2::date[], $3::text[]) AS k (organization, month, id",
  POOL,
  "pool p WHERE p.organization = k.organization AND p.month = k.month AND p.id = k.id",
);

const BEGIN: Statement = { name: "BEGIN", text: "BEGIN", values: [] };
const VERSIONS: Statement = {
  name: "settings_versions",
  text: "SELECT name, version FROM settings_version WHERE name IN ('rate-decks', 'directory')",
  values: [],
};

const named = (name: string, text: string, values: string[]): Statement => ({ name, text, values });
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

/** Begins the transaction, locks, and reads, all in one round trip on the lane's client. */
export async function lockAndLoad(client: pg.Client, request: LoadRequest): Promise<Loaded> {
  const { organizations, authorizations, knownCall } = request;
  const trip = new RoundTrip();
  const readIfAny = <Key, Row>(
    keys: readonly Key[],
    statement: () => Statement,
    rowOf: (fields: Fields) => Row,
  ): Row[] => (keys.length > 0 ? trip.read(statement(), rowOf) : []);

  trip.run(BEGIN);
  const accounts = readIfAny(organizations, () => lockQuery(organizations, request.wait), accountOf);
  const sessions = readIfAny(
    request.sessions,
    () => named("sessions", SESSIONS, keys(request.sessions)),
    (fields) => sessionOf(fields, knownCall),
  );
  const cdrs = readIfAny(
    authorizations,
    () => named("recent_cdrs", RECENT_CDRS, [...keys(authorizations), request.recentSince]),
    cdrOfFields,
  );
  const earlyEnds = readIfAny(
    authorizations,
    () => named("early_ends", EARLY_ENDS, [...keys(authorizations), timestamp(request.earlySince)!]),
    ([owner, callId]): Key => ({ switch: owner!, callId: callId! }),
  );
  const lots = readIfAny(request.lotsOf, () => openLotsQuery(request.lotsOf), lotOfFields);
  const pools = readIfAny(request.pools, () => poolQuery(request.pools), poolOfFields);
  const counters = readIfAny(request.counters, () => counterQuery(request.counters), counterOfFields);
  const versions = trip.read(VERSIONS, ([name, version]) => [name, Number(version)] as const);
  await trip.send(client);

  const versionOf = (wanted: string): number => versions.find(([name]) => name === wanted)?.[1] ?? 0;
  return {
    accounts: accounts.map(({ account }) => account),
    standings: new Map(accounts.map(({ account, standing }) => [account.organization, standing])),
    ...{ sessions, cdrs, earlyEnds, lots, pools, counters },
    rateDecksVersion: versionOf("rate-decks"),
    directoryVersion: versionOf("directory"),
  };
}

const lockQuery = (organizations: readonly string[], wait: boolean): Statement => {
  const ids = arrayLiteral(organizations, (id) => id);
  return wait
    ? named("lock_accounts_waiting", LOCK_ACCOUNTS_WAITING, [ids])
    : named("lock_accounts", LOCK_ACCOUNTS, [ids]);
};

const openLotsQuery = (organizations: readonly string[]): Statement =>
  named("open_lots", OPEN_LOTS, [arrayLiteral(organizations, (id) => id)]);

const poolQuery = (pools: readonly PoolKey[]): Statement =>
  named("pools", POOLS, [
    arrayLiteral(pools, (key) => key.organization),
    arrayLiteral(pools, (key) => key.month),
    arrayLiteral(pools, (key) => key.id),
  ]);

async function readAlone<Row>(client: pg.Client, statement: Statement, rowOf: (fields: Fields) => Row): Promise<Row[]> {
  const trip = new RoundTrip();
  const rows = trip.read(statement, rowOf);
  await trip.send(client);
  return rows;
}

export const loadPools = (client: pg.Client, pools: readonly PoolKey[]): Promise<Loaded["pools"]> =>
  readAlone(client, poolQuery(pools), poolOfFields);

export const loadAnyCdrs = (client: pg.Client, list: readonly Key[]): Promise<Cdr[]> =>
  readAlone(client, named("any_cdrs", ANY_CDRS, keys(list)), cdrOfFields);

export const loadLots = (client: pg.Client, organizations: readonly string[]): Promise<Loaded["lots"]> =>
  readAlone(client, openLotsQuery(organizations), lotOfFields);

/** Lots that a call drew from, which may be empty by now: where a correction gives back. */
export const loadLotsById = async (client: pg.Client, organization: string, ids: readonly number[]): Promise<Lot[]> =>
  (
    await readAlone(client, named("lots_by_id", LOTS_BY_ID, [organization, arrayLiteral(ids, (id) => id)]), lotOfFields)
  ).map(({ lot }) => lot);

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
