/** Two processes on one database: whoever listens to one hears what the other does. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createEngine, type Engine } from "../src/engine/engine.ts";
import type { LiveEvent } from "../src/engine/live.ts";
import { Neighbours } from "../src/engine/neighbours.ts";
import { makeOrganization, startServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let other: Engine;
const neighbours: Neighbours[] = [];
const heard: LiveEvent[] = [];

beforeAll(async () => {
  server = await startServer();
  const { connection } = server.database;
  const silent = (): void => {};
  other = await createEngine({ connection, now: Date.now, log: { warn: silent, error: silent } });
  for (const { live } of [server.engine, other]) neighbours.push(new Neighbours(connection, live));
  for (const neighbour of neighbours) await neighbour.join();
  await makeOrganization(server, "contoso");
});
afterAll(async () => {
  for (const neighbour of neighbours) await neighbour.close();
  await other.close();
  await server.close();
});

const types = (): string[] => heard.map(({ type }) => type);
const wanted = () => expect.poll(() => server.engine.live.wanted, { timeout: 10_000 });

/** An emergency call needs nobody and nothing. */
async function call(callId: string): Promise<void> {
  const asked = { callId, organization: "contoso", from: "+12065550101", to: "911" };
  expect((await server.api("POST", "/v1/calls", asked)).status).toBe(201);
  await server.api("POST", `/v1/calls/${callId}/release`, { usedSeconds: 10 });
}

test("while nobody listens, nothing is made and nothing is said", async () => {
  expect([server.engine.live.wanted, other.live.wanted]).toEqual([false, false]);
  other.live.listen((told) => heard.push(told.event), null);
  await wanted().toBe(true);
  expect(server.engine.live.wantedHere).toBe(false);
});

test("what one process does is told by the other, in order", async () => {
  await call("a");
  await expect.poll(types, { timeout: 10_000 }).toEqual(["call.authorized", "call.ended"]);
  expect(heard[1]).toMatchObject({ organization: "contoso", callId: "a", usedSeconds: 10 });
  const adjustment = { amount: "5", reason: "test" };
  expect((await server.api("POST", "/v1/organizations/contoso/adjustments", adjustment)).status).toBe(201);
  await expect.poll(() => heard.at(-1), { timeout: 10_000 }).toMatchObject({ type: "credits.changed", available: "5" });
});

test("a thousand events at once are more than PostgreSQL takes at a time, and all of them come", async () => {
  heard.length = 0;
  const event = (i: number): LiveEvent => ({ type: "notice", organization: "contoso", at: "now", text: "é".repeat(i) });
  for (let i = 0; i < 1000; i++) server.engine.live.publish(event(i % 100));
  server.engine.live.publish(event(10_000));
  await call("last");
  await expect.poll(() => types().at(-1), { timeout: 20_000 }).toBe("call.ended");
  expect(heard.slice(0, -2)).toEqual(Array.from({ length: 1000 }, (_, i) => event(i % 100)));
});

test.each(["", "no JSON", "null", '"text"', "{}", '{"from":"a","says":"events","events":7}'])(
  "what somebody else says on the channel is not listened to: %s",
  async (text) => {
    await server.engine.pool.query("SELECT pg_notify('talktime', $1)", [text]);
    heard.length = 0;
    await call(`after ${text.length}`);
    await expect.poll(types, { timeout: 10_000 }).toEqual(["call.authorized", "call.ended"]);
  },
);

test("a connection that breaks comes back", async () => {
  const cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'talktime channel'";
  const { rowCount } = await server.engine.pool.query(`${cut} AND datname = current_database()`);
  expect(rowCount).toBe(2);
  heard.length = 0;
  let calls = 0;
  const again = async (): Promise<string[]> => {
    await call(`again-${++calls}`);
    return types();
  };
  await expect.poll(again, { timeout: 20_000, interval: 300 }).toContain("call.ended");
});

test("whoever waits for commands to its switch is woken by the other process", async () => {
  const woken = other.live.waitForCommand("edge", 60_000);
  const about = { organization: "contoso", at: "now", switch: "edge", callId: "long" };
  server.engine.live.publish({ type: "switch.command", ...about });
  await woken;
});
