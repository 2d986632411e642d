import { afterAll, beforeAll, expect, test } from "vitest";
import { audit, auditWords } from "../src/engine/audit.ts";
import { connect } from "../src/switches/simulator/client.ts";
import { Simulator } from "../src/switches/simulator/simulator.ts";
import { OPERATOR_KEY, startServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let url: string;
beforeAll(async () => {
  server = await startServer({ sample: true });
  url = await server.listen();
});
afterAll(() => server.close());

const simulation = { organization: "contoso", concurrent: 10, seed: 7, speed: 120 };
const active = async () =>
  (await server.api("GET", "/v1/calls?state=active&limit=500")).body.items as { callId: string }[];

test("makes calls as a switch does: all of them end, each is charged once", async () => {
  const simulator = new Simulator(connect(url, OPERATOR_KEY), { ...simulation, calls: 60, run: "sixty" });
  const tally = await simulator.run(new AbortController().signal);
  const refused = Object.values(tally.refused).reduce((sum, n) => sum + n, 0);
  expect(tally).toMatchObject({ failed: 0 });
  expect(tally.made).toBeGreaterThanOrEqual(60);
  expect(tally.ended + tally.cut + tally.unanswered + refused).toBe(tally.made);
  expect(tally.ended).toBeGreaterThan(20);
  expect(await active()).toEqual([]);
  const { good, lines } = auditWords(await audit({ pool: server.engine.pool }, null));
  expect(good, lines.join("\n")).toBe(true);
});

test("ends its calls when it is stopped, and hangs up when it is told to", async () => {
  const stop = new AbortController();
  const slow = { ...simulation, speed: 1, calls: Infinity, run: "slow" };
  const running = new Simulator(connect(url, OPERATOR_KEY), slow).run(stop.signal);
  await expect.poll(async () => (await active()).length, { timeout: 20_000 }).toBeGreaterThan(3);
  const { callId } = (await active())[0]!;
  await server.api("POST", `/v1/calls/${callId}/hang-up`, {});
  await expect
    .poll(async () => (await server.api("GET", `/v1/calls/${callId}`)).body.endedAt, { timeout: 20_000 })
    .not.toBeNull();
  stop.abort();
  expect(await running).toMatchObject({ failed: 0 });
  expect(await active()).toEqual([]);
});

test("says so where the organisation is unknown", async () => {
  const simulator = new Simulator(connect(url, OPERATOR_KEY), {
    ...simulation,
    organization: "nobody",
    calls: 1,
    run: "x",
  });
  await expect(simulator.run(new AbortController().signal)).rejects.toThrow(/no organisation nobody/i);
});
