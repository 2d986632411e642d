/** Commands to switches: written by the lane, read by whoever polls. */
import type pg from "pg";
import type { SwitchCommand } from "../domain/session/types.ts";
import { bigintColumn, bulk, intColumn, textColumn, timeColumn, timestamp } from "./arrays.ts";
import type { Statement } from "./round-trip.ts";

export interface SwitchCommandRow extends Omit<SwitchCommand, "call"> {
  id: bigint;
  at: number;
  /** Of its organisation. */
  preferredLanguage: string | null;
}

/** Held to the commit: numbers become visible in their order. */
export const NUMBER_COMMANDS: Statement = {
  name: "number_switch_commands",
  text: "SELECT pg_advisory_xact_lock(hashtext('talktime switch commands'))",
  values: [],
};

export type NewCommand = SwitchCommand & { at: number };
const newCommandColumns = [
  textColumn<NewCommand>((c) => c.organization),
  bigintColumn<NewCommand>((c) => c.call),
  textColumn<NewCommand>((c) => c.switch),
  textColumn<NewCommand>((c) => c.callId),
  textColumn<NewCommand>((c) => c.node),
  textColumn<NewCommand>((c) => c.type),
  intColumn<NewCommand>((c) => c.limitSeconds),
  textColumn<NewCommand>((c) => c.reason),
  timeColumn<NewCommand>((c) => c.at),
];

/** A hang-up that stands already stays as it is; a newer limit takes the place, and a new number, of an older one. */
export const INSERT_COMMANDS = bulk<NewCommand>(
  "insert_switch_commands",
  newCommandColumns,
  (
    rows,
  ) => `INSERT INTO switch_command AS c (organization, id, call, switch, call_id, node, type, limit_seconds, reason, at)
    SELECT organization, nextval('switch_command_id'), call, switch, call_id, node, type, limit_seconds, reason, at
    FROM ${rows} AS n (organization, call, switch, call_id, node, type, limit_seconds, reason, at)
    ON CONFLICT (organization, call, type) WHERE done_at IS NULL DO UPDATE SET id = excluded.id,
      limit_seconds = excluded.limit_seconds, reason = excluded.reason, at = excluded.at
    WHERE c.type = 'new-limit'`,
);

const COLUMNS = `c.organization, c.id, c.switch, c.call_id AS "callId", c.node, c.type,
  c.limit_seconds AS "limitSeconds", c.reason, c.at, o.preferred_language AS "preferredLanguage"`;

/** Those to do of calls in progress, oldest first, with numbers above `after`. `node` null: of all nodes. */
export async function listToDo(
  pool: pg.Pool,
  { switchId, node, after, limit }: { switchId: string; node: string | null; after: bigint; limit: number },
): Promise<SwitchCommandRow[]> {
  const { rows } = await pool.query<SwitchCommandRow>({
    name: "switch_commands_to_do",
    text: `SELECT ${COLUMNS} FROM switch_command c JOIN organization o ON o.id = c.organization
      WHERE c.switch = $1 AND c.done_at IS NULL AND c.id > $2 AND ($3::text IS NULL OR c.node = $3 OR c.node IS NULL)
        AND EXISTS (SELECT FROM session s WHERE s.organization = c.organization AND s.id = c.call)
      ORDER BY c.id LIMIT $4`,
    values: [switchId, after, node, limit],
  });
  return rows;
}

export async function readHangUp(
  pool: pg.Pool,
  { switch: owner, callId }: { switch: string; callId: string },
): Promise<SwitchCommandRow | undefined> {
  const { rows } = await pool.query<SwitchCommandRow>(
    `SELECT ${COLUMNS} FROM session s
       JOIN switch_command c ON c.organization = s.organization AND c.call = s.id AND c.type = 'hang-up'
       JOIN organization o ON o.id = c.organization
     WHERE s.switch = $1 AND s.call_id = $2 AND c.done_at IS NULL`,
    [owner, callId],
  );
  return rows[0];
}

/** False: that switch has no such command, or not any more. One that was done before is done. */
export async function markDone(pool: pg.Pool, switchId: string, id: bigint, now: number): Promise<boolean> {
  const { rowCount } = await pool.query(
    "UPDATE switch_command SET done_at = coalesce(done_at, $3) WHERE switch = $1 AND id = $2",
    [switchId, id, timestamp(now)],
  );
  return (rowCount ?? 0) > 0;
}

/** Commands end with their call; that they were there is of use for a day. */
export async function forgetCommands(pool: pg.Pool, now: number): Promise<void> {
  await pool.query(
    `DELETE FROM switch_command c WHERE c.at < $1
       AND NOT EXISTS (SELECT FROM session s WHERE s.organization = c.organization AND s.id = c.call)`,
    [timestamp(now - 86_400_000)],
  );
}
