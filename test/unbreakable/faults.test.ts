/** One fault each: what Talktime answers meanwhile, what is there afterwards, and that the books balance. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as charge from "../../src/engine/charge.ts";
import { Overloaded, Unavailable } from "../../src/engine/commands.ts";
import { reapOverdue } from "../../src/engine/reaper.ts";
import { DEFAULT_PROFILE } from "../../src/engine/switches.ts";
import { callerOf, endOf, inputOf } from "./engine-calls.ts";
import type { Cut } from "./proxy.ts";
import { type Faulty, startFaulty } from "./proxied.ts";
import { callOf, CUBA } from "./world.ts";

let talktime: Faulty;
const start = async (...options: Parameters<typeof startFaulty>): Promise<void> => {
  talktime = await startFaulty(...options);
};
afterEach(async () => {
  const fault = await talktime.faultOfBooks();
  await talktime.close();
  expect(fault).toBe("");
});

const authorize = (callId: string, to?: string) =>
  talktime.ask("POST", "/v1/calls", callOf(talktime.organization, callId, to));
const tell = (callId: string, phase: string, body: object = {}) =>
  talktime.ask("POST", `/v1/calls/${callId}/${phase}`, body);
const credits = async () => (await talktime.ask("GET", "/v1/organizations/contoso/credits")).body;
const ids = (count: number, name = "call"): string[] => Array.from({ length: count }, (_, i) => `${name}-${i + 1}`);

describe("the connection is cut exactly at COMMIT", () => {
  beforeEach(() => start());

  const cases: [what: string, cuts: Cut[]][] = [
    ["before it arrives", ["before"]],
    ["after it is done and before the answer", ["after"]],
    ["again and again, this way and that", ["after", "before", "after", "after", "before"]],
  ];
  test.each(cases)("%s: calls are authorised and charged once", async (_what, cuts) => {
    talktime.proxy.cuts = [...cuts];
    const granted = await Promise.all(ids(40).map((callId) => authorize(callId)));
    expect(granted.map(({ status }) => status)).toEqual(granted.map(() => 201));
    expect(talktime.proxy.cuts).toEqual([]);
    // 3.05 for 300 s each.
    expect(await credits()).toMatchObject({ balance: "1000", held: "122", available: "878" });

    talktime.proxy.cuts = [...cuts];
    const released = await Promise.all(ids(40).map((callId) => tell(callId, "release", { usedSeconds: 60 })));
    expect(talktime.proxy.cuts).toEqual([]);
    expect(released.map(({ status, body }) => [status, body.charge])).toEqual(released.map(() => [200, "0.65"]));
    expect(await credits()).toMatchObject({ balance: "974", held: "0" });
  });

  test.each(cases)("%s: a top-up is credited once", async (_what, cuts) => {
    const { paymentMethod } = talktime.organization;
    const topUp = () =>
      talktime.ask(
        "POST",
        "/v1/organizations/contoso/top-ups",
        { amount: "75.5", paymentMethod },
        { "idempotency-key": "one" },
      );
    talktime.proxy.cuts = [...cuts];
    await topUp();
    talktime.proxy.cuts = [];
    expect(await topUp()).toMatchObject({ status: 201, body: { state: "succeeded" } });
    expect(await credits()).toMatchObject({ balance: "1075.5" });
  });
});

describe("the database is gone for a while", () => {
  const PATIENCE_MS = 3_000;
  beforeEach(() => start("1000", PATIENCE_MS));

  test("its connections break: new calls are refused, nothing is lost, and all goes on by itself", async () => {
    await authorize("before");
    await tell("before", "answer");
    talktime.proxy.down();

    await expect.poll(async () => (await authorize("meanwhile-1")).status).toBe(503);
    const [refused, seconds] = await timed(() => authorize("meanwhile-2"));
    expect([refused.status, refused.headers["retry-after"]]).toEqual([503, "1"]);
    expect(seconds).toBeLessThan(1);

    // An emergency call goes on, whatever is written of it.
    const [emergency, emergencySeconds] = await timed(() => authorize("help", "911"));
    expect([emergency.status, emergency.body.grantedSeconds]).toEqual([201, 86_400]);
    expect(emergencySeconds).toBeLessThan(2.5);

    // The end of a call is not refused: it waits, and is told only after a while that it must come again.
    const [late, lateSeconds] = await timed(() => tell("before", "release", { usedSeconds: 60 }));
    expect(late.status).toBe(503);
    expect(lateSeconds).toBeGreaterThan(PATIENCE_MS / 1000 - 0.5);

    const waiting = tell("before", "release", { usedSeconds: 60 });
    await sleep(300);
    talktime.proxy.up();
    expect(await waiting).toMatchObject({ status: 200, body: { charge: "0.65" } });
    expect(await authorize("afterwards")).toMatchObject({ status: 201 });
    await tell("afterwards", "release", { usedSeconds: 0 });
    expect(await tell("before", "release", { usedSeconds: 60 })).toMatchObject({
      status: 200,
      body: { charge: "0.65" },
    });
    for (const callId of ["meanwhile-1", "meanwhile-2"]) await tell(callId, "release", { usedSeconds: 0 });
    expect(await credits()).toMatchObject({ balance: "999.35", held: "0" });
  });

  test("it does not answer any more: nobody waits for ever, and all goes on by itself", async () => {
    const { engine, proxy } = talktime;
    const call = (callId: string, to = CUBA) =>
      charge.authorize(engine, callerOf(callId), { ...inputOf(talktime.organization), to }, 300);
    const release = (callId: string) => charge.release(engine, callerOf(callId), endOf(60), null);
    await call("before");
    proxy.silent();

    // The first one is at the database; those after it learn that this takes long.
    const [first, seconds] = await timed(() => call("meanwhile-1").catch((error: unknown) => error));
    expect(first).toBeInstanceOf(Unavailable);
    expect(seconds).toBeLessThan(2.8);
    const [next, nextSeconds] = await timed(() => call("meanwhile-2").catch((error: unknown) => error));
    expect(next).toBeInstanceOf(Overloaded);
    expect(nextSeconds).toBeLessThan(0.5);
    const [emergency, emergencySeconds] = await timed(() => call("help", "911"));
    expect(emergency.answer).toMatchObject({ kind: "granted", grant: { grantedSeconds: 86_400 } });
    expect(emergencySeconds).toBeLessThan(2.5);
    const [late, lateSeconds] = await timed(() => release("before").catch((error: unknown) => error));
    expect(late).toBeInstanceOf(Unavailable);
    expect(lateSeconds).toBeGreaterThan(PATIENCE_MS / 1000 - 0.5);

    const waiting = release("before");
    await sleep(300);
    proxy.up();
    expect((await waiting).answer).toMatchObject({ kind: "released", release: { charge: 650_000n } });
    expect((await call("afterwards")).answer.kind).toBe("granted");
    for (const callId of ["meanwhile-1", "meanwhile-2", "afterwards"]) await release(callId);
    expect((await release("before")).answer).toMatchObject({ kind: "released", release: { charge: 650_000n } });
    expect(await credits()).toMatchObject({ held: "0" });
  });

  test("its connections broke while nobody called: the next call is granted", async () => {
    await authorize("before");
    talktime.proxy.down();
    await sleep(300);
    talktime.proxy.up();
    await expect.poll(async () => (await authorize("after")).status, { timeout: 5_000 }).toBe(201);
  });
});

describe("the clock is set back an hour", () => {
  const HOUR = 3_600_000;
  const NOW = Date.parse("2026-12-01T00:20:00Z");
  beforeEach(async () => {
    await start();
    talktime.clock.now = () => NOW;
  });
  const iso = (ms: number): string => new Date(ms).toISOString();

  test("during a call: it costs what it lasted, by its seconds or by its times", async () => {
    for (const callId of ["by-seconds", "by-times", "late"]) {
      expect((await authorize(callId)).status).toBe(201);
      expect((await tell(callId, "answer")).status).toBe(200);
    }
    // Into another month, as it happens.
    talktime.clock.now = () => NOW - HOUR + 60_000;
    expect(await tell("by-seconds", "update", { usedSeconds: 60 })).toMatchObject({ status: 200 });
    expect(await tell("by-seconds", "release", { usedSeconds: 60 })).toMatchObject({ body: { charge: "0.65" } });
    const times = { answeredAt: iso(NOW), endedAt: iso(NOW + 60_000) };
    expect(await tell("by-times", "release", times)).toMatchObject({ body: { usedSeconds: 60, charge: "0.65" } });
    // A new call, a repeat and a top-up are nothing special.
    expect(await authorize("new")).toMatchObject({ status: 201 });
    expect(await tell("new", "release", { usedSeconds: 0 })).toMatchObject({ status: 200, body: { charge: "0" } });
    expect(await tell("by-times", "release", times)).toMatchObject({ body: { usedSeconds: 60, charge: "0.65" } });
    const { paymentMethod } = talktime.organization;
    const topUp = { amount: "50", paymentMethod };
    expect(await talktime.ask("POST", "/v1/organizations/contoso/top-ups", topUp)).toMatchObject({ status: 201 });
    // And right again.
    talktime.clock.now = () => NOW + 120_000;
    expect(await tell("late", "release", { usedSeconds: 120 })).toMatchObject({ body: { charge: "1.25" } });
    expect(await credits()).toMatchObject({ balance: "1047.45", held: "0" });
  });

  test("calls are not presumed over for that, and are when it is set forward; their real end corrects it", async () => {
    await authorize("call");
    await tell("call", "answer");
    talktime.clock.now = () => NOW - HOUR;
    expect(await reapOverdue(talktime.engine)).toBe(0);
    talktime.clock.now = () => NOW + HOUR;
    expect(await reapOverdue(talktime.engine)).toBe(1);
    expect((await talktime.ask("GET", "/v1/calls/call")).body).toMatchObject({ end: "presumed", state: "completed" });
    talktime.clock.now = () => NOW + 60_000;
    expect(await tell("call", "release", { usedSeconds: 60 })).toMatchObject({ body: { charge: "0.65" } });
    expect((await talktime.ask("GET", "/v1/calls/call")).body).toMatchObject({ end: "real", charge: "0.65" });
    expect(await credits()).toMatchObject({ balance: "999.35", held: "0" });
  });
});

describe("one request of a batch is poisoned", () => {
  beforeEach(() => start());

  const neighbours = () => Promise.all(ids(30).map((callId) => authorize(callId)));
  const { key } = callerOf("poison");
  const input = () => inputOf(talktime.organization);
  const granted = async (answers: ReturnType<typeof neighbours>): Promise<void> => {
    expect((await answers).map(({ status }) => status)).toEqual(ids(30).map(() => 201));
    expect(await credits()).toMatchObject({ held: "91.5" });
  };

  test("its decision throws: it fails alone", async () => {
    const answers = neighbours();
    const poison = talktime.engine.lane.charge({
      kind: "call",
      key,
      input: input(),
      sheddable: false,
      request: () => {
        throw new Error("a mistake of ours");
      },
    });
    await expect(poison).rejects.toThrow("a mistake of ours");
    await granted(answers);
  });

  test("PostgreSQL refuses what it writes: the batch is halved until it is alone", async () => {
    const answers = neighbours();
    const poison = talktime.engine.lane.run("contoso", {
      decide: () => ({
        result: undefined,
        alsoWrite: [{ text: "UPDATE account SET available = -1 WHERE organization = 'contoso'", values: [] }],
      }),
    });
    await expect(poison).rejects.toThrow(/account_available_check/);
    await granted(answers);
  });

  test("it breaks the connection each time: it is refused alone, and the others go on", async () => {
    const answers = neighbours();
    const poison = talktime.engine.lane.run("contoso", {
      decide: () => ({
        result: undefined,
        alsoWrite: [{ text: "SELECT pg_terminate_backend(pg_backend_pid())", values: [] }],
      }),
    });
    await expect(poison).rejects.toThrow(/broke each time/);
    await granted(answers);
  });

  test.each([
    ["U+0000", "na\0ve"],
    ["half of a character", "na\ud800ve"],
  ])("its text holds %s and came past the edge: its neighbours go on", async (_what, callId) => {
    const answers = neighbours();
    const poison = talktime.engine.lane.charge({
      kind: "call",
      key: { ...key, callId },
      input: input(),
      sheddable: false,
      request: (described) => ({
        ...{ phase: "authorize", key: { ...key, callId }, described: described!, requestedSeconds: 300 },
        profile: DEFAULT_PROFILE,
      }),
    });
    await poison.catch(() => {});
    expect((await answers).map(({ status }) => status)).toEqual(ids(30).map(() => 201));
  });

  test("an operation of a batch over HTTP is not valid: it is refused alone", async () => {
    const operations = [
      { op: "authorize", ...callOf(talktime.organization, "good-1") },
      { op: "authorize", callId: "bad", from: 7 },
      { op: "explode" },
      null,
      { op: "authorize", ...callOf(talktime.organization, "good-2") },
    ];
    const { body } = await talktime.ask("POST", "/v1/calls/batch", { operations });
    const results = body.results as { status: number }[];
    expect(results.map(({ status }) => status)).toEqual([201, 400, 400, 400, 201]);
  });
});

describe("text that can not be stored is refused at the edge, and stores nothing", () => {
  beforeEach(() => start());

  const body = (callId: string): string => JSON.stringify(callOf(talktime.organization, callId));
  test.each([
    ["U+0000 in a body", () => body("zero").replace("zero", "ze\\u0000ro"), 400],
    ["U+0000 in a name", () => body("zero").replace('"user"', '"us\\u0000er"'), 400],
    ["half of a character", () => body("half").replace("ann@", "\\ud83dnn@"), 400],
    [
      "bytes that are no UTF-8",
      () => Buffer.concat([Buffer.from(body("bytes").slice(0, -2)), Buffer.from([0xff, 0xc3, 0x22, 0x7d])]),
      400,
    ],
    [
      "a text that ends in the middle of a character",
      () => Buffer.from('{"callId":"caf\u00e9'.slice(0, -1) + "\u00c3", "latin1"),
      400,
    ],
  ])("%s", async (_what, payload, status) => {
    const answer = await talktime.ask("POST", "/v1/calls", payload());
    expect(answer.status, JSON.stringify(answer.body)).toBe(status);
    expect(await authorize("next")).toMatchObject({ status: 201 });
    expect((await talktime.ask("GET", "/v1/calls?state=active")).body.items).toHaveLength(1);
  });

  test.each(["/v1/calls/%00", "/v1/calls/%ff%fe/release", "/v1/calls?callId=%00", "/v1/organizations/a%00b"])(
    "in the address %s",
    async (path) => {
      expect((await talktime.ask("GET", path)).status).toBeGreaterThanOrEqual(400);
      expect((await talktime.ask("GET", path)).status).toBeLessThan(500);
    },
  );
});

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const began = performance.now();
  return [await work(), (performance.now() - began) / 1000];
}
