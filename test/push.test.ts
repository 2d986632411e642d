/** Pushes: the end of a call that somebody asks for, new limits when money comes in, and what happens as it happens. */
import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { audit, auditWords } from "../src/engine/audit.ts";
import { notify } from "../src/engine/notify.ts";
import { prolongCalls } from "../src/engine/push.ts";
import { reapOverdue } from "../src/engine/reaper.ts";
import { makeOrganization, OPERATOR_KEY, startServer, type TestServer } from "./support/server.ts";

const DECK = `service,prefix,destination,country,number_class,price_per_minute,connection_fee,initial_increment_seconds,increment_seconds,effective_from,effective_to
user_out,44,United Kingdom,GB,geographic,1,0,60,60,2026-01-01T00:00:00Z,`;

let now = Date.parse("2026-11-22T14:00:00Z");
let server: TestServer;
let api: TestServer["api"];
let base: string;
let edgeKey: string;
let calls = 0;

beforeAll(async () => {
  server = await startServer({ now: () => now });
  api = server.api;
  base = await server.listen();
  await api("POST", "/v1/rate-decks?name=test&currency=USD", DECK, { headers: { "content-type": "text/csv" } });
  edgeKey = await keyWith({ scopes: ["switch"], switch: "edge" });
});
afterAll(async () => {
  const { good, lines } = auditWords(await audit(server.engine, null));
  await server.close();
  expect(good, lines.join("\n")).toBe(true);
});

const keyWith = async (wanted: object): Promise<string> =>
  (await api("POST", "/v1/api-keys", { name: "test", ...wanted })).body.key;

/** An organisation with that much money, and a user who may call abroad for 1.00 a minute. */
async function organization(id: string, money: string): Promise<void> {
  await makeOrganization(server, id, { licenses: ["MCOPSTN1"] });
  await api("PUT", `/v1/organizations/${id}/users/ann@${id}.example`, {
    ...{ displayName: "Ann", kind: "person", usageLocation: "US", licenses: ["MCOPSTN1", "MCOPSTNC"] },
  });
  await give(id, money);
}
const give = (id: string, amount: string) =>
  api("POST", `/v1/organizations/${id}/adjustments`, { amount, reason: "test" });
const credits = async (id: string) => (await api("GET", `/v1/organizations/${id}/credits`)).body;

/** A call in progress of Ann's, on the switch `edge`. */
async function call(org: string, more: object = {}): Promise<string> {
  const callId = `${org}-${++calls}`;
  const asked = { callId, user: `ann@${org}.example`, from: "+12065550101", to: "+442079460100", ...more };
  expect((await api("POST", "/v1/calls", asked, { key: edgeKey })).status).toBe(201);
  await op(callId, "answer");
  return callId;
}
const op = (callId: string, what: string, body: object = {}, key = edgeKey) =>
  api("POST", `/v1/calls/${callId}/${what}`, body, { key });
const toDo = async (query = "", key = edgeKey) =>
  (await api("GET", `/v1/switch-commands${query}`, undefined, { key })).body.items;

test("a hang-up is asked for once, listed until it is done, and ends with the call", async () => {
  await organization("ending", "10");
  const callId = await call("ending", { node: "sbc-1" });
  const asked = await api("POST", `/v1/calls/${callId}/hang-up`, { reason: "Fraud desk" });
  expect([asked.status, asked.body]).toEqual([
    202,
    {
      callId,
      command: {
        ...{ id: expect.stringMatching(/^\d+$/), type: "hang-up", callId, organization: "ending", node: "sbc-1" },
        ...{ reason: "Fraud desk", announcement: "en/ended-by-administrator", at: new Date(now).toISOString() },
      },
    },
  ]);
  const { command } = asked.body;
  expect((await op(callId, "hang-up")).body).toEqual(asked.body);
  expect(await toDo()).toEqual([command]);
  expect(await toDo(`?after=${command.id}`), "read already").toEqual([]);
  expect(await toDo("?node=sbc-1")).toEqual([command]);
  expect(await toDo("?node=sbc-2"), "another node's").toEqual([]);
  expect(await toDo("", await keyWith({ scopes: ["switch"], switch: "other" })), "another switch's").toEqual([]);

  const done = () => api("POST", `/v1/switch-commands/${command.id}/done`, {}, { key: edgeKey });
  expect([(await done()).status, (await done()).status, await toDo()]).toEqual([200, 200, []]);
  const again = (await op(callId, "hang-up")).body.command;
  expect(await toDo(), "it is still in progress, and was asked for again").toEqual([again]);
  const released = await op(callId, "release", { usedSeconds: 30 });
  expect(await toDo(), "it has ended").toEqual([]);
  const late = await op(callId, "hang-up");
  expect([late.status, late.body]).toEqual([200, released.body]);
});

