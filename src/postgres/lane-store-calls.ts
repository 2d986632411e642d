/** The statements of a batch that write sessions and CDRs. */
import { isInbound } from "../domain/call-type.ts";
import type { Cdr, Key, Session } from "../domain/session/types.ts";
import { bigintColumn, boolColumn, bulk, dateColumn, intColumn, jsonColumn, textColumn, timeColumn } from "./arrays.ts";
import { encodeCall, encodeEnd } from "./call-codec.ts";

const sessionColumns = [
  textColumn<Session>((s) => s.organization),
  bigintColumn<Session>((s) => s.id),
  textColumn<Session>((s) => encodeCall(s.call)),
  textColumn<Session>((s) => s.state),
  timeColumn<Session>((s) => s.authorizedAt),
  timeColumn<Session>((s) => s.answeredAt),
  timeColumn<Session>((s) => s.deadline),
  intColumn<Session>((s) => s.usedSeconds),
  intColumn<Session>((s) => s.limitSeconds),
  boolColumn<Session>((s) => s.finalGrant),
  bigintColumn<Session>((s) => s.held),
  jsonColumn<Session>((s) => (s.poolHolds.length ? JSON.stringify(s.poolHolds) : null)),
  timeColumn<Session>((s) => s.lostAt),
];
const SESSION_NAMES = `organization, id, call, state, authorized_at, answered_at, deadline, used_seconds, limit_seconds,
  final_grant, held, pool_holds, lost_at`;

export const INSERT_SESSIONS = bulk<Session>(
  "insert_sessions",
  [...sessionColumns, textColumn((s) => s.switch), textColumn((s) => s.callId)],
  (rows) => `INSERT INTO session (${SESSION_NAMES}, switch, call_id) SELECT * FROM ${rows}`,
);
/**
 * Rows for sessions with the place of each session, which is found by its key whatever the planner believes of the table
 * (lane-load.ts). Nobody moves a session while its account is locked.
 */
const ofSessions = (rows: string): string =>
  `(SELECT n.*, f.ctid FROM ${rows} CROSS JOIN LATERAL (SELECT ctid FROM session
    WHERE session.organization = n.organization AND session.id = n.id OFFSET 0) f)`;

export const UPDATE_SESSIONS = bulk<Session>(
  "update_sessions",
  sessionColumns,
  (rows) => `UPDATE session s SET call = n.call, state = n.state, answered_at = n.answered_at, deadline = n.deadline,
    used_seconds = n.used_seconds, limit_seconds = n.limit_seconds, final_grant = n.final_grant, held = n.held,
    pool_holds = n.pool_holds, lost_at = n.lost_at
    FROM ${ofSessions(`${rows} AS n (${SESSION_NAMES})`)} AS n WHERE s.ctid = n.ctid`,
);
export const DELETE_SESSIONS = bulk<{ organization: string; id: number }>(
  "delete_sessions",
  [textColumn((s) => s.organization), bigintColumn((s) => s.id)],
  (rows) => `DELETE FROM session s USING ${ofSessions(`${rows} AS n (organization, id)`)} AS n WHERE s.ctid = n.ctid`,
);

const DAY_MS = 86_400_000;
let latest = { number: NaN, day: "" };

/** Of epoch ms, `2026-11-22`. Nearly all calls ask for today, and to write a date costs a microsecond or two. */
export function utcDay(at: number): string {
  const number = Math.floor(at / DAY_MS);
  if (number !== latest.number) latest = { number, day: new Date(at).toISOString().slice(0, 10) };
  return latest.day;
}

const monthOf = (cdr: Cdr): string => `${utcDay(cdr.authorizedAt).slice(0, 7)}-01`;
export const poolMinutesOf = (cdr: Cdr): number =>
  cdr.settlement.poolUses.reduce((total, use) => total + use.minutes, 0);

const cdrColumns = [
  textColumn<Cdr>((c) => c.organization),
  dateColumn<Cdr>(monthOf),
  bigintColumn<Cdr>((c) => c.id),
  textColumn<Cdr>((c) => c.switch),
  textColumn<Cdr>((c) => c.callId),
  textColumn<Cdr>((c) => c.call.user),
  textColumn<Cdr>((c) => c.call.callType),
  textColumn<Cdr>((c) => c.call.toCountry),
  timeColumn<Cdr>((c) => c.authorizedAt),
  timeColumn<Cdr>((c) => c.answeredAt),
  timeColumn<Cdr>((c) => c.endedAt),
  textColumn<Cdr>((c) => c.outcome),
  textColumn<Cdr>((c) => c.end),
  textColumn<Cdr>((c) => c.refusal?.code ?? null),
  intColumn<Cdr>((c) => c.settlement.usedSeconds),
  intColumn<Cdr>(poolMinutesOf),
  bigintColumn<Cdr>((c) => c.charge),
  textColumn<Cdr>((c) => c.capability),
  textColumn<Cdr>((c) => c.call.costCenter),
  textColumn<Cdr>((c) => c.call.numberKind),
  textColumn<Cdr>((c) => c.call.usageLocation),
  textColumn<Cdr>((c) => (isInbound(c.call.callType) ? c.call.from : c.call.to)),
  textColumn<Cdr>((c) => encodeCall(c.call)),
  textColumn<Cdr>((c) =>
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
  answered_at, ended_at, outcome, end_known, refusal, used_seconds, pool_minutes, charge, capability,
  cost_center, number_kind, usage_location, other_number, call, settlement`;

export const INSERT_CDRS = bulk<Cdr>(
  "insert_cdrs",
  cdrColumns,
  (rows) => `INSERT INTO cdr (${CDR_NAMES}) SELECT * FROM ${rows}`,
);
export const UPDATE_CDRS = bulk<Cdr>(
  "update_cdrs",
  cdrColumns,
  (rows) => `UPDATE cdr c SET answered_at = n.answered_at, ended_at = n.ended_at, outcome = n.outcome,
    end_known = n.end_known, refusal = n.refusal, used_seconds = n.used_seconds, pool_minutes = n.pool_minutes,
    charge = n.charge, capability = n.capability, call = n.call, settlement = n.settlement
    FROM ${rows} AS n (${CDR_NAMES}) WHERE c.month = n.month AND c.organization = n.organization AND c.id = n.id`,
);

export const INSERT_EARLY_ENDS = bulk<Key & { at: number }>(
  "insert_early_ends",
  [textColumn((k) => k.switch), textColumn((k) => k.callId), timeColumn((k) => k.at)],
  (rows) => `INSERT INTO early_end (switch, call_id, at) SELECT * FROM ${rows} ON CONFLICT DO NOTHING`,
);
