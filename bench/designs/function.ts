/**
 * One SQL function for each operation: the same work as the naive design in one round trip and one implicit
 * transaction, written in PL/pgSQL. Locks are taken in the same order.
 */
import { type BenchCall, SWITCH } from "../calls.ts";
import type { World } from "../world.ts";
import { authorizationOf } from "./describe.ts";
import type { Design } from "./design.ts";

const AUTHORIZE = `CREATE OR REPLACE FUNCTION bench.authorize(org text, call_number bigint, switch_id text,
    switch_call text, call_text text, month_ date, limit_ int, money bigint, pool_ text, minutes_ int) RETURNS text
  LANGUAGE plpgsql AS $$
DECLARE known bigint;
BEGIN
  SELECT id INTO known FROM (SELECT id FROM session WHERE switch = switch_id AND call_id = switch_call
    UNION ALL SELECT id FROM cdr WHERE switch = switch_id AND call_id = switch_call
      AND month >= month_ - interval '1 month'
    UNION ALL SELECT 0 FROM early_end WHERE switch = switch_id AND call_id = switch_call) repeats LIMIT 1;
  IF FOUND THEN RETURN 'repeat'; END IF;
  INSERT INTO session (organization, id, switch, call_id, call, state, authorized_at, deadline, used_seconds,
      limit_seconds, final_grant, held, pool_holds)
    VALUES (org, call_number, switch_id, switch_call, call_text, 'ringing', now(), now() + interval '3 minutes', 0,
      limit_, false, money,
      CASE WHEN pool_ IS NOT NULL THEN jsonb_build_array(jsonb_build_object('pool', pool_, 'minutes', minutes_)) END);
  IF pool_ IS NOT NULL THEN
    UPDATE pool SET held_minutes = held_minutes + minutes_ WHERE organization = org AND month = month_ AND id = pool_
      AND used_minutes + held_minutes + minutes_ <= total_minutes;
    IF NOT FOUND THEN RAISE 'no minutes are left'; END IF;
  END IF;
  UPDATE account SET available = available - money, held = held + money, open_calls = open_calls + 1
    WHERE organization = org AND available >= money;
  IF NOT FOUND THEN RAISE 'no credits are left'; END IF;
  RETURN 'granted';
END $$`;

/** The places in the call's text (src/postgres/call-codec.ts) of what the release has to know. */
const PLACE = {
  user: 1,
  callType: 2,
  to: 4,
  toCountry: 6,
  numberKind: 7,
  usageLocation: 8,
  month: 13,
  cover: 14,
  tariff: 16,
};