test("who may not, and what can not, be ended from outside", async () => {
  await organization("guarded", "10");
  const callId = await call("guarded");
  const admin = await keyWith({ scopes: ["admin"], organization: "guarded" });
  const reader = await keyWith({ scopes: ["read"], organization: "guarded" });
  const stranger = await keyWith({ scopes: ["switch"], switch: "stranger" });
  await api("POST", "/v1/calls", { callId: "help", from: "+12065550101", to: "911" }, { key: edgeKey });
  const asked = {
    reader: await op(callId, "hang-up", {}, reader),
    "another switch": await op(callId, "hang-up", {}, stranger),
    "an emergency call": await op("help", "hang-up"),
    "no such call": await op("nobody", "hang-up"),
    "a bad reason": await op(callId, "hang-up", { reason: "a\nb" }),
    "its own administrator": await op(callId, "hang-up", {}, admin),
  };
  expect(
    Object.fromEntries(Object.entries(asked).map(([who, { status, body }]) => [who, [status, body.code]])),
  ).toEqual({
    reader: [403, "FORBIDDEN"],
    "another switch": [404, "UNKNOWN_CALL"],
    "an emergency call": [403, "EMERGENCY_CALL"],
    "no such call": [404, "UNKNOWN_CALL"],
    "a bad reason": [400, "INVALID_REQUEST"],
    "its own administrator": [202, undefined],
  });
  const bad = ["?after=x", "?waitSeconds=31", "?limit=0", "?what=1"].map((query) =>
    api("GET", `/v1/switch-commands${query}`, undefined, { key: edgeKey }),
  );
  expect((await Promise.all(bad)).map(({ status }) => status)).toEqual([400, 400, 400, 400]);
  const unknown = await api("POST", "/v1/switch-commands/999999/done", {}, { key: edgeKey });
  expect(unknown.body.code).toBe("UNKNOWN_SWITCH_COMMAND");
  await op(callId, "release", { usedSeconds: 0 });
});

test("a poll that waits is answered as soon as there is something to do", async () => {
  await organization("waiting", "10");
  const callId = await call("waiting");
  const poll = toDo("?waitSeconds=30");
  const started = performance.now();
  await new Promise((next) => setTimeout(next, 50));
  await op(callId, "hang-up");
  expect(await poll).toEqual([expect.objectContaining({ type: "hang-up", callId })]);
  expect(performance.now() - started).toBeLessThan(10_000);
  await op(callId, "release", { usedSeconds: 0 });
  expect(await toDo("?waitSeconds=1")).toEqual([]);
});

test("money that comes in prolongs the calls that it would have cut, as far as asking would have", async () => {
  await organization("rescued", "3");
  const callId = await call("rescued", { requestedSeconds: 600 });
  expect((await api("GET", `/v1/calls/${callId}`)).body).toMatchObject({
    limitSeconds: 180,
    finalGrant: true,
    held: "3",
  });
  now += 100_000;
  await prolongCalls(server.engine);
  expect(await toDo(), "no money came").toEqual([]);

  await give("rescued", "5");
  await prolongCalls(server.engine);
  // 100 s are used; the switch's usual 300 s more take it to 400, which is 7 minutes begun.
  const [command, ...others] = await toDo();
  expect([command, others]).toEqual([
    expect.objectContaining({ type: "new-limit", callId, limitSeconds: 400, reason: "MONEY_CAME_IN" }),
    [],
  ]);
  expect(await credits("rescued")).toMatchObject({ balance: "8", held: "7", available: "1" });
  expect((await op(callId, "update", { usedSeconds: 100 })).body).toMatchObject({
    limitSeconds: 400,
    finalGrant: false,
  });
  await prolongCalls(server.engine);
  expect(await credits("rescued")).toMatchObject({ held: "7" });
  now += 290_000;
  expect((await op(callId, "release", { usedSeconds: 390 })).body).toMatchObject({ charge: "7" });
});

