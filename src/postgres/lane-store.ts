/**
 * What a batch of the lane writes: everything with a few array statements and the commit, in one round trip. Rows come
 * in a fixed order, so that two processes cannot deadlock on them.
 */
import type pg from "pg";
import type { Account, Lot } from "../domain/account.ts";
import type { Event, Standing } from "../domain/consequence.ts";
import type { Transfer } from "../domain/ledger.ts";
import type { Pool, PoolEntry } from "../domain/pool.ts";
import type { Cdr, Key, Session, SwitchCommand } from "../domain/session/types.ts";
import { bigintColumn, bulk, type BulkStatement, dateColumn, intColumn, textColumn, timeColumn } from "./arrays.ts";
import {
  ADD_SPENT,
  INSERT_ATTEMPTS,
  INSERT_EVENTS,
  type NewAttempt,
  reservations,
  UPDATE_STANDINGS,
} from "./lane-store-consequences.ts";
import { type OwnedCounter, UPSERT_COUNTERS } from "./limits.ts";
import { INSERT_COMMANDS, NUMBER_COMMANDS } from "./switch-commands.ts";
import {
  DELETE_SESSIONS,
  INSERT_CDRS,
  INSERT_EARLY_ENDS,
  INSERT_SESSIONS,
  UPDATE_CDRS,
  UPDATE_SESSIONS,
} from "./lane-store-calls.ts";
import { allSettled } from "./pool.ts";
import { RoundTrip, type Statement } from "./round-trip.ts";
import {
  type Measures,
  takesAway,
  USAGE_DAYS,
  USAGE_USER_DAYS,
  type UsageDelta,
  type UserUsageDelta,
} from "./lane-store-usage.ts";

/** What a batch changes, keyed rows in a fixed order so that two processes cannot deadlock on them. */
export interface Changes {
  accounts: Account[];
  lots: { organization: string; lot: Lot }[];
  pools: { organization: string; pool: Pool }[];
  transfers: { organization: string; transfer: Transfer; topUp: number | null; note: string | null; at: number }[];
  poolEntries: { organization: string; id: number; entry: PoolEntry; at: number }[];
  newSessions: Session[];
  changedSessions: Session[];
  closedSessions: { organization: string; id: number }[];
  newCdrs: Cdr[];
  changedCdrs: Cdr[];
  earlyEnds: Key[];
  usage: { days: UsageDelta[]; users: UserUsageDelta[] };
  commands: SwitchCommand[];
  standings: { organization: string; standing: Standing }[];
  events: { organization: string; id: number; event: Event }[];
  attempts: NewAttempt[];
  counters: OwnedCounter[];
}

/** Writes everything and commits in one round trip. False: PostgreSQL rolled back instead of committing. */
export async function storeAndCommit(
  client: pg.Client,
  changes: Changes,
  alsoWrite: readonly pg.QueryConfig[],
  at: number,
): Promise<boolean> {
  let trip = new RoundTrip();
  const write = <Row>(statement: BulkStatement<Row>, rows: readonly Row[]): void => trip.write(statement, rows);
  const writeUsage = <Delta extends Measures>(
    { add, correct }: { add: BulkStatement<Delta>; correct: BulkStatement<Delta> },
    deltas: readonly Delta[],
  ): void => {
    const corrected = deltas.filter(takesAway);
    write(add, corrected.length === 0 ? deltas : deltas.filter((delta) => !takesAway(delta)));
    write(correct, corrected);
  };
  // A dispute that was won may give credits back as a lot of their own: the payment bought another one.
  const topUpOfLot = new Map(
    changes.transfers.flatMap(({ transfer: { lot, topUp, to, cause } }) =>
      to === "credits" && topUp && cause !== "dispute" ? [[lot, topUp]] : [],
    ),
  );
  write(UPDATE_ACCOUNTS, changes.accounts);
  write(
    UPSERT_LOTS,
    changes.lots.map(({ organization, lot }) => ({ organization, lot, topUp: topUpOfLot.get(lot.id) ?? null })),
  );
  write(UPSERT_POOLS, changes.pools);
  write(UPSERT_COUNTERS, changes.counters);
  write(insertTransfers, changes.transfers);
  write(insertPoolEntries, changes.poolEntries);
  write(INSERT_SESSIONS, changes.newSessions);
  write(UPDATE_SESSIONS, changes.changedSessions);
  write(DELETE_SESSIONS, changes.closedSessions);
  write(INSERT_CDRS, changes.newCdrs);
  write(UPDATE_CDRS, changes.changedCdrs);
  write(
    INSERT_EARLY_ENDS,
    changes.earlyEnds.map((key) => ({ ...key, at })),
  );
  writeUsage(USAGE_DAYS, changes.usage.days);
  writeUsage(USAGE_USER_DAYS, changes.usage.users);
  if (changes.commands.length > 0) trip.run(NUMBER_COMMANDS);
  write(
    INSERT_COMMANDS,
    changes.commands.map((command) => ({ ...command, at })),
  );
  // Before anything new is to be bought: they may close what was.
  const earlier: Promise<unknown>[] = [];
  if (alsoWrite.length > 0) {
    earlier.push(trip.send(client), ...alsoWrite.map((query) => client.query(query)));
    trip = new RoundTrip();
  }
  write(UPDATE_STANDINGS, changes.standings);
  write(
    INSERT_ATTEMPTS,
    changes.attempts.map((row) => ({ ...row, at })),
  );
  write(ADD_SPENT, reservations(changes.attempts));
  write(
    INSERT_EVENTS,
    changes.events.map((row) => ({ ...row, at })),
  );
  trip.run(COMMIT);
  const [answer] = await allSettled([trip.send(client), ...earlier]);
  // After a refused statement PostgreSQL answers COMMIT with ROLLBACK, and without an error.
  return answer === "COMMIT";
}
const COMMIT: Statement = { name: "COMMIT", text: "COMMIT", values: [] };

