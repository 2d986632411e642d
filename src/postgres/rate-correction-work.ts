/** The work at a correction of prices: who is at it, what was reckoned so far, and what is applied. */
import type pg from "pg";
import type { Paid } from "../domain/session/settle.ts";
import type { Cdr } from "../domain/session/types.ts";
import { bigintColumn, bulk, bulkQuery, dateColumn, textColumn, timeColumn, timestamp } from "./arrays.ts";
import { type CorrectionRow, readCorrection } from "./rate-corrections.ts";
import { cdrOf, type CdrRow } from "./rows.ts";
import type { Statement } from "./top-ups.ts";
import { inTransaction } from "./transaction.ts";

/** So long may one piece of work take; whoever takes longer is believed dead, and another goes on. */
const LEASE = "interval '1 minute'";

/** One correction is at work at a time: what is to be applied, then what is to be reckoned, oldest first. */
export async function claimCorrection(pool: pg.Pool, worker: string): Promise<CorrectionRow | undefined> {
  const { rows } = await pool.query<{ id: bigint }>(
    `UPDATE rate_correction SET worker = $1, leased_until = now() + ${LEASE}
     WHERE id = (SELECT id FROM rate_correction WHERE state IN ('reckoning', 'applying')
       ORDER BY state = 'applying' DESC, id LIMIT 1 FOR UPDATE SKIP LOCKED)
       AND (leased_until IS NULL OR leased_until < now()) RETURNING id`,
    [worker],
  );
  return rows[0] && readCorrection(pool, rows[0].id);
}

/** False: it is not this worker's any more. */
export async function renewLease(pool: pg.Pool, id: bigint, worker: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `UPDATE rate_correction SET leased_until = now() + ${LEASE} WHERE id = $1 AND worker = $2`,
    [id, worker],
  );
  return rowCount === 1;
}

export async function dropLease(pool: pg.Pool, id: bigint, worker: string): Promise<void> {
  await pool.query("UPDATE rate_correction SET leased_until = NULL WHERE id = $1 AND worker = $2", [id, worker]);
}

/** Where another that touches the same calls has been, or is being, applied since it was reckoned. */
const IS_OUTDATED = `EXISTS (SELECT FROM rate_correction o WHERE o.id <> c.id AND o.currency = c.currency
  AND o.from_at < c.to_at AND c.from_at < o.to_at
  AND coalesce(o.organizations && c.organizations, true) AND (o.state = 'applying' OR o.ended > c.began))`;

/** What is to be applied at once goes on; where another came in between, it is reckoned anew. */
export async function finishReckoning(pool: pg.Pool, id: bigint, at: number): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ anew: boolean }>(
      `UPDATE rate_correction c SET leased_until = NULL,
         state = CASE WHEN to_apply AND ${IS_OUTDATED} THEN 'reckoning' WHEN to_apply THEN 'applying' ELSE 'reckoned' END,
         reckoned_at = CASE WHEN to_apply AND ${IS_OUTDATED} THEN NULL ELSE $2::timestamptz END,
         began = CASE WHEN to_apply AND ${IS_OUTDATED} THEN nextval('rate_correction_order') ELSE began END
       WHERE id = $1 AND state = 'reckoning' RETURNING state = 'reckoning' AS anew`,
      [id, timestamp(at)],
    );
    if (!rows[0]?.anew) return;
    await client.query("DELETE FROM call_correction WHERE correction = $1", [id]);
    await client.query(
      `UPDATE organization_correction SET state = 'reckoning', looked_at = 0, unpriced = 0, presumed = 0, calls = 0,
         charged = 0, corrected = 0, after_at = NULL, after_call = NULL WHERE correction = $1`,
      [id],
    );
  });
}

/** A dry run that is to be applied after all. False: another correction came in between. */
export async function startApplying(pool: pg.Pool, id: bigint): Promise<boolean> {
  const { rowCount } = await pool.query(
    `UPDATE rate_correction c SET state = 'applying', to_apply = true
     WHERE id = $1 AND state = 'reckoned' AND NOT ${IS_OUTDATED}`,
    [id],
  );
  return rowCount === 1;
}

export async function finishApplying(pool: pg.Pool, id: bigint, at: number): Promise<void> {
  await pool.query(
    `UPDATE rate_correction SET state = 'applied', applied_at = $2, ended = nextval('rate_correction_order'),
       leased_until = NULL WHERE id = $1 AND state = 'applying'`,
    [id, timestamp(at)],
  );
}