test("the call that ends first is prolonged first, and a newer limit takes the place of an older one", async () => {
  await organization("shared", "2");
  const early = await call("shared", { requestedSeconds: 60 });
  now += 1_000;
  const late = await call("shared", { requestedSeconds: 60 });
  for (const callId of [early, late])
    expect((await op(callId, "update", { usedSeconds: 0 })).body).toMatchObject({ limitSeconds: 60, finalGrant: true });
  const afterMore = async () => {
    await give("shared", "1");
    await prolongCalls(server.engine);
    return (await toDo()).map((one: { callId: string; limitSeconds: number }) => [one.callId, one.limitSeconds]);
  };
  expect(await afterMore()).toEqual([[early, 120]]);
  expect(await afterMore()).toEqual([
    [early, 120],
    [late, 120],
  ]);
  expect(await afterMore()).toEqual([
    [late, 120],
    [early, 180],
  ]);
  for (const callId of [early, late]) await op(callId, "release", { usedSeconds: 10 });
});

test("a call whose paid time is over is not prolonged: it is being cut", async () => {
  await organization("over", "1");
  const callId = await call("over");
  now += 61_000;
  await give("over", "50");
  await prolongCalls(server.engine);
  expect(await toDo()).toEqual([]);
  await op(callId, "release", { usedSeconds: 60 });
});

test("a ringing call is prolonged, too; one whose hold has lapsed is not", async () => {
  await organization("ringing", "1");
  const rings = (callId: string) =>
    api(
      "POST",
      "/v1/calls",
      { callId, user: "ann@ringing.example", from: "+12065550101", to: "+442079460100" },
      { key: edgeKey },
    );
  await rings("rings");
  await give("ringing", "1");
  await prolongCalls(server.engine);
  expect(await toDo()).toEqual([expect.objectContaining({ callId: "rings", limitSeconds: 120 })]);
  expect((await op("rings", "answer")).body.limitSeconds).toBe(120);
  await op("rings", "release", { usedSeconds: 1 });
  await rings("lapses");
  now += 181_000;
  await reapOverdue(server.engine);
  await give("ringing", "1");
  await prolongCalls(server.engine);
  expect(await toDo()).toEqual([]);
});

test("webhooks get the events of calls that they name, and only where one does", async () => {
  await organization("told", "1");
  const events = ["call.*", "switch.hang-up"];
  await api("PUT", "/v1/organizations/told/webhooks/crm", { url: "http://127.0.0.1:9/", events });
  const callId = await call("told");
  await op(callId, "hang-up");
  await op(callId, "release", { usedSeconds: 10, sipCode: 200 });
  await api("POST", "/v1/calls", {
    callId: "told-refused",
    user: "ann@told.example",
    from: "+12065550101",
    to: "+442079460100",
  });
  await organization("silent", "1");
  await op(await call("silent"), "release", { usedSeconds: 10 });
  await notify(server.engine, "http://localhost");
  const delivered = await api("GET", "/v1/organizations/told/webhooks/crm/deliveries");
  expect(delivered.body.items.map(({ event }: { event: string }) => event)).toEqual([
    "call.refused",
    "call.ended",
    "switch.hang-up",
  ]);
  const { rows } = await server.engine.pool.query(
    "SELECT organization, name, about FROM event WHERE name ~ '^(call|switch)[.]' ORDER BY id",
  );
  expect(rows).toEqual([
    { organization: "told", name: "switch.hang-up", about: expect.objectContaining({ callId, reason: "HANG_UP" }) },
    {
      ...{ organization: "told", name: "call.ended" },
      about: expect.objectContaining({ callId, usedSeconds: 10, charge: "1", end: "real", sipCode: 200 }),
    },
    {
      ...{ organization: "told", name: "call.refused" },
      about: expect.objectContaining({ callId: "told-refused", code: "OUT_OF_CREDIT" }),
    },
  ]);
});

