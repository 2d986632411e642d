/**
 * Very many calls of the last thirteen months, made in SQL as the lane would have written them, and their roll-ups. Four
 * of ten belong to one organisation with 10,000 users, the others to 500 with 100 users each, mixed in the order of time.
 * Nothing of it is in the ledger.
 */
import type pg from "pg";
import { ensureCdrPartitions } from "../src/postgres/upkeep.ts";
import { indexesOfMonth, indexFinishedMonths } from "../src/postgres/usage/finished-months.ts";
import { sumFinishedDays } from "../src/postgres/usage/sum-up.ts";
import type { Group } from "./calls.ts";
import { emit, progress } from "./report.ts";
import type { World } from "./world.ts";

export const BIG: Group = { name: "big", organizations: 1, usersEach: 10_000, firstNumber: 15_062_000_000 };
export const SMALL: Group = { name: "small", organizations: 500, usersEach: 100, firstNumber: 16_072_000_000 };
/** Whose reports are measured. */
export const ORGANIZATION = "big-0";

const DAY_MS = 86_400_000;
/** About thirteen months. */
export const DAYS = 396;
/** As many partitions are filled at a time. */
const AT_ONCE = 2;

/** Of the days up to `to`, epoch ms, the end of today. */
export async function makeCalls({ pool }: World, to: number, calls: number): Promise<void> {
  const from = to - DAYS * DAY_MS;
  const perMs = calls / (to - from);
  // Ids as the engine would have taken them.
  const reserved = "SELECT setval('id_block', last_value + $1) - $1 AS block FROM id_block";
  const { rows } = await pool.query<{ block: bigint }>(reserved, [Math.ceil(calls / 1000) + 1]);
  const firstId = 1000 * Number(rows[0]!.block);
  await ensureCdrPartitions(pool, to - 1);
  const months = monthsOf(from, to).map(({ begin, end }) => {
    const [first, last] = [Math.round((begin - from) * perMs), Math.round((end - from) * perMs)];
    return { begin, end, firstId: firstId + first, calls: last - first };
  });
  const keys = await dropKeys(pool);
  // The present month first: with its indexes there already, it takes longest.
  const waiting = [...months.entries()].reverse().values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const [i, month] of waiting)
        await makeMonth(pool, month, { present: i === months.length - 1, last: i === months.length - 2 });
    }),
  );
  progress("indexing and vacuuming the roll-ups");
  await Promise.all(keys.map((statement) => withMemory(pool, (client) => client.query(statement))));
  await Promise.all(["usage_day", "usage_user_day"].map((table) => pool.query(`VACUUM ANALYZE ${table}`)));
  await pool.query("ANALYZE ONLY cdr");
  progress("indexing the latest month that is over");
  const indexingSeconds = await secondsOf(() => indexFinishedMonths(pool, to));
  progress("summing the days that are over");
  const summingSeconds = await secondsOf(() => sumFinishedDays(pool, to));
  await pool.query("VACUUM ANALYZE usage_summed, usage_user_total, usage_ten_minutes");
  emit({ subject: "usage months", calls, indexingSeconds, summingSeconds, ...(await sizes(pool)) });
}

/** Keys of the roll-ups are made when they are full. @returns what makes them */
async function dropKeys(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ drop: string; add: string }>(
    `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
       format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS add
     FROM pg_constraint WHERE contype = 'p' AND conrelid IN ('usage_day'::regclass, 'usage_user_day'::regclass)`,
  );
  for (const { drop } of rows) await pool.query(drop);
  return rows.map(({ add }) => add);
}

/** A connection that sorts and groups a month in memory, and tells no trigger of what it writes. */
async function withMemory<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query(
      "SET work_mem = '512MB'; SET maintenance_work_mem = '512MB'; SET session_replication_role = replica",
    );
    return await work(client);
  } finally {
    client.release(true);
  }
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return Math.round((performance.now() - began) / 1000);
}

/** Of all partitions. */
async function sizes(pool: pg.Pool): Promise<object> {
  const { rows } = await pool.query<object>(
    `SELECT (sum(pg_relation_size(inhrelid)) / 1e6)::int AS "callsMb", (sum(pg_indexes_size(inhrelid)) / 1e6)::int AS
       "indexesMb", (sum((SELECT sum(pg_relation_size(c.oid)) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
         WHERE i.indrelid = inhrelid AND c.relname ~ '_by_')) / 1e6)::int AS "ofFinishedMonthsMb"
     FROM pg_inherits WHERE inhparent = 'cdr'::regclass`,
  );
  return rows[0]!;
}