/** The next organisation whose part is in this state. */
export async function nextPart(
  pool: pg.Pool,
  correction: bigint,
  state: "reckoning" | "reckoned",
): Promise<string | undefined> {
  const { rows } = await pool.query<{ organization: string }>(
    `SELECT organization FROM organization_correction WHERE correction = $1 AND state = $2 ORDER BY organization LIMIT 1`,
    [correction, state],
  );
  return rows[0]?.organization;
}

export interface ReckonedCall {
  cdr: Cdr;
  /** With all corrections so far. */
  charged: bigint;
}

/** The next calls of a part to be looked at; the part is locked. */
export async function nextCalls(
  client: pg.ClientBase,
  organization: string,
  { id, from, to }: Pick<CorrectionRow, "id" | "from" | "to">,
  limit: number,
): Promise<ReckonedCall[] | undefined> {
  const part = await client.query<{ after_at: number | null; after_call: bigint | null }>(
    `SELECT after_at, after_call FROM organization_correction WHERE organization = $1 AND correction = $2
       AND state = 'reckoning' FOR UPDATE`,
    [organization, id],
  );
  if (!part.rows[0]) return undefined;
  const { after_at, after_call } = part.rows[0];
  const after = after_at === null ? null : { authorizedAt: after_at, id: Number(after_call) };
  return readCharges(client, organization, { from, to }, { after, limit });
}

/** Calls of a time (epoch ms; half-open) with what they were charged, oldest first, after `after`. */
export async function readCharges(
  client: pg.Pool | pg.ClientBase,
  organization: string,
  { from, to }: { from: number; to: number },
  { after, limit }: { after: Pick<Cdr, "authorizedAt" | "id"> | null; limit: number },
): Promise<ReckonedCall[]> {
  const { rows } = await client.query<CdrRow & { effective: bigint }>(
    `SELECT c.*, c.charge + coalesce((SELECT sum(x.corrected - x.charged) FROM call_correction x
       WHERE x.organization = c.organization AND x.call = c.id AND x.applied_at IS NOT NULL), 0)::bigint AS effective
     FROM cdr c WHERE c.organization = $1 AND c.authorized_at >= $2::timestamptz AND c.authorized_at < $3::timestamptz
       AND c.month BETWEEN date_trunc('month', $2::timestamptz AT TIME ZONE 'UTC')::date
         AND date_trunc('month', $3::timestamptz AT TIME ZONE 'UTC')::date
       AND ($4::timestamptz IS NULL OR (c.authorized_at, c.id) > ($4, $5::bigint))
     ORDER BY c.authorized_at, c.id LIMIT $6`,
    [organization, timestamp(from), timestamp(to), timestamp(after?.authorizedAt ?? null), after?.id ?? null, limit],
  );
  return rows.map((row) => ({ cdr: cdrOf(row), charged: row.effective }));
}

export interface NewCallCorrection {
  id: number;
  call: number;
  month: string;
  startedAt: number;
  charged: bigint;
  corrected: bigint;
  rateRow: string;
  prefix: string;
  destination: string;
}

const INSERT_CALLS = bulk<NewCallCorrection & { organization: string; correction: bigint }>(
  "insert_call_corrections",
  [
    textColumn((r) => r.organization),
    bigintColumn((r) => r.correction),
    bigintColumn((r) => r.call),
    bigintColumn((r) => r.id),
    dateColumn((r) => r.month),
    timeColumn((r) => r.startedAt),
    bigintColumn((r) => r.charged),
    bigintColumn((r) => r.corrected),
    textColumn((r) => r.rateRow),
    textColumn((r) => r.prefix),
    textColumn((r) => r.destination),
  ],
  (rows) => `INSERT INTO call_correction (organization, correction, call, id, month, started_at, charged, corrected,
      rate_row, prefix, destination)
    SELECT organization, correction, call, id, month, started_at, charged, corrected, rate_row::bigint, prefix, destination
    FROM ${rows} AS n (organization, correction, call, id, month, started_at, charged, corrected, rate_row, prefix,
      destination)`,
);