const UPDATE_ACCOUNTS = bulk<Account>(
  "update_accounts",
  [
    textColumn((a) => a.organization),
    bigintColumn((a) => a.available),
    bigintColumn((a) => a.held),
    bigintColumn((a) => a.frozen),
    bigintColumn((a) => a.debt),
    bigintColumn((a) => a.postUsage),
    dateColumn((a) => a.postUsageMonth),
    bigintColumn((a) => a.postUsageInMonth),
    bigintColumn((a) => a.postUsagePromised),
    bigintColumn((a) => a.postUsageBefore),
    intColumn((a) => a.openCalls),
    bigintColumn((a) => a.transferSeq),
    timeColumn((a) => a.nextLotEnd),
  ],
  (rows) => `UPDATE account a SET available = n.available, held = n.held, frozen = n.frozen, debt = n.debt,
    post_usage = n.post_usage, post_usage_month = n.post_usage_month, post_usage_in_month = n.post_usage_in_month,
    post_usage_promised = n.post_usage_promised, post_usage_before = n.post_usage_before,
    open_calls = n.open_calls, transfer_seq = n.transfer_seq, next_lot_end = n.next_lot_end
    FROM ${rows} AS n (organization, available, held, frozen, debt, post_usage, post_usage_month, post_usage_in_month,
      post_usage_promised, post_usage_before, open_calls, transfer_seq, next_lot_end)
    WHERE a.organization = n.organization`,
);

const UPSERT_LOTS = bulk<Changes["lots"][number] & { topUp?: number | null }>(
  "upsert_lots",
  [
    textColumn((r) => r.organization),
    bigintColumn((r) => r.lot.id),
    bigintColumn((r) => r.lot.granted),
    bigintColumn((r) => r.lot.remaining),
    bigintColumn((r) => r.lot.frozen ?? 0n),
    intColumn((r) => r.lot.priority),
    textColumn((r) => r.lot.source),
    timeColumn((r) => r.lot.purchasedAt),
    timeColumn((r) => r.lot.endsAt),
    bigintColumn((r) => r.topUp ?? null),
  ],
  (
    rows,
  ) => `INSERT INTO lot (organization, id, granted, remaining, frozen, priority, source, purchased_at, ends_at, top_up)
    SELECT * FROM ${rows} ON CONFLICT (organization, id) DO UPDATE SET remaining = excluded.remaining,
      frozen = excluded.frozen`,
);

const UPSERT_POOLS = bulk<Changes["pools"][number]>(
  "upsert_pools",
  [
    textColumn((r) => r.organization),
    dateColumn((r) => r.pool.month),
    textColumn((r) => r.pool.id),
    intColumn((r) => r.pool.totalMinutes),
    intColumn((r) => r.pool.usedMinutes),
    intColumn((r) => r.pool.heldMinutes),
  ],
  (rows) => `INSERT INTO pool (organization, month, id, total_minutes, used_minutes, held_minutes) SELECT * FROM ${rows}
    ON CONFLICT (organization, month, id) DO UPDATE SET total_minutes = excluded.total_minutes,
      used_minutes = excluded.used_minutes, held_minutes = excluded.held_minutes`,
);

const insertTransfers = bulk<Changes["transfers"][number]>(
  "insert_transfers",
  [
    textColumn((r) => r.organization),
    bigintColumn((r) => r.transfer.sequence),
    textColumn((r) => r.transfer.from),
    textColumn((r) => r.transfer.to),
    bigintColumn((r) => r.transfer.amount),
    textColumn((r) => r.transfer.cause),
    bigintColumn((r) => r.transfer.balanceAfter),
    bigintColumn((r) => r.transfer.lot),
    bigintColumn((r) => r.transfer.call),
    bigintColumn((r) => r.transfer.topUp),
    textColumn((r) => r.note),
    timeColumn((r) => r.at),
  ],
  (rows) => `INSERT INTO transfer (organization, sequence, from_account, to_account, amount, cause, balance_after, lot,
    call, top_up, note, at) SELECT * FROM ${rows}`,
);

const insertPoolEntries = bulk<Changes["poolEntries"][number]>(
  "insert_pool_entries",
  [
    textColumn((r) => r.organization),
    bigintColumn((r) => r.id),
    dateColumn((r) => r.entry.month),
    textColumn((r) => r.entry.pool),
    textColumn((r) => r.entry.kind),
    intColumn((r) => r.entry.minutes),
    bigintColumn((r) => r.entry.call),
    timeColumn((r) => r.at),
  ],
  (rows) => `INSERT INTO pool_entry (organization, id, month, pool, kind, minutes, call, at) SELECT * FROM ${rows}`,
);
