/**
 * The upper limit: a bare journal. The bytes that the engine writes for an operation go, with those of all others that
 * arrived while the last commit was under way, into one row, which is committed. Nothing is looked up, locked or decided.
 */
import { connectLane } from "../../src/postgres/pool.ts";
import type { BenchCall } from "../calls.ts";
import type { World } from "../world.ts";
import { authorizationOf, settledOf, settlementText } from "./describe.ts";
import { decodeCall } from "../../src/postgres/call-codec.ts";
import type { Design } from "./design.ts";

/** As many as the lane puts in a batch. */
const MOST_IN_BATCH = 500;

export async function journalDesign(world: World, sample: BenchCall): Promise<Design & { close: () => Promise<void> }> {
  const { pool, connection, engine } = world;
  await pool.query("CREATE SCHEMA IF NOT EXISTS bench");
  await pool.query(`CREATE TABLE IF NOT EXISTS bench.journal
    (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, operations text NOT NULL)`);
  // As bytes: compressed they would be fewer than those of the rows.
  await pool.query("ALTER TABLE bench.journal ALTER COLUMN operations SET STORAGE EXTERNAL");
  const { text, id, held } = await authorizationOf(engine, sample);
  const end = settlementText(settledOf(decodeCall(text), sample.usedSeconds));

  const client = await connectLane(connection);
  const waiting: { line: string; done: () => void; failed: (error: unknown) => void }[] = [];
  let writing = false;
  const work = async (): Promise<void> => {
    writing = true;
    await new Promise((next) => setImmediate(next));
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MOST_IN_BATCH);
      const lines = batch.map(({ line }) => line).join("\n");
      try {
        await client.query({
          name: "journal",
          text: "INSERT INTO bench.journal (operations) VALUES ($1)",
          values: [lines],
        });
        for (const { done } of batch) done();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    writing = false;
  };
  const write = (line: string): Promise<void> =>
    new Promise((done, failed) => {
      waiting.push({ line, done, failed });
      if (!writing) void work();
    });
  // An authorisation writes a session, an account and perhaps a pool; a release a CDR, a transfer or an entry of a
  // pool, the account, the lot or the pool, and both roll-ups of the day.
  const session = ({ callId, organization }: BenchCall): string =>
    `${organization},${id},bench,${callId},${text},ringing,2026-01-01T00:00:00.000Z,,2026-01-01T00:00:00.000Z,0,300,f,${held}`;
  const account = ({ organization }: BenchCall): string => `${organization},${id},${id},0,0,0,0,1,2027-01-01T00:00:00Z`;
  return {
    name: "journal",
    authorize: (call) => write(`${session(call)};${account(call)}`),
    release: (call) => {
      const cdr = `${session(call)},${call.user},user_out,GB,completed,real,${call.usedSeconds},0,${held},MCOPSTNPP,,subscriber,+442079460100,${end}`;
      const transfer = `${call.organization},${id},credits,revenue,${held},call,${id},2,${id},2026-01-01T00:00:00.000Z`;
      const usage = `${call.organization},2026-01-01,user_out,GB,1,0,${call.usedSeconds},0,${held}`;
      const ofUser = `${call.organization},2026-01-01,${call.user},,user_out,subscriber,1,0,${call.usedSeconds},0,${held}`;
      return write(`${cdr};${transfer};${usage};${ofUser};${account(call)};${call.organization},2,${id}`);
    },
    close: () => client.end(),
  };
}
