/** What the simulation has found, each as short as it can be told. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { authorize, release } from "../../src/engine/charge.ts";
import type { CallInput } from "../../src/engine/describe.ts";
import { createEngine, type Engine } from "../../src/engine/engine.ts";
import { putOrganization, putSubscription } from "../../src/engine/provision-organization.ts";
import { putUser } from "../../src/engine/provision-user.ts";
import { DEFAULT_PROFILE } from "../../src/engine/switches.ts";
import { freshDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
const engines: Engine[] = [];
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.close();
  await database.drop();
});

const NOW = Date.UTC(2026, 10, 24, 15);

async function startEngine(): Promise<Engine> {
  const silent = (): void => {};
  const log = { warn: silent, error: silent };
  const engine = await createEngine({ connection: database.connection, now: () => NOW, log });
  engines.push(engine);
  return engine;
}

/** A British organisation, one of whose users has MCOPSTN5 and the credits licence. */
async function organize(engine: Engine): Promise<void> {
  const billing = { agreement: "direct" as const, country: "GB" };
  await putOrganization(engine, "albion", { displayName: "Albion", country: "GB", currency: "GBP", billing });
  await putSubscription(engine, "albion", "MCOPSTN_5", 1);
  const licenses = ["MCOPSTN_5", "MCOPSTNC"];
  const person = { displayName: "Ann", kind: "person" as const, usageLocation: "GB", licenses };
  await putUser(engine, "albion", "ann@albion.example", person);
}

const call = (callId: string, to: string) => {
  const input: CallInput = {
    switch: "sbc",
    switchCountry: null,
    node: null,
    organization: null,
    onlyOrganization: null,
    callType: null,
    user: "ann@albion.example",
    from: "anonymous",
    to,
    conferenceId: null,
    extra: null,
    startedAt: null,
    flags: [],
  };
  return { caller: { key: { switch: "sbc", callId }, profile: DEFAULT_PROFILE }, input };
};
const after = (usedSeconds: number) => ({
  usedSeconds,
  answeredAt: null,
  endedAt: null,
  cause: null,
  sipCode: null,
  sipPhrase: null,
  extra: null,
  flags: [],
});

test("a pool whose licences were given up and bought again still knows what was used", async () => {
  const engine = await startEngine();
  await organize(engine);
  const { caller, input } = call("a", "+442079460123");
  await authorize(engine, caller, input, null);
  await release(engine, caller, after(300), null);

  await putSubscription(engine, "albion", "MCOPSTN_5", 0);
  await putSubscription(engine, "albion", "MCOPSTN_5", 1);

  const { rows } = await engine.pool.query("SELECT id, total_minutes, used_minutes FROM pool");
  expect(rows).toEqual([{ id: "MCOPSTN5:GB:domestic", total_minutes: 120, used_minutes: 5 }]);
});

test("the end of an emergency call is told alike by every engine, whoever's account it looked at", async () => {
  const [one, two] = [await startEngine(), await startEngine()];
  await organize(one);
  const { caller, input } = call("sos", "999");
  await authorize(one, caller, input, null);
  const first = await release(one, caller, after(60), null);
  const again = await release(two, caller, after(60), null);
  expect(again.answer).toEqual(first.answer);
});

test("an end that comes right behind its authorisation stays behind it while another process has the account", async () => {
  const engine = await startEngine();
  await organize(engine);
  const { caller, input } = call("b", "+442079460123");
  const other = await engine.pool.connect();
  await other.query("BEGIN");
  await other.query("SELECT FROM account FOR UPDATE");

  const authorized = authorize(engine, caller, input, null);
  const released = release(engine, caller, after(90), null);
  await sleep(20);
  const again = release(engine, caller, after(90), null);
  await other.query("COMMIT");
  other.release();

  expect((await authorized).answer).toMatchObject({ kind: "granted" });
  expect((await released).answer).toMatchObject({ kind: "released", release: { usedSeconds: 90 } });
  expect((await again).answer).toEqual((await released).answer);
});