interface Month {
  begin: number;
  end: number;
  firstId: number;
  calls: number;
}

function monthsOf(from: number, to: number): { begin: number; end: number }[] {
  const months = [];
  for (let begin = from; begin < to;) {
    const date = new Date(begin);
    const end = Math.min(to, Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1));
    months.push({ begin, end });
    begin = end;
  }
  return months;
}

const makeMonth = (pool: pg.Pool, month: Month, which: { present: boolean; last: boolean }): Promise<void> =>
  withMemory(pool, async (client) => {
    const first = `${new Date(month.begin).toISOString().slice(0, 7)}-01`;
    const part = `cdr_${first.slice(0, 7).replace("-", "_")}`;
    progress(`making ${month.calls} calls of ${first.slice(0, 7)}`);
    const values = [month.firstId, month.calls, month.begin / 1000, month.end / 1000, first];
    const insert = (table: string): Promise<unknown> => client.query(INSERT.replace("TABLE", table), values);
    if (which.present) await insert("cdr");
    else await fillPart(client, { part, first, last: which.last, fill: () => insert(part) });
    for (const text of ROLL_UPS) await client.query(text, [first]);
    await client.query(`VACUUM ANALYZE ${part}`);
  });

/**
 * A month that is over is a table of its own first, and gets its indexes when it is full: several times as fast. How long
 * the product takes to make those of a finished month is measured by the last one.
 */
async function fillPart(
  client: pg.PoolClient,
  { part, first, last, fill }: { part: string; first: string; last: boolean; fill: () => Promise<unknown> },
): Promise<void> {
  await client.query(`CREATE UNLOGGED TABLE ${part} (LIKE cdr INCLUDING DEFAULTS INCLUDING CONSTRAINTS,
    CONSTRAINT of_month CHECK (month = '${first}')) WITH (autovacuum_enabled = off)`);
  await fill();
  const ofMonth = last ? [] : indexesOfMonth(part).map(({ name, on }) => `CREATE INDEX ${name} ON ${on}`);
  for (const statement of [...(await indexesOf(client, part)), ...ofMonth]) await client.query(statement);
  await client.query("BEGIN");
  await client.query(`ALTER TABLE cdr ATTACH PARTITION ${part} FOR VALUES FROM ('${first}') TO
    ('${first}'::date + interval '1 month')`);
  await client.query(`ALTER TABLE ${part} DROP CONSTRAINT of_month, RESET (autovacuum_enabled)`);
  await client.query("COMMIT");
}

/** What gives a table the key and the indexes of `cdr`. */
async function indexesOf(client: pg.PoolClient, part: string): Promise<string[]> {
  const { rows } = await client.query<{ statement: string }>(
    `SELECT CASE WHEN i.indisprimary THEN format('ALTER TABLE ${part} ADD %s', pg_get_constraintdef(c.oid))
       ELSE regexp_replace(pg_get_indexdef(i.indexrelid), ' INDEX \\S+ ON ONLY \\S+ ', ' INDEX ON ${part} ') END AS statement
     FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype = 'p'
     WHERE i.indrelid = 'cdr'::regclass`,
  );
  return rows.map(({ statement }) => statement);
}

/** As call-codec.ts writes them, with what a priced call usually has in it. */
const CALL = `format('[null,"%s","%s","+12065550101","%s","US","%s","subscriber","%s",false,null,%s,"AbCdEfGhIjKlMnOp","%s",
  [null,[],true,false,"%s",null],[["included",false,"the call is not within a plan"],["credits",true,"the user holds the licence"]],
  ["0",[[0,"12000000000",60,60]],"half-up",6],["1","sample","user_out","44","United Kingdom"],false,null,false,
  [300,300,false,270,null,[["credits",300,"0.06",null]]],null,[],"%s"]', user_name, call_type, other_number, destination,
  country, CASE call_type WHEN 'dr_out' THEN '{"trunk":"sbc1.example","mediaBypass":true,"mediaRegion":"EMEA"}'
    ELSE 'null' END, $5::text, capability, cost_center)`;