test("server-sent events: what the listener may see, in order, and again after Last-Event-ID", async () => {
  await organization("heard", "5");
  await organization("unheard", "5");
  const ear = await listen("", { key: await keyWith({ scopes: ["read"], organization: "heard" }) });
  const edge = await listen("", { key: edgeKey });
  const all = await listen("?organization=heard");
  const callId = await call("heard");
  await op(await call("unheard"), "release", { usedSeconds: 1 });
  await op(callId, "hang-up", { reason: "enough" });
  await op(callId, "release", { usedSeconds: 10 });
  const wanted = ["call.authorized", "call.answered", "switch.command", "call.ended"];
  const ofCall = await ear.until((events) => events.some(({ type }) => type === "call.ended"));
  expect(ofCall.filter(({ type }) => type !== "credits.changed").map(({ type }) => type)).toEqual(wanted);
  expect(ofCall.find(({ type }) => type === "call.ended")).toMatchObject({
    organization: "heard",
    callId,
    usedSeconds: 10,
    charge: "1",
    currency: "USD",
  });
  expect(ofCall.filter(({ organization: whose }) => whose !== "heard")).toEqual([]);
  const ofEdge = await edge.until((events) => events.filter(({ type }) => type === "call.ended").length === 2);
  expect(
    ofEdge.filter(({ type }) => type === "credits.changed"),
    "a switch sees no balances",
  ).toEqual([]);
  const seen = await all.until((events) => events.some(({ type }) => type === "call.ended"));
  for (const one of [ear, edge, all]) one.close();

  const again = await listen("?organization=heard", { lastId: seen[0]!.eventId });
  expect((await again.until((events) => events.some(({ type }) => type === "call.ended")))[0]!.eventId).toBe(
    seen[1]!.eventId,
  );
  await give("heard", "1");
  const inFull = (one: Heard) => one.type === "credits.changed" && one["available"] === "5" && one["held"] === "0";
  expect((await again.until((events) => events.some(inFull))).find(inFull)).toMatchObject({ currency: "USD" });
  again.close();
  expect(
    (
      await api("GET", "/v1/events?organization=unheard", undefined, {
        key: await keyWith({ scopes: ["read"], organization: "heard" }),
      })
    ).status,
  ).toBe(404);
});

test("who listens to an organisation that is not there is told so, whoever it is", async () => {
  const answer = await api("GET", "/v1/events?organization=unheard-of");
  expect([answer.status, answer.body.code]).toEqual([404, "UNKNOWN_ORGANIZATION"]);
});

test("a listener that does not read is dropped", async () => {
  const { port } = new URL(base);
  const { live } = server.engine;
  const before = live.listening;
  const socket = connect(Number(port), "127.0.0.1");
  socket.on("error", () => {});
  socket.pause();
  socket.write(`GET /v1/events HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer ${OPERATOR_KEY}\r\n\r\n`);
  await expect.poll(() => live.listening, { timeout: 10_000 }).toBe(before + 1);
  const event = { type: "notice", organization: "heard", at: "now", text: "x".repeat(10_000) } as const;
  await expect
    .poll(
      () => {
        for (let i = 0; i < 100; i++) live.publish(event);
        return live.listening;
      },
      { timeout: 20_000, interval: 20 },
    )
    .toBe(before);
  socket.destroy();
});

interface Heard {
  eventId: string;
  type: string;
  [member: string]: unknown;
}

/** A client of the stream that keeps what it hears. */
async function listen(query: string, { key, lastId }: { key?: string; lastId?: string } = {}) {
  const gone = new AbortController();
  const response = await fetch(`${base}/v1/events${query}`, {
    headers: {
      authorization: `Bearer ${key ?? OPERATOR_KEY}`,
      ...(lastId === undefined ? {} : { "last-event-id": lastId }),
    },
    signal: gone.signal,
  });
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  const heard: Heard[] = [];
  let wake = (): void => {};
  void (async () => {
    let text = "";
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const blocks = text.split("\n\n");
      text = blocks.pop()!;
      for (const block of blocks) {
        const fields = Object.fromEntries(block.split("\n").map((line) => line.split(/: (.*)/s)));
        if (fields["data"]) heard.push({ eventId: fields["id"], ...JSON.parse(fields["data"]) });
      }
      wake();
    }
  })().catch(() => {});
  return {
    until: async (enough: (events: Heard[]) => boolean): Promise<Heard[]> => {
      const late = AbortSignal.timeout(10_000);
      while (!enough(heard)) {
        await new Promise<void>((next, fail) => {
          wake = next;
          late.onabort = () => fail(new Error(`heard only ${JSON.stringify(heard)}`));
        });
      }
      return [...heard];
    },
    close: () => gone.abort(),
  };
}
