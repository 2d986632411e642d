/**
 * The naive design: one transaction for each operation, on a pool of connections, with prepared statements. What many
 * calls of an organisation wait for (pool, day, account) is locked as late as can be, always in this order.
 */
import type { PoolClient as Client } from "pg";
import type { Call } from "../../src/domain/session/types.ts";
import { decodeCall } from "../../src/postgres/call-codec.ts";
import { type BenchCall, SWITCH } from "../calls.ts";
import type { World } from "../world.ts";
import { authorizationOf, type Settled, settledOf, settlementText } from "./describe.ts";
import type { Design } from "./design.ts";

export const naiveDesign = (world: World): Design => ({
  name: "naive",
  authorize: async (call) => {
    const wanted = await authorizationOf(world.engine, call);
    return inTransaction(world, (client) => authorize(client, call, wanted));
  },
  release: (call) => inTransaction(world, (client) => release(client, call)),
});

async function inTransaction<T>({ pool }: World, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }
}

/** A statement that is planned once for each connection. */
const statement = (name: string, text: string) => {
  const prepared = { name: `naive_${name}`, text };
  return (client: Client, values: unknown[]) => client.query<Record<string, unknown>>({ ...prepared, values });
};

/** An open or ended call of that id, or an end that came first: a repeat. */
const findRepeat = statement(
  "find_repeat",
  `SELECT id FROM session WHERE switch = $1 AND call_id = $2
   UNION ALL SELECT id FROM cdr WHERE switch = $1 AND call_id = $2 AND month >= $3::date - interval '1 month'
   UNION ALL SELECT 0 FROM early_end WHERE switch = $1 AND call_id = $2 LIMIT 1`,
);
const insertSession = statement(
  "insert_session",
  `INSERT INTO session (organization, id, switch, call_id, call, state, authorized_at, deadline, used_seconds,
     limit_seconds, final_grant, held, pool_holds)
   VALUES ($1, $2, $3, $4, $5, 'ringing', now(), now() + interval '3 minutes', 0, $6, false, $7, $8)`,
);
const holdMinutes = statement(
  "hold_minutes",
  `UPDATE pool SET held_minutes = held_minutes + $4 WHERE organization = $1 AND month = $2 AND id = $3
     AND used_minutes + held_minutes + $4 <= total_minutes`,
);
const holdMoney = statement(
  "hold_money",
  `UPDATE account SET available = available - $2, held = held + $2, open_calls = open_calls + 1
   WHERE organization = $1 AND available >= $2`,
);

async function authorize(
  client: Client,
  { callId, organization }: BenchCall,
  { id, text, month, held, pool, minutes, limitSeconds }: Awaited<ReturnType<typeof authorizationOf>>,
): Promise<void> {
  const repeat = await findRepeat(client, [SWITCH, callId, month]);
  if (repeat.rowCount !== 0) return;
  const holds = pool === null ? null : JSON.stringify([{ pool, minutes }]);
  await insertSession(client, [organization, id, SWITCH, callId, text, limitSeconds, held, holds]);
  if (pool !== null) granted(await holdMinutes(client, [organization, month, pool, minutes]));
  granted(await holdMoney(client, [organization, held]));
}

function granted({ rowCount }: { rowCount: number | null }): void {
  if (rowCount !== 1) throw new Error("neither minutes nor credits are left");
}