const SETTLEMENT = `format('[[%s,%s,0,[],[[2,"%s"]],"0","0"],[["credits",%s,"0.06","2"]],null,null,null,200,"OK"]',
  used_seconds, used_seconds, charge, used_seconds)`;

/** Rare among them: FREECALL, calls to the Cook Islands, dial-out from conferences; refused is one of 211. */
const INSERT = `INSERT INTO TABLE (organization, month, id, switch, call_id, user_name, call_type, destination,
    authorized_at, answered_at, ended_at, outcome, end_known, refusal, used_seconds, pool_minutes, charge, capability,
    cost_center, number_kind, usage_location, other_number, call, settlement)
  SELECT organization, $5::date, id, 'bench', 'call-' || id, user_name, call_type, destination, at,
    CASE WHEN refused THEN NULL ELSE at END, at + make_interval(secs => used_seconds),
    CASE WHEN refused THEN 'refused' ELSE 'completed' END, 'real', CASE WHEN refused THEN 'OUT_OF_CREDIT' END,
    used_seconds, 0, charge, capability, cost_center, 'subscriber', country, other_number, ${CALL}, ${SETTLEMENT}
  FROM (SELECT *, CASE WHEN paid AND NOT refused THEN (used_seconds + 59) / 60 * (2000 + 1000 * (h % 7)) ELSE 0 END AS charge
    FROM (SELECT *, CASE WHEN refused THEN 0 ELSE 1 + h / 7 % 1200 END AS used_seconds,
        call_type <> 'dr_out' AND h % 2 = 1 AS paid,
        CASE WHEN call_type = 'dr_out' THEN '' WHEN h % 100003 = 7 THEN 'FREECALL' WHEN h % 2 = 0 THEN 'MCOPSTN1'
          ELSE 'MCOPSTNPP' END AS capability
      FROM (SELECT id, h, h % 211 = 0 AS refused,
          date_trunc('milliseconds', to_timestamp($3::float8 + ($4::float8 - $3) * (id - $1) / $2)) AS at,
          CASE WHEN big THEN 'big-0' ELSE 'small-' || small END AS organization,
          CASE WHEN big THEN 'user' || h % ${BIG.usersEach} || '@big-0.example'
            ELSE 'user' || h % ${SMALL.usersEach} || '@small-' || small || '.example' END AS user_name,
          'center' || h % 100 % 50 AS cost_center, (ARRAY['US', 'US', 'US', 'GB', 'DE'])[1 + h % 5] AS country,
          CASE WHEN h % 5000 = 3 THEN 'conf_out' WHEN h % 3 = 0 THEN 'user_in' WHEN h % 10 = 1 THEN 'dr_out'
            ELSE 'user_out' END AS call_type,
          CASE WHEN h % 100019 = 5 THEN 'CK' ELSE (ARRAY['US', 'GB', 'JP', 'DE', 'FR'])[1 + h / 11 % 5] END AS destination,
          '+44' || lpad((h / 3 % 1000000)::text, 10, '0') AS other_number
        FROM (SELECT id, abs(hashint8(id)) AS h, abs(hashint8(-id)) % 10 < 4 AS big,
            abs(hashint8(id + 1e12::bigint)) % ${SMALL.organizations} AS small
          FROM generate_series($1::bigint, $1::bigint + $2::bigint - 1) AS id) n) a) b) c`;

const CALLS = `count(*) FILTER (WHERE outcome <> 'refused'), count(*) FILTER (WHERE outcome = 'refused'),
  sum(used_seconds), sum(pool_minutes), sum(charge) FROM cdr
  WHERE month = $1::date AND (organization = 'big-0' OR organization LIKE 'small-%')`;
/** Day by day, as they are written in production: a report of some weeks reads a part of the table and not all of it. */
const ROLL_UPS = [
  `INSERT INTO usage_day SELECT organization, (authorized_at AT TIME ZONE 'UTC')::date, call_type,
     coalesce(destination, ''), capability, ${CALLS} GROUP BY 1, 2, 3, 4, 5 ORDER BY 2`,
  `INSERT INTO usage_user_day SELECT organization, (authorized_at AT TIME ZONE 'UTC')::date, user_name, cost_center,
     call_type, number_kind, usage_location, ${CALLS} GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 2, 1, 3`,
];