/** What was found among the calls that were looked at; `last` null: there are no more. */
export async function saveReckoned(
  client: pg.ClientBase,
  key: { organization: string; correction: bigint },
  found: readonly NewCallCorrection[],
  counts: { lookedAt: number; unpriced: number; presumed: number },
  last: Pick<Cdr, "authorizedAt" | "id"> | null,
): Promise<void> {
  if (found.length > 0)
    await client.query(
      bulkQuery(
        INSERT_CALLS,
        found.map((row) => ({ ...row, ...key })),
      ),
    );
  await client.query(
    `UPDATE organization_correction SET looked_at = looked_at + $3, unpriced = unpriced + $4, presumed = presumed + $5,
       calls = calls + $6, charged = charged + $7, corrected = corrected + $8, after_at = coalesce($9, after_at),
       after_call = coalesce($10, after_call), state = CASE WHEN $9::timestamptz IS NULL THEN 'reckoned' ELSE state END
     WHERE organization = $1 AND correction = $2`,
    [
      ...[key.organization, key.correction, counts.lookedAt, counts.unpriced, counts.presumed, found.length],
      found.reduce((total, row) => total + row.charged, 0n),
      found.reduce((total, row) => total + row.corrected, 0n),
      ...[timestamp(last?.authorizedAt ?? null), last?.id ?? null],
    ],
  );
}

export interface OpenCorrection {
  cdr: Cdr;
  paid: Paid;
  charged: bigint;
  corrected: bigint;
}

/** The next calls whose correction is not applied, with what each has paid by its transfers so far, by source. */
export async function readOpenCorrections(
  client: pg.ClientBase,
  organization: string,
  correction: bigint,
  limit: number,
): Promise<OpenCorrection[]> {
  const { rows } = await client.query<CdrRow & { before: bigint; after: bigint }>(
    `SELECT c.*, x.charged AS before, x.corrected AS after
     FROM call_correction x JOIN cdr c ON c.month = x.month AND c.organization = x.organization AND c.id = x.call
     WHERE x.organization = $1 AND x.correction = $2 AND x.applied_at IS NULL ORDER BY x.id LIMIT $3`,
    [organization, correction, limit],
  );
  const paid = await readPaid(client, organization, rows);
  return rows.map((row) => ({
    cdr: cdrOf(row),
    paid: paid.get(row.id) ?? { draws: [], postUsage: 0n, debt: 0n },
    charged: row.before,
    corrected: row.after,
  }));
}

async function readPaid(
  client: pg.ClientBase,
  organization: string,
  calls: readonly { id: bigint }[],
): Promise<Map<bigint, Paid>> {
  const { rows } = await client.query<{ call: bigint; account: string; lot: bigint | null; amount: bigint }>(
    `SELECT call, account, lot, sum(amount)::bigint AS amount FROM (
       SELECT call, sequence, lot, CASE to_account WHEN 'revenue' THEN from_account ELSE to_account END AS account,
         CASE to_account WHEN 'revenue' THEN amount ELSE -amount END AS amount
       FROM transfer WHERE organization = $1 AND call = ANY($2::bigint[]) AND 'revenue' IN (from_account, to_account)) t
     GROUP BY call, account, lot ORDER BY call, min(sequence)`,
    [organization, calls.map(({ id }) => id)],
  );
  const paid = new Map<bigint, Paid>();
  for (const { call, account, lot, amount } of rows) {
    const of = paid.get(call) ?? { draws: [], postUsage: 0n, debt: 0n };
    // A lot that got more than it gave was made for a debt that is not owed after all.
    if (account === "credits" && amount > 0n) of.draws.push({ lot: Number(lot), amount });
    else if (account === "post-usage") of.postUsage += amount;
    else of.debt += amount;
    paid.set(call, of);
  }
  return paid;
}

/** Only those that are not applied yet: each counts once. */
export const markApplied = (
  { organization, correction }: { organization: string; correction: bigint },
  calls: readonly number[],
  at: number,
): Statement => ({
  name: "mark_calls_corrected",
  text: `UPDATE call_correction SET applied_at = $4 WHERE organization = $1 AND correction = $2
    AND call = ANY($3::bigint[]) AND applied_at IS NULL`,
  values: [organization, correction, calls, timestamp(at)],
});

export const markPartApplied = (organization: string, correction: bigint): Statement => ({
  name: "mark_part_corrected",
  text: `UPDATE organization_correction SET state = 'applied' WHERE organization = $1 AND correction = $2`,
  values: [organization, correction],
});