const deleteSession = statement(
  "delete_session",
  `DELETE FROM session WHERE switch = $1 AND call_id = $2
   RETURNING id, call, authorized_at AS "authorizedAt", held, pool_holds AS "poolHolds"`,
);
const findEnded = statement("find_ended", "SELECT settlement FROM cdr WHERE switch = $1 AND call_id = $2");
const insertEarlyEnd = statement(
  "insert_early_end",
  "INSERT INTO early_end (switch, call_id, at) VALUES ($1, $2, now()) ON CONFLICT DO NOTHING",
);
const insertCdr = statement(
  "insert_cdr",
  `INSERT INTO cdr (organization, month, id, switch, call_id, user_name, call_type, destination, authorized_at,
     answered_at, ended_at, outcome, end_known, used_seconds, pool_minutes, charge, capability, call, settlement,
     number_kind, usage_location, other_number)
   VALUES ($1, date_trunc('month', to_timestamp($9::float8 / 1000) AT TIME ZONE 'UTC'), $2, $3, $4, $5, $6, $7,
     to_timestamp($9::float8 / 1000), now() - make_interval(secs => $8), now(), 'completed', 'real', $8, $10, $11, $12,
     $13, $14, $15, $16, $17)`,
);
const useMinutes = statement(
  "use_minutes",
  `UPDATE pool SET held_minutes = held_minutes - $4, used_minutes = used_minutes + $5
   WHERE organization = $1 AND month = $2 AND id = $3`,
);
const insertPoolEntry = statement(
  "insert_pool_entry",
  `INSERT INTO pool_entry (organization, id, month, pool, kind, minutes, call, at)
   VALUES ($1, $2, $3, $4, 'use', $5, $2, now())`,
);
const addUsage = statement(
  "add_usage",
  `INSERT INTO usage_day AS d (organization, day, call_type, destination, capability, calls, refused, seconds,
     pool_minutes, charge)
   VALUES ($1, (to_timestamp($2::float8 / 1000) AT TIME ZONE 'UTC')::date, $3, $4, $5, 1, 0, $6, $7, $8)
   ON CONFLICT (organization, day, call_type, destination, capability) DO UPDATE SET calls = d.calls + 1,
     seconds = d.seconds + excluded.seconds, pool_minutes = d.pool_minutes + excluded.pool_minutes,
     charge = d.charge + excluded.charge`,
);
const addUserUsage = statement(
  "add_user_usage",
  `INSERT INTO usage_user_day AS d (organization, day, user_name, cost_center, call_type, number_kind, country,
     calls, refused, seconds, pool_minutes, charge)
   VALUES ($1, (to_timestamp($2::float8 / 1000) AT TIME ZONE 'UTC')::date, $3, '', $4, coalesce($5, ''),
     coalesce($6, ''), 1, 0, $7, $8, $9)
   ON CONFLICT (organization, day, user_name, cost_center, call_type, number_kind, country) DO UPDATE SET
     calls = d.calls + 1, seconds = d.seconds + excluded.seconds, pool_minutes = d.pool_minutes + excluded.pool_minutes,
     charge = d.charge + excluded.charge`,
);
const settleAccount = statement(
  "settle_account",
  `UPDATE account SET held = held - $2, available = available + $2 - $3, open_calls = open_calls - 1,
     transfer_seq = transfer_seq + $4
   WHERE organization = $1 RETURNING transfer_seq AS sequence, available + held + frozen AS balance`,
);
const openLots = statement(
  "open_lots",
  `SELECT id, remaining FROM lot WHERE organization = $1 AND remaining > 0 ORDER BY priority, ends_at, id`,
);
const drawLot = statement("draw_lot", `UPDATE lot SET remaining = remaining - $3 WHERE organization = $1 AND id = $2`);
const insertTransfer = statement(
  "insert_transfer",
  `INSERT INTO transfer (organization, sequence, from_account, to_account, amount, cause, balance_after, lot, call, at)
   VALUES ($1, $2, 'credits', 'revenue', $3, 'call', $4, $5, $6, now())`,
);

interface Open {
  id: bigint;
  call: string;
  authorizedAt: number;
  held: bigint;
  poolHolds: { pool: string; minutes: number }[] | null;
}

async function release(client: Client, { callId, organization, usedSeconds }: BenchCall): Promise<void> {
  const [row] = (await deleteSession(client, [SWITCH, callId])).rows;
  if (!row) {
    const ended = await findEnded(client, [SWITCH, callId]);
    if (ended.rowCount === 0) await insertEarlyEnd(client, [SWITCH, callId]);
    return;
  }
  const session = row as unknown as Open;
  const settled = settledOf(decodeCall(session.call), usedSeconds);
  await writeCdr(client, organization, callId, session, settled);
  const { call, minutes, charge, capability } = settled;
  const [hold] = session.poolHolds ?? [];
  if (hold) await useMinutes(client, [organization, call.month, hold.pool, hold.minutes, minutes]);
  if (hold) await insertPoolEntry(client, [organization, session.id, call.month, hold.pool, minutes]);
  const { callType, toCountry, user, numberKind, usageLocation } = call;
  const day = [organization, session.authorizedAt];
  await addUsage(client, [...day, callType, toCountry, capability, usedSeconds, minutes, charge]);
  await addUserUsage(client, [...day, user, callType, numberKind, usageLocation, usedSeconds, minutes, charge]);
  await settle(client, organization, session, charge);
}

async function writeCdr(
  client: Client,
  organization: string,
  callId: string,
  { id, call: text, authorizedAt }: Open,
  settled: Settled,
): Promise<void> {
  const { minutes, charge, capability, settlement } = settled;
  const call: Call = settled.call;
  const about = [organization, id, SWITCH, callId, call.user, call.callType, call.toCountry];
  const paid = [settlement.usedSeconds, authorizedAt, minutes, charge, capability];
  const places = [call.numberKind, call.usageLocation, call.to];
  await insertCdr(client, [...about, ...paid, text, settlementText(settled), ...places]);
}

async function settle(client: Client, organization: string, { id, held }: Open, charge: bigint): Promise<void> {
  const account = await settleAccount(client, [organization, held, charge, charge > 0n ? 1 : 0]);
  if (charge === 0n) return;
  const { sequence, balance } = account.rows[0]!;
  const lots = (await openLots(client, [organization])).rows as { id: bigint; remaining: bigint }[];
  const lot = lots.find(({ remaining }) => remaining >= charge);
  if (!lot) throw new Error("no lot pays the whole charge");
  await drawLot(client, [organization, lot.id, charge]);
  await insertTransfer(client, [organization, sequence, charge, balance, lot.id, id]);
}
