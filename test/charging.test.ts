/** Calls as a switch charges them: contract.md, Calls, over HTTP on a real database with a clock of the test's own. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { audit, auditWords } from "../src/engine/audit.ts";
import { createEngine } from "../src/engine/engine.ts";
import { reapOverdue } from "../src/engine/reaper.ts";
import { makeOrganization, startServer, type TestServer } from "./support/server.ts";

const NOW = Date.parse("2026-11-22T14:00:00Z");
const at = (seconds: number): string => new Date(NOW + 1000 * seconds).toISOString();
const HEADER =
  "service,prefix,destination,country,number_class,price_per_minute,connection_fee,initial_increment_seconds,increment_seconds,effective_from,effective_to";
const DECK = [
  HEADER,
  "user_out,44,United Kingdom,GB,geographic,0.015,0,60,60,2026-01-01T00:00:00Z,",
  "user_out,53,Cuba,CU,geographic,30,0,60,60,2026-01-01T00:00:00Z,",
  "user_out,1900,US premium,US,premium,2,0,60,60,2026-01-01T00:00:00Z,",
  "conf_in,1,United States,US,geographic,0.02,0,60,60,2026-01-01T00:00:00Z,",
  "tollfree_in,1800,US toll-free,US,toll-free,0.05,0,60,60,2026-01-01T00:00:00Z,",
].join("\n");

let now: number;
let server: TestServer;
let api: TestServer["api"];

beforeEach(async () => {
  now = NOW;
  server = await startServer({ now: () => now });
  api = server.api;
  await makeOrganization(server, "contoso", { licenses: ["MCOPSTN1", "MCOMEETADV", "MCOMEETACPEA"] });
  const deck = await api("POST", "/v1/rate-decks?name=test&currency=USD", DECK, {
    headers: { "content-type": "text/csv" },
  });
  expect(deck.status, JSON.stringify(deck.body)).toBe(201);
  await user("ann", ["MCOPSTN1", "MCOPSTNC"]);
  await user("ben", ["MCOPSTN1"]);
});
afterEach(async () => {
  const { good, lines } = auditWords(await audit(server.engine, null));
  await server.close();
  expect(good, lines.join("\n")).toBe(true);
});

const org = (path: string): string => `/v1/organizations/contoso/${path}`;
const user = async (name: string, licenses: string[], more: object = {}) => {
  const body = { displayName: name, kind: "person", usageLocation: "US", licenses, ...more };
  const made = await api("PUT", org(`users/${name}@contoso.example`), body);
  expect(made.status, JSON.stringify(made.body)).toBeLessThan(300);
};
async function fund(amount = "100"): Promise<void> {
  const { body: method } = await api("POST", org("payment-methods"), { type: "card", token: "tok_visa" });
  const { body } = await api("POST", org("top-ups"), { amount, paymentMethod: method.id });
  expect(body.state).toBe("succeeded");
}
const credits = async () => (await api("GET", org("credits"))).body;
const call = (callId: string, more: object = {}) =>
  api("POST", "/v1/calls", { callId, user: "ann@contoso.example", from: "+12065550101", to: "+442079460100", ...more });
const op = (callId: string, name: string, body: object = {}) =>
  api("POST", `/v1/calls/${encodeURIComponent(callId)}/${name}`, body);

describe("a call from its first question to its last", () => {
  test("is held for, prolonged, charged by the started minute, and the rest is free again", async () => {
    await fund();
    const id = "a84b4c76e66710@pc33/1;x=%41";
    const asked = await call(id);
    expect(asked.status).toBe(201);
    expect(asked.body).toEqual({
      id: expect.stringMatching(/^\d+$/),
      callId: id,
      granted: true,
      grantedSeconds: 300,
      limitSeconds: 300,
      finalGrant: false,
      nextUpdateSeconds: 270,
      funding: [{ source: "credits", seconds: 300, amount: "0.075" }],
    });
    expect(await credits()).toMatchObject({ balance: "100", held: "0.075", available: "99.925" });
    expect((await op(id, "answer")).body).toMatchObject({ callId: id, limitSeconds: 300 });
    now += 270_000;
    expect((await op(id, "update", { usedSeconds: 270 })).body).toMatchObject({
      grantedSeconds: 300,
      limitSeconds: 570,
    });
    expect((await op(id, "update", { usedSeconds: 270 })).body).toMatchObject({ limitSeconds: 570 });
    now += 31_000;
    const released = await op(id, "release", { usedSeconds: 301, cause: 16, sipCode: 200 });
    expect(released.status).toBe(200);
    expect(released.body).toEqual({
      callId: id,
      usedSeconds: 301,
      billedSeconds: 360,
      charge: "0.09",
      currency: "USD",
      funding: [{ source: "credits", seconds: 301, amount: "0.09", lot: expect.any(String) }],
    });
    expect((await op(id, "release", { usedSeconds: 301 })).body).toEqual(released.body);
    expect(await credits()).toMatchObject({ balance: "99.91", held: "0", available: "99.91" });
    const { items } = (await api("GET", org("ledger"))).body;
    expect(items.map((line: { amount: string; balanceAfter: string }) => [line.amount, line.balanceAfter])).toEqual([
      ["0.09", "99.91"],
      ["100", "100"],
    ]);
    const view = (await api("GET", `/v1/calls/${encodeURIComponent(id)}`)).body;
    expect(view).toMatchObject({
      state: "completed",
      charge: "0.09",
      capability: "MCOPSTNPP",
      cause: "16",
      sipCode: 200,
    });
    expect(view.explanation.text.join("\n")).toMatch(/360 s are billed; the exact price is 0.09 USD/);
  });

  test("within the plan it takes whole minutes of the pool and no money", async () => {
    expect((await call("home", { to: "+14255550199" })).body.funding).toEqual([
      { source: "pool:MCOPSTN1:US:domestic", seconds: 300 },
    ]);
    const pool = async () =>
      (await api("GET", org("pools"))).body.find((p: { capability: string }) => p.capability === "MCOPSTN1");
    expect(await pool()).toMatchObject({ totalMinutes: 30_000, heldMinutes: 5, usedMinutes: 0 });
    expect((await op("home", "release", { usedSeconds: 61 })).body).toMatchObject({ charge: "0", billedSeconds: 120 });
    expect(await pool()).toMatchObject({ heldMinutes: 0, usedMinutes: 2, availableMinutes: 29_998 });
  });

  test.each([
    { what: "milliseconds round half up", end: { answeredAt: at(0), endedAt: "2026-11-22T14:01:00.500Z" }, used: 61 },
    { what: "just under half rounds down", end: { answeredAt: at(0), endedAt: "2026-11-22T14:01:00.499Z" }, used: 60 },
    {
      what: "any offset and fraction",
      end: { answeredAt: "2026-11-22T23:00:00.000001+09:00", endedAt: at(90) },
      used: 90,
    },
    { what: "never answered", end: { usedSeconds: 0, sipCode: 486 }, used: 0 },
  ])("the end of a call: $what", async ({ end, used }) => {
    await fund();
    await call("c");
    now += 600_000;
    expect((await op("c", "release", end)).body.usedSeconds).toBe(used);
  });

  test("a time in the future counts as now, and is flagged", async () => {
    await fund();
    await call("c");
    await op("c", "answer", { answeredAt: at(3600) });
    now += 30_000;
    await op("c", "release", { usedSeconds: 30 });
    expect((await api("GET", "/v1/calls/c")).body).toMatchObject({ answeredAt: at(0), flags: ["TIME_IN_FUTURE"] });
  });
});

test.each([
  { what: "an end in the future is now", after: 0, end: () => [at(-30), at(3600)], used: 30 },
  { what: "a clock that is two minutes ahead", after: 300, end: () => [at(125), at(420)], used: 295 },
  { what: "a clock that is hours ahead", after: 300, end: () => [at(7205), at(7500)], used: 295 },
  { what: "no call lasts longer than it is known", after: 60, end: () => [at(10), at(3600)], used: 60 },
])("$what", async ({ after, end, used }) => {
  await fund();
  await call("c");
  const [answeredAt, endedAt] = end();
  now += after * 1000;
  expect((await op("c", "release", { answeredAt, endedAt })).body.usedSeconds).toBe(used);
  expect((await api("GET", "/v1/calls/c")).body).toMatchObject({ flags: ["TIME_IN_FUTURE"], usedSeconds: used });
});

describe("what is granted", () => {
  test.each([
    { asked: undefined, granted: 300 },
    { asked: 45, granted: 45 },
    { asked: 5000, granted: 600 },
  ])("paid from the credits, asked for $asked: $granted", async ({ asked, granted }) => {
    await fund();
    expect((await call("c", asked === undefined ? {} : { requestedSeconds: asked })).body.grantedSeconds).toBe(granted);
  });

  test("only whole increments that the money covers; the last grant says so; a top-up in mid-call prolongs it", async () => {
    await fund("70");
    const first = await call("cuba", { to: "+5378300000" });
    expect(first.body).toMatchObject({ grantedSeconds: 120, finalGrant: true, warnAtSeconds: 90 });
    expect((await call("other", { to: "+5378300000" })).body).toMatchObject({ code: "OUT_OF_CREDIT", granted: false });
    await op("cuba", "answer");
    expect((await op("cuba", "update", { usedSeconds: 100 })).body).toMatchObject({
      grantedSeconds: 20,
      finalGrant: true,
    });
    const cut = await op("cuba", "update", { usedSeconds: 120 });
    expect([cut.status, cut.body.code]).toEqual([402, "OUT_OF_CREDIT"]);
    await fund("50");
    expect((await op("cuba", "update", { usedSeconds: 120 })).body).toMatchObject({
      limitSeconds: 240,
      finalGrant: true,
    });
    now += 240_000;
    expect((await op("cuba", "release", { usedSeconds: 200 })).body).toMatchObject({
      charge: "120",
      billedSeconds: 240,
    });
  });

  test("of 200 authorisations at once for credit that covers ten, ten are granted", async () => {
    await fund("300");
    const asked = await Promise.all(
      Array.from({ length: 200 }, (_, i) => call(`cuba-${i}`, { to: "+5378300000", requestedSeconds: 60 })),
    );
    expect(asked.filter(({ status }) => status === 201)).toHaveLength(10);
    expect(asked.filter(({ status }) => status === 402)).toHaveLength(190);
    expect(await credits()).toMatchObject({ available: "0", held: "300" });
  });
});

describe("who is refused, and why", () => {
  test.each([
    { what: "no credits licence, abroad", body: { user: "ben@contoso.example" }, status: 403, code: "LICENSE_MISSING" },
    { what: "no such user", body: { user: "nobody@contoso.example" }, status: 404, code: "UNKNOWN_USER" },
    { what: "no such organisation", body: { organization: "nowhere" }, status: 404, code: "UNKNOWN_ORGANIZATION" },
    { what: "a number that nobody has", body: { callType: "ucap_in" }, status: 404, code: "UNKNOWN_NUMBER" },
    { what: "premium", body: { to: "+19005550100" }, status: 403, code: "PREMIUM_BLOCKED" },
    { what: "no rate", body: { to: "+33142685300" }, status: 403, code: "NO_RATE" },
    { what: "no credit", body: {}, status: 402, code: "OUT_OF_CREDIT" },
  ])("$what: $status $code", async ({ body, status, code }) => {
    const refused = await call("c", body);
    expect([refused.status, refused.body.code, refused.body.granted]).toEqual([status, code, false]);
    expect(refused.headers["content-type"]).toContain("application/problem+json");
    expect((await api("GET", "/v1/calls/c")).body).toMatchObject({ state: "refused", refusal: { code } });
  });

  test("an organisation that is named and unknown is not replaced by that of the number", async () => {
    await api("PUT", org("numbers/%2B12065550101"), {
      kind: "subscriber",
      use: { type: "user", id: "ann@contoso.example" },
    });
    const asked = await call("c", { organization: "nowhere", user: undefined, to: "+12065550199" });
    expect([asked.status, asked.body.code]).toEqual([404, "UNKNOWN_ORGANIZATION"]);
  });

  test("a missing licence is named", async () => {
    expect((await call("c", { user: "ben@contoso.example" })).body.missing).toEqual(["MCOPSTNC"]);
  });

  test("the same question again gets the first answer, a refusal too, whatever has changed since", async () => {
    const refused = await call("c");
    await fund();
    expect(await call("c")).toMatchObject({ status: refused.status, body: { code: "OUT_OF_CREDIT" } });
    const granted = await call("d", { requestedSeconds: 60 });
    await op("d", "update", { usedSeconds: 0, requestedSeconds: 500 });
    expect((await call("d", { requestedSeconds: 400 })).body).toEqual(granted.body);
    await op("d", "release", { usedSeconds: 5 });
    expect((await call("d")).body).toEqual(granted.body);
    const other = await call("d", { to: "+442079460101" });
    expect([other.status, other.body.code]).toEqual([409, "CALL_ID_REUSED"]);
    now += 40 * 86_400_000;
    expect((await call("d", { to: "+442079460101" })).status).toBe(201);
  });

  test("the same question in other words gets the first answer: by an alias, or with what was inferred", async () => {
    const words = { organization: "contoso", callType: "user_out", to: "sip:+442079460100@pbx.example;user=phone" };
    const refused = await call("c");
    await fund();
    expect((await call("c", words)).body).toEqual(refused.body);
    const granted = await call("d");
    for (const otherwise of [words, { user: "sip:ANN@contoso.example" }, { from: "tel:+1-206-555-0101" }])
      expect(await call("d", otherwise)).toMatchObject({ status: 201, body: granted.body });
    await user("bob", ["MCOPSTN1", "MCOPSTNC"]);
    for (const another of [{ user: "bob@contoso.example" }, { user: "nobody" }, { node: "2" }, { conferenceId: "3" }])
      expect(await call("d", another)).toMatchObject({ status: 409, body: { code: "CALL_ID_REUSED" } });
  });

  test("settings bind the next call: another process changes a licence, this one sees it", async () => {
    await fund();
    expect((await call("before")).status).toBe(201);
    const log = { warn: () => {}, error: () => {} };
    const other = await createEngine({ connection: server.database.connection, now: () => now, log });
    try {
      const text = `UPDATE account SET settings_version = settings_version + 1 WHERE organization = 'contoso';
        UPDATE app_user SET licenses = '{MCOPSTN1}' WHERE principal_name = 'ann@contoso.example'`;
      await other.pool.query(text);
    } finally {
      await other.close();
    }
    expect((await call("after")).body).toMatchObject({ code: "LICENSE_MISSING", missing: ["MCOPSTNC"] });
  });
});

describe("beyond the limit", () => {
  test.each([
    { used: 122, charge: "60", overrun: 2, debt: "0", why: "two seconds that nothing can fund are forgiven" },
    { used: 123, charge: "90", overrun: undefined, debt: "20", why: "more is owed" },
  ])("$used s of 120 paid: $why", async ({ used, charge, overrun, debt }) => {
    await fund("70");
    await call("cuba", { to: "+5378300000" });
    now += 200_000;
    const { body } = await op("cuba", "release", { usedSeconds: used });
    expect([body.charge, body.overrunSeconds, body.usedSeconds]).toEqual([charge, overrun, used]);
    expect(await credits()).toMatchObject({ debt, held: "0" });
    await fund("50");
    expect((await credits()).debt).toBe("0");
  });

  test("what is used beyond the limit is paid where there is money", async () => {
    await fund("100");
    await call("c", { requestedSeconds: 60 });
    now += 200_000;
    expect((await op("c", "release", { usedSeconds: 130 })).body).toMatchObject({
      charge: "0.045",
      billedSeconds: 180,
    });
  });
});

describe("ends that are late, lost or early", () => {
  test("a hold that is never answered lapses after the ring time; an answer takes it again", async () => {
    await fund("50");
    await call("cuba", { to: "+5378300000", requestedSeconds: 60 });
    now += 181_000;
    await reapOverdue(server.engine);
    expect(await credits()).toMatchObject({ held: "0", available: "50" });
    expect((await op("cuba", "answer")).body.limitSeconds).toBe(60);
    expect(await credits()).toMatchObject({ held: "30" });
    now += 60_000;
    expect((await op("cuba", "release", { usedSeconds: 50 })).body.charge).toBe("30");
  });

  test("after the lapse the money may be gone: the answer is refused", async () => {
    await fund("50");
    await call("late", { to: "+5378300000", requestedSeconds: 60 });
    now += 181_000;
    await reapOverdue(server.engine);
    await call("first", { to: "+5378300000", requestedSeconds: 60 });
    const refused = await op("late", "answer");
    expect([refused.status, refused.body.code]).toEqual([402, "OUT_OF_CREDIT"]);
  });

  test("a call whose end is lost is closed at its limit, and the real end corrects it, once", async () => {
    await fund();
    await call("c", { requestedSeconds: 600 });
    await op("c", "answer");
    now += 700_000;
    await reapOverdue(server.engine);
    expect((await api("GET", "/v1/calls/c")).body).toMatchObject({
      end: "presumed",
      charge: "0.15",
      flags: ["END_MISSING"],
    });
    expect((await op("c", "release", { usedSeconds: 61 })).body).toMatchObject({ charge: "0.03", usedSeconds: 61 });
    expect((await op("c", "release", { usedSeconds: 500 })).body).toMatchObject({ charge: "0.03", usedSeconds: 61 });
    expect((await api("GET", "/v1/calls/c")).body.flags).toContain("OTHER_END_REPORTED");
    expect(await credits()).toMatchObject({ balance: "99.97" });
  });

  test("an end that comes before its authorisation is remembered: the call holds nothing", async () => {
    await fund();
    const early = await op("c", "release", { usedSeconds: 0 });
    expect([early.status, early.body]).toEqual([202, { known: false }]);
    expect((await call("c")).status).not.toBe(201);
    expect(await credits()).toMatchObject({ held: "0", available: "100" });
    now += 86_401_000;
    expect((await call("c2")).status).toBe(201);
  });

  test("a call that the switch let through is booked afterwards, once", async () => {
    await fund();
    const body = {
      usedSeconds: 61,
      call: { user: "ann@contoso.example", from: "+12065550101", to: "+442079460100", startedAt: at(-7200) },
    };
    const booked = await op("unseen", "release", body);
    expect([booked.status, booked.body.charge]).toEqual([200, "0.03"]);
    expect((await op("unseen", "release", body)).body).toEqual(booked.body);
    expect((await api("GET", "/v1/calls/unseen")).body.flags).toContain("LET_THROUGH");
  });

  test("one that it let through without any rate costs nothing: FREECALL", async () => {
    const body = { usedSeconds: 61, call: { user: "ann@contoso.example", from: "+12065550101", to: "+33142685300" } };
    expect((await op("unseen", "release", body)).body.charge).toBe("0");
    expect((await api("GET", "/v1/calls/unseen")).body.capability).toBe("FREECALL");
  });

  test("reconciling ends what the switch has lost after a grace time, and tells what we do not know", async () => {
    await fund();
    for (const id of ["alive", "lost", "back"]) {
      await call(id, { requestedSeconds: 600 });
      await op(id, "answer");
    }
    now += 60_000;
    await call("newer");
    const list = { asOf: at(30), active: ["alive", "unheard"] };
    expect((await api("POST", "/v1/calls/reconcile", list)).body).toEqual({
      unknown: ["unheard"],
      missing: ["back", "lost"],
    });
    now += 5_000;
    await op("back", "update", { usedSeconds: 65 });
    now += 10_000;
    await reapOverdue(server.engine);
    const open = (await api("GET", "/v1/calls?state=active")).body.items;
    expect(open.map((c: { callId: string }) => c.callId).sort()).toEqual(["alive", "back", "newer"]);
    expect((await api("GET", "/v1/calls/lost")).body).toMatchObject({ end: "presumed", flags: ["LOST_BY_SWITCH"] });
  });
});

describe("emergency calls connect, free, before everything else", () => {
  test.each([
    { what: "of an unknown user", body: { user: "nobody@nowhere.example", to: "112" } },
    { what: "with no user at all", body: { user: undefined, from: "anonymous", to: "911" } },
    { what: "in the user's country", body: { to: "911" } },
    { what: "in the calling number's country", body: { user: undefined, from: "+442079460123", to: "999" } },
    { what: "in it, of an unknown user", body: { user: "nobody", from: "+81312345678", to: "119" } },
    { what: "of an organisation that does not exist", body: { organization: "nowhere", to: "sip:911@pbx.example" } },
  ])("$what", async ({ body }) => {
    const asked = await call("sos", body);
    expect([asked.status, asked.body.grantedSeconds]).toEqual([201, 86_400]);
    expect((await call("sos", body)).body).toEqual(asked.body);
    now += 90_000;
    expect((await op("sos", "release", { usedSeconds: 90 })).body).toMatchObject({ charge: "0", usedSeconds: 90 });
  });
});

describe("service numbers", () => {
  beforeEach(async () => {
    const use = { type: "conference-bridge", id: "bridge" };
    await api("PUT", org("numbers/%2B12065550110"), { kind: "service-toll", use });
    await api("PUT", org("numbers/%2B18005550120"), {
      kind: "service-toll-free",
      use: { type: "call-queue", id: "support" },
    });
    await user("olga", ["MCOMEETACPEA", "MCOPSTNC"]);
  });

  test("a toll-free call is paid by the organisation that is dialled, as long as there is a balance", async () => {
    const inbound = { user: undefined, from: "+13125550100", to: "+18005550120" };
    expect((await call("tf", inbound)).body.code).toBe("OUT_OF_CREDIT");
    await fund();
    expect((await call("tf2", inbound)).body.funding).toEqual([{ source: "credits", seconds: 300, amount: "0.25" }]);
    now += 60_000;
    expect((await op("tf2", "release", { usedSeconds: 30 })).body.charge).toBe("0.05");
    expect((await api("GET", "/v1/calls/tf2")).body).toMatchObject({ callType: "ucap_in", organization: "contoso" });
  });

  test("in a conference the organiser may become known later, and is paid for from that second on", async () => {
    await fund();
    const joined = await call("conf", { user: undefined, from: "+13125550100", to: "+12065550110" });
    expect(joined.body.funding).toEqual([{ source: "included", seconds: 300 }]);
    await op("conf", "answer");
    now += 100_000;
    const known = await op("conf", "update", { usedSeconds: 100, user: "olga@contoso.example", conferenceId: "9" });
    expect(known.body).toMatchObject({ limitSeconds: 400, grantedSeconds: 300 });
    now += 61_000;
    expect((await op("conf", "release", { usedSeconds: 161 })).body).toMatchObject({
      charge: "0.04",
      usedSeconds: 161,
    });
    expect((await api("GET", "/v1/calls/conf")).body.explanation.text).toEqual(
      expect.arrayContaining([
        "Its first 100 s were settled when olga@contoso.example became known: 0 USD. The other 61 s are priced by themselves.",
        "120 s are billed; the exact price is 0.04 USD.",
      ]),
    );
  });

  test.each([
    { callType: "dr_in", to: "+12065550110", why: "the number is on a calling plan" },
    { callType: "ucap_in", to: "+12065550110", why: "the number serves a bridge" },
    { callType: "user_in", to: "+18005550120", why: "the number serves a queue" },
  ])("$callType contradicts: $why", async ({ callType, to }) => {
    const refused = await call("c", { user: undefined, from: "+13125550100", to, callType });
    expect([refused.status, refused.body.code]).toEqual([400, "CALL_TYPE_MISMATCH"]);
    expect(refused.body.errors[0].pointer).toBe("/callType");
  });
});

describe("many at once", () => {
  test("a batch answers each operation by itself, in order for one call, and a bad one harms nobody", async () => {
    await fund();
    const party = { user: "ann@contoso.example", from: "+12065550101", to: "+442079460100" };
    const { status, body } = await api("POST", "/v1/calls/batch", {
      operations: [
        { op: "authorize", callId: "a", ...party },
        { op: "answer", callId: "a" },
        { op: "update", callId: "a", usedSeconds: "many" },
        { op: "release", callId: "a", usedSeconds: 61 },
        { op: "release", callId: "a", usedSeconds: 61 },
        { op: "authorize", callId: "b", ...party, user: "nobody@x.example" },
        { op: "hang", callId: "b" },
        { op: "update", callId: "never", usedSeconds: 1 },
      ],
    });
    expect(status).toBe(200);
    expect(body.results.map((result: { status: number }) => result.status)).toEqual([
      201, 200, 400, 200, 200, 404, 400, 404,
    ]);
    expect(body.results[2].body.errors[0].pointer).toBe("/operations/2/usedSeconds");
    expect(body.results[3].body).toEqual(body.results[4].body);
    expect(body.results[7].body.code).toBe("UNKNOWN_CALL");
    expect(await credits()).toMatchObject({ balance: "99.97" });
  });

  test("each switch has ids of its own, and sees only its own calls", async () => {
    await fund();
    const key = async (name: string) =>
      (await api("POST", "/v1/api-keys", { name, scopes: ["switch"], switch: name })).body.key as string;
    const [tokyo, london] = [await key("tokyo"), await key("london")];
    const party = { callId: "1", user: "ann@contoso.example", from: "+12065550101", to: "+442079460100" };
    expect((await api("POST", "/v1/calls", party, { key: tokyo })).status).toBe(201);
    expect((await api("GET", "/v1/calls/1", undefined, { key: london })).status).toBe(404);
    expect((await api("POST", "/v1/calls/1/update", { usedSeconds: 1 }, { key: london })).body.code).toBe(
      "UNKNOWN_CALL",
    );
    expect((await api("POST", "/v1/calls", { ...party, to: "+442079460199" }, { key: london })).status).toBe(201);
    expect((await api("GET", "/v1/calls?callId=1")).body.items).toHaveLength(2);
  });
});

describe("bad input is named, and changes nothing", () => {
  test.each([
    { body: { to: undefined }, pointer: "/to" },
    { body: { callId: "" }, pointer: "/callId" },
    { body: { callId: "x".repeat(256) }, pointer: "/callId" },
    { body: { callId: "é" }, pointer: "/callId" },
    { body: { to: "not a number at all!!" }, pointer: "/to" },
    { body: { to: "+1234567890123456789012345" }, pointer: "/to" },
    { body: { requestedSeconds: -5 }, pointer: "/requestedSeconds" },
    { body: { requestedSeconds: 1e12 }, pointer: "/requestedSeconds" },
    { body: { requestedSeconds: "60" }, pointer: "/requestedSeconds" },
    { body: { startedAt: "yesterday" }, pointer: "/startedAt" },
    { body: { callType: "free_out" }, pointer: "/callType" },
    { body: { surprise: 1 }, pointer: "/surprise" },
    { body: { user: "a\u0000b" }, pointer: "/user" },
  ])("$pointer: $body", async ({ body, pointer }) => {
    const refused = await call("bad", body);
    expect(refused.status).toBe(400);
    expect(refused.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
    expect((await api("GET", "/v1/calls?callId=bad")).body.items).toEqual([]);
  });

  test.each([
    { name: "update", body: {}, pointer: "/usedSeconds" },
    { name: "update", body: { usedSeconds: -1 }, pointer: "/usedSeconds" },
    { name: "release", body: { usedSeconds: 1.5 }, pointer: "/usedSeconds" },
    { name: "release", body: { usedSeconds: 99_999_999 }, pointer: "/usedSeconds" },
    { name: "release", body: { answeredAt: at(10), endedAt: at(5) }, pointer: "/endedAt" },
    { name: "release", body: { usedSeconds: 1, sipCode: 7 }, pointer: "/sipCode" },
    { name: "answer", body: { answeredAt: 5 }, pointer: "/answeredAt" },
  ])("$name $body", async ({ name, body, pointer }) => {
    await fund();
    await call("c");
    const refused = await op("c", name, body);
    expect([refused.status, refused.body.errors?.[0]?.pointer]).toEqual([400, pointer]);
    expect((await api("GET", "/v1/calls/c")).body.state).toBe("ringing");
  });
});