/** Prices a tariff of one step, which is all that the benchmark's deck has. */
const RELEASE = `CREATE OR REPLACE FUNCTION bench.release(org text, switch_id text, switch_call text, used int)
  RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  open_call session; facts jsonb; step jsonb; charge_ bigint := 0; minutes_ int := 0; billed int; pool_ text;
  lot_ bigint; seq bigint; balance bigint; day_ date;
BEGIN
  DELETE FROM session WHERE switch = switch_id AND call_id = switch_call RETURNING * INTO open_call;
  IF NOT FOUND THEN
    PERFORM FROM cdr WHERE switch = switch_id AND call_id = switch_call;
    IF NOT FOUND THEN
      INSERT INTO early_end (switch, call_id, at) VALUES (switch_id, switch_call, now()) ON CONFLICT DO NOTHING;
    END IF;
    RETURN 'repeat';
  END IF;
  facts := open_call.call::jsonb;
  pool_ := open_call.pool_holds -> 0 ->> 'pool';
  IF pool_ IS NOT NULL THEN
    minutes_ := ceil(used / 60.0);
    billed := 60 * minutes_;
  ELSE
    step := facts -> ${PLACE.tariff} -> 1 -> 0;
    billed := ceil(used / (step ->> 3)::numeric) * (step ->> 3)::int;
    charge_ := round(((facts -> ${PLACE.tariff} ->> 0)::numeric
      + (step ->> 1)::numeric * billed / (step ->> 2)::numeric) / 1000000);
  END IF;
  day_ := (open_call.authorized_at AT TIME ZONE 'UTC')::date;
  INSERT INTO cdr (organization, month, id, switch, call_id, user_name, call_type, destination, authorized_at,
      answered_at, ended_at, outcome, end_known, used_seconds, pool_minutes, charge, capability, call, settlement,
      number_kind, usage_location, other_number)
    VALUES (org, date_trunc('month', day_), open_call.id, switch_id, switch_call, facts ->> ${PLACE.user},
      facts ->> ${PLACE.callType}, facts ->> ${PLACE.toCountry}, open_call.authorized_at,
      now() - make_interval(secs => used), now(), 'completed', 'real', used, minutes_, charge_,
      facts -> ${PLACE.cover} ->> 4, open_call.call,
      format('[[%s,%s,0,%s,[],"0","0"],[["%s",%s,null,null]],null,null,null,null,null]', used, billed,
        CASE WHEN pool_ IS NULL THEN '[]' ELSE format('[["%s",%s]]', pool_, minutes_) END,
        coalesce(pool_, 'credits'), used), facts ->> ${PLACE.numberKind}, facts ->> ${PLACE.usageLocation}, facts ->> ${PLACE.to});
  IF pool_ IS NOT NULL THEN
    UPDATE pool SET held_minutes = held_minutes - (open_call.pool_holds -> 0 ->> 'minutes')::int,
        used_minutes = used_minutes + minutes_
      WHERE organization = org AND month = (facts ->> ${PLACE.month})::date AND id = pool_;
    INSERT INTO pool_entry (organization, id, month, pool, kind, minutes, call, at)
      VALUES (org, open_call.id, (facts ->> ${PLACE.month})::date, pool_, 'use', minutes_, open_call.id, now());
  END IF;
  INSERT INTO usage_day AS d (organization, day, call_type, destination, capability, calls, refused, seconds,
      pool_minutes, charge)
    VALUES (org, day_, facts ->> ${PLACE.callType}, facts ->> ${PLACE.toCountry}, facts -> ${PLACE.cover} ->> 4, 1, 0,
      used, minutes_, charge_)
    ON CONFLICT (organization, day, call_type, destination, capability) DO UPDATE SET calls = d.calls + 1,
      seconds = d.seconds + excluded.seconds, pool_minutes = d.pool_minutes + excluded.pool_minutes,
      charge = d.charge + excluded.charge;
  INSERT INTO usage_user_day AS d (organization, day, user_name, cost_center, call_type, number_kind, country,
      calls, refused, seconds, pool_minutes, charge)
    VALUES (org, day_, facts ->> ${PLACE.user}, '', facts ->> ${PLACE.callType},
      coalesce(facts ->> ${PLACE.numberKind}, ''), coalesce(facts ->> ${PLACE.usageLocation}, ''), 1, 0, used, minutes_,
      charge_)
    ON CONFLICT (organization, day, user_name, cost_center, call_type, number_kind, country) DO UPDATE SET
      calls = d.calls + 1, seconds = d.seconds + excluded.seconds, pool_minutes = d.pool_minutes + excluded.pool_minutes,
      charge = d.charge + excluded.charge;
  UPDATE account SET held = held - open_call.held, available = available + open_call.held - charge_,
      open_calls = open_calls - 1, transfer_seq = transfer_seq + (charge_ > 0)::int
    WHERE organization = org RETURNING transfer_seq, available + held + frozen INTO seq, balance;
  IF charge_ > 0 THEN
    SELECT id INTO lot_ FROM lot WHERE organization = org AND remaining >= charge_ ORDER BY priority, ends_at, id LIMIT 1;
    IF NOT FOUND THEN RAISE 'no lot pays the whole charge'; END IF;
    UPDATE lot SET remaining = remaining - charge_ WHERE organization = org AND id = lot_;
    INSERT INTO transfer (organization, sequence, from_account, to_account, amount, cause, balance_after, lot, call, at)
      VALUES (org, seq, 'credits', 'revenue', charge_, 'call', balance, lot_, open_call.id, now());
  END IF;
  RETURN 'released';
END $$`;

export async function functionDesign({ engine, pool }: World): Promise<Design> {
  await pool.query("CREATE SCHEMA IF NOT EXISTS bench");
  await pool.query(AUTHORIZE);
  await pool.query(RELEASE);
  const call = async (name: string, text: string, values: unknown[]): Promise<void> => {
    const { rows } = await pool.query<{ answer: string }>({ name: `function_${name}`, text, values });
    if (rows[0]?.answer === "repeat") throw new Error(`${name} was taken for a repeat`);
  };
  return {
    name: "function",
    authorize: async ({ callId, organization, ...rest }: BenchCall) => {
      const wanted = await authorizationOf(engine, { callId, organization, ...rest });
      const { id, text, month, limitSeconds, held, pool: minutesOf, minutes } = wanted;
      const values = [organization, id, SWITCH, callId, text, month, limitSeconds, held, minutesOf, minutes];
      await call("authorize", "SELECT bench.authorize($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) AS answer", values);
    },
    release: ({ callId, organization, usedSeconds }) =>
      call("release", "SELECT bench.release($1, $2, $3, $4) AS answer", [organization, SWITCH, callId, usedSeconds]),
  };
}
