/**
 * Indexes of months that are over: one for each column that pages of the usage report are sorted by, and one of the
 * numbers outside. While calls are added to a month it does without them, since each would cost every call; what is asked
 * of it is found in `cdr_started`, which holds a month of it and not a year. Late calls and corrections still find their
 * way in.
 */
import type pg from "pg";
import { alone } from "./alone.ts";
import { SORTS, type UsageSort } from "./read.ts";

const SORTED = (Object.keys(SORTS) as UsageSort[]).filter((sort) => sort !== "startedAt");

/** What comes after the name of a partition, and what is indexed. */
const INDEXES: readonly { suffix: string; columns: string }[] = [
  ...SORTED.map((sort) => ({
    suffix: `_by_${sort.toLowerCase()}`,
    columns: `organization, (${SORTS[sort].replace("c.", "")}), id`,
  })),
  { suffix: "_by_number", columns: "organization, other_number, id" },
];

/** Calls that a switch tells of a little late are still written to the month before. */
export const SETTLED_MS = 6 * 3_600_000;

/** Makes what is missing, one index at a time, beside the calls; it takes minutes when a busy month is over. */
export const indexFinishedMonths = (pool: pg.Pool, now: number): Promise<void> =>
  // Two processes would take each other's unfinished index for one that was left broken.
  alone(pool, "finished months", async (client) => {
    for (const part of await finishedMonths(client, new Date(now - SETTLED_MS).toISOString().slice(0, 7)))
      await indexMonth(client, part);
  });

/** Partitions of months before this one, newest first. `month`: `2026-11` */
async function finishedMonths(client: pg.PoolClient, month: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'cdr'::regclass AND c.relname ~ '^cdr_\\d{4}_\\d{2}$' AND c.relname < $1 ORDER BY 1 DESC`,
    [`cdr_${month.replace("-", "_")}`],
  );
  return rows.map(({ name }) => name);
}

async function indexMonth(client: pg.PoolClient, part: string): Promise<void> {
  let made = false;
  for (const index of indexesOfMonth(part)) made = (await makeIndex(client, index)) || made;
  // What is indexed is known to the planner from now on; until it knows how often which value is, it guesses wrong.
  if (made) await client.query(`ANALYZE ${part}`);
}

interface MonthIndex {
  name: string;
  /** Table and columns. */
  on: string;
}

/** Of a partition. */
export const indexesOfMonth = (part: string): MonthIndex[] =>
  INDEXES.map(({ suffix, columns }) => ({ name: `${part}${suffix}`, on: `${part} (${columns})` }));

/** @returns whether it was missing */
async function makeIndex(client: pg.PoolClient, { name, on }: MonthIndex): Promise<boolean> {
  const { rows } = await client.query<{ whole: boolean }>(
    "SELECT indisvalid AS whole FROM pg_index WHERE indexrelid = to_regclass($1)",
    [name],
  );
  if (rows[0]?.whole) return false;
  // What a process left that died while it made it.
  if (rows[0]) await client.query(`DROP INDEX CONCURRENTLY ${name}`);
  await client.query(`CREATE INDEX CONCURRENTLY ${name} ON ${on}`);
  return true;
}
