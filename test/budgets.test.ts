import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { audit, auditWords } from "../src/engine/audit.ts";
import { authorize, reap, release } from "../src/engine/charge.ts";
import { createEngine } from "../src/engine/engine.ts";
import { notices, notify } from "../src/engine/notify.ts";
import { prolongCalls } from "../src/engine/push.ts";
import { makeOrganization, startServer, type TestServer } from "./support/server.ts";

const NOW = Date.parse("2026-11-22T14:10:00Z");
const HOUR = 3_600_000;
let now = NOW;
let server: TestServer;
let api: TestServer["api"];
/** Every test has an organisation of its own: the server is shared. */
let count = 0;
let id: string;

const DECK = `service,prefix,destination,country,number_class,price_per_minute,connection_fee,initial_increment_seconds,increment_seconds,effective_from,effective_to
user_out,44,United Kingdom,GB,geographic,0.50,0,60,60,2026-01-01T00:00:00Z,
user_out,49,Germany,DE,geographic,2.00,0,60,60,2026-01-01T00:00:00Z,
tollfree_in,1800,Toll-free,US,toll-free,0.10,0,60,60,2026-01-01T00:00:00Z,
`;

beforeAll(async () => {
  server = await startServer({ now: () => now });
  api = server.api;
  const csv = { headers: { "content-type": "text/csv" } };
  expect((await api("POST", "/v1/rate-decks?name=test&currency=USD", DECK, csv)).status).toBe(201);
});
afterAll(() => server.close());

beforeEach(async () => {
  now = NOW;
  id = `org${++count}`;
  await makeOrganization(server, id, { licenses: ["MCOPSTN1"], timeZone: "America/Los_Angeles" });
  for (const [name, costCenter] of [
    ["ann", "Sales"],
    ["bob", "Support"],
  ])
    await user(name!, costCenter!);
  const { body: method } = await api("POST", org("payment-methods"), { type: "card", token: "tok_visa" });
  await api("POST", org("top-ups"), { amount: "50", paymentMethod: method.id });
});
afterEach(async () => {
  const { good, lines } = auditWords(await audit(server.engine, id));
  expect(good, lines.join("\n")).toBe(true);
});

const org = (path: string): string => `/v1/organizations/${id}/${path}`;
const principal = (name: string): string => `${name}@${id}.example`;
const user = (name: string, costCenter: string) =>
  api("PUT", org(`users/${principal(name)}`), {
    ...{ displayName: name, kind: "person", usageLocation: "US", licenses: ["MCOPSTN1", "MCOPSTNC"], costCenter },
  });
const budget = (name: string, body: object) => api("PUT", org(`budgets/${name}`), body);
const brake = (name: string, body: object) => api("PUT", org(`brakes/${name}`), body);
const standing = async (path: string) => (await api("GET", org(path))).body;

const PROFILE = {
  ...{ reportsAnswer: true, canUpdate: true, defaultGrantSeconds: 300, maximumGrantSeconds: 600 },
  ...{ warnSeconds: 60, toleranceSeconds: 2 },
};
const NO_END = {
  ...{ usedSeconds: null, answeredAt: null, endedAt: null, cause: null, sipCode: null, sipPhrase: null },
  ...{ extra: null, flags: [] },
};
const callInput = (switchId: string, name: string) => ({
  ...{ switch: switchId, switchCountry: null, node: null, organization: null, onlyOrganization: null, callType: null },
  ...{ user: name, from: "+12065550101", to: GB, conferenceId: null, extra: null, startedAt: null, flags: [] },
});

const GB = "+442079460100";
const DE = "+493012345678";
/** 0.50 a minute to GB, charged by whole minutes. */
const ask = (
  callId: string,
  { minutes = 5, by = "ann", to = GB }: { minutes?: number; by?: string; to?: string } = {},
) => {
  const body = { callId: `${id}-${callId}`, user: principal(by), from: "+12065550101", to };
  return api("POST", "/v1/calls", { ...body, requestedSeconds: 60 * minutes });
};
const path = (callId: string): string => `/v1/calls/${id}-${callId}`;
const update = (callId: string, usedSeconds: number, more: object = {}) =>
  api("POST", `${path(callId)}/update`, { usedSeconds, ...more });
const end = (callId: string, usedSeconds: number) => api("POST", `${path(callId)}/release`, { usedSeconds });
const explained = async (callId: string) => (await api("GET", path(callId))).body;

async function call(callId: string, minutes: number, by = "ann"): Promise<void> {
  expect((await ask(callId, { minutes, by })).status, `call ${callId}`).toBe(201);
  expect((await end(callId, 60 * minutes)).status).toBe(200);
}
async function told(): Promise<string[]> {
  await notify(server.engine, "http://localhost");
  const list = await notices(server.engine, id, { before: null, limit: 100 });
  return list
    .map(({ name }) => name)
    .filter((name) => /^(budget|brake)/.test(name))
    .reverse();
}
const granted = (seconds: number, finalGrant: boolean) => [
  201,
  expect.objectContaining({ grantedSeconds: seconds, finalGrant }),
];
const refused = (code: string, words: RegExp = /./) => [
  403,
  expect.objectContaining({ code, detail: expect.stringMatching(words) }),
];
const answerOf = ({ status, body }: { status: number; body: unknown }) => [status, body];

describe("a budget", () => {
  test.each([
    ["user", () => principal("ann")],
    ["cost-center", () => "Sales"],
    ["organization", () => null],
  ])("of a %s is warned of at 80 percent, and stops calls at 100", async (scope, subject) => {
    const made = await budget("small", { scope, subject: subject(), monthlyAmount: "10", currency: "USD" });
    expect(answerOf(made)).toEqual([
      200,
      {
        ...{ id: "small", scope, subject: subject(), monthlyAmount: "10", currency: "USD", enabled: true, stop: true },
        ...{ month: "2026-11-01", spent: "0", held: "0", left: "10", percent: 0, lifted: null },
      },
    ]);
    await call("first", 15);
    expect(await told()).toEqual([]);
    await call("second", 1);
    expect(await told()).toEqual(["budget.80"]);
    expect(await standing("budgets/small")).toMatchObject({ spent: "8", left: "2", percent: 80 });
    // What is left pays for four minutes: the call is told so, and ends there.
    expect(answerOf(await ask("third"))).toEqual(granted(240, true));
    expect(await standing("budgets/small")).toMatchObject({ spent: "8", held: "2", left: "0", percent: 80 });
    expect(answerOf(await update("third", 240))).toEqual(refused("BUDGET_EXCEEDED", /small/));
    expect(await told()).toEqual(["budget.80", "budget.100"]);
    await end("third", 240);
    expect(answerOf(await ask("fourth"))).toEqual(refused("BUDGET_EXCEEDED", /10 USD.*10 spent/));
    expect(await explained("fourth")).toMatchObject({
      refusal: { code: "BUDGET_EXCEEDED" },
      explanation: {
        tried: expect.arrayContaining([expect.objectContaining({ source: "budget:small", taken: false })]),
      },
    });
    expect((await explained("third")).explanation.text.join(" ")).toContain("budget:small: does not pay");
    expect(await told()).toEqual(["budget.80", "budget.100"]);
    expect((await standing("budgets")).items).toEqual([
      expect.objectContaining({ id: "small", spent: "10", held: "0", left: "0", percent: 100 }),
    ]);
  });

  test("is not passed by several calls at once", async () => {
    await budget("small", { scope: "cost-center", subject: "Sales", monthlyAmount: "4" });
    const answers = await Promise.all(["a", "b", "c"].map((callId) => ask(callId)));
    const seconds = answers.map(({ body }) => Number(body.grantedSeconds ?? 0)).sort();
    expect(seconds).toEqual([0, 180, 300]);
    expect(answers.filter(({ status }) => status === 403).map(({ body }) => body.code)).toEqual(["BUDGET_EXCEEDED"]);
  });

  test("that one process changes holds for the next call in another, which counts on where the first one was", async () => {
    const { connection } = server.database;
    const log = { warn: () => {}, error: () => {} };
    const other = await createEngine({ connection, now: () => now, log });
    try {
      const caller = (callId: string) => ({ key: { switch: "pbx", callId: `${id}-${callId}` }, profile: PROFILE });
      const asked = (callId: string) => authorize(other, caller(callId), callInput("pbx", principal("ann")), 300);
      expect((await asked("first")).answer).toMatchObject({ kind: "granted" });
      await budget("small", { scope: "user", subject: principal("ann"), monthlyAmount: "4" });
      expect((await asked("second")).answer).toMatchObject({ kind: "granted", grant: { limitSeconds: 180 } });
      expect(answerOf(await ask("third"))).toEqual(refused("BUDGET_EXCEEDED"));
      await release(other, caller("first"), { ...NO_END, usedSeconds: 60 }, null);
      const both = await Promise.all([asked("fourth"), asked("fifth"), ask("sixth"), ask("seventh")]);
      const seconds = both.map((one) =>
        "answer" in one
          ? one.answer.kind === "granted"
            ? one.answer.grant.limitSeconds
            : 0
          : (one.body.limitSeconds ?? 0),
      );
      expect(seconds.sort()).toEqual([0, 0, 0, 240]);
    } finally {
      await other.close();
    }
  });

  test("gives back what an ended, an unanswered and a lapsed call held", async () => {
    await budget("small", { scope: "organization", monthlyAmount: "4" });
    await ask("ended");
    await end("ended", 60);
    expect(await standing("budgets/small")).toMatchObject({ spent: "0.5", held: "0", left: "3.5" });
    await ask("unanswered");
    await end("unanswered", 0);
    expect(await standing("budgets/small")).toMatchObject({ spent: "0.5", held: "0", left: "3.5" });
    await ask("lapsed");
    now += HOUR;
    const { rows } = await server.engine.pool.query("SELECT switch FROM session WHERE organization = $1", [id]);
    const profile = await server.engine.switches.profile(rows[0].switch);
    await reap(server.engine, { key: { switch: rows[0].switch, callId: `${id}-lapsed` }, profile });
    expect(await standing("budgets/small")).toMatchObject({ spent: "0.5", held: "0", left: "3.5" });
    // Answered after all, it takes its hold again, as far as the budget goes now.
    await ask("other", { minutes: 4 });
    expect(answerOf(await api("POST", `${path("lapsed")}/answer`, {}))).toEqual([
      200,
      expect.objectContaining({ limitSeconds: 180 }),
    ]);
    expect(await standing("budgets/small")).toMatchObject({ spent: "0.5", held: "3.5", left: "0" });
  });

  test("limits money alone: minutes of a pool go on, and so do emergency calls", async () => {
    await budget("small", { scope: "user", subject: principal("ann"), monthlyAmount: "0.5" });
    await call("spends", 1);
    expect(answerOf(await ask("abroad"))).toEqual(refused("BUDGET_EXCEEDED"));
    expect(answerOf(await ask("pooled", { to: "+12065550199" }))).toEqual(granted(300, false));
    expect(answerOf(await ask("help", { to: "911" }))).toEqual(granted(86_400, false));
    expect(answerOf(await ask("colleague", { by: "bob" }))).toEqual(granted(300, false));
  });

  test("that is lifted lets calls through for the rest of the month; that it was, and by whom, is kept", async () => {
    await budget("small", { scope: "organization", monthlyAmount: "1" });
    await call("first", 2);
    expect(answerOf(await ask("second"))).toEqual(refused("BUDGET_EXCEEDED"));
    const raise = (body: object) => api("POST", org("budgets/small/lift"), body);
    expect((await raise({ monthlyAmount: "0.5", reason: "no" })).status).toBe(400);
    expect((await raise({})).body.errors).toEqual([expect.objectContaining({ pointer: "/reason" })]);
    expect((await raise({ monthlyAmount: "2", reason: "A large order" })).body).toMatchObject({
      ...{ monthlyAmount: "1", spent: "1", left: "1", percent: 50 },
      lifted: { month: "2026-11-01", monthlyAmount: "2" },
    });
    expect(answerOf(await ask("third"))).toEqual(granted(120, true));
    expect((await raise({ reason: "A very large order" })).body).toMatchObject({ left: null });
    // The call that the budget would have cut goes on, before its switch asks.
    await prolongCalls(server.engine);
    expect(await explained("third")).toMatchObject({ limitSeconds: 300, finalGrant: false });
    expect(answerOf(await update("third", 120))).toEqual([200, expect.objectContaining({ grantedSeconds: 300 })]);
    await end("third", 120);
    expect((await standing("budgets/small/lifts")).items).toEqual([
      expect.objectContaining({ reason: "A very large order", by: expect.any(String), monthlyAmount: null }),
      expect.objectContaining({ reason: "A large order", month: "2026-11-01", at: new Date(now).toISOString() }),
    ]);
    now = Date.parse("2026-12-01T08:00:00Z");
    expect(await standing("budgets/small")).toMatchObject({ month: "2026-12-01", spent: "0", left: "1", lifted: null });
  });

  test("begins anew with the month in the organisation's time zone", async () => {
    await budget("small", { scope: "organization", monthlyAmount: "1" });
    now = Date.parse("2026-12-01T07:58:00Z");
    await call("first", 1);
    await ask("over midnight", { minutes: 1 });
    expect(answerOf(await ask("second"))).toEqual(refused("BUDGET_EXCEEDED"));
    now = Date.parse("2026-12-01T08:00:00Z");
    expect(answerOf(await ask("third"))).toEqual(granted(120, true));
    // A call counts in the month in which it was authorised, to its end.
    expect(answerOf(await update("over midnight", 60))).toEqual(refused("BUDGET_EXCEEDED", /1 USD/));
    await end("over midnight", 60);
    expect(await standing("budgets/small")).toMatchObject({ month: "2026-12-01", spent: "0", held: "1" });
    // And each month is warned of.
    await end("third", 120);
    expect(await told()).toEqual(["budget.100", "budget.100"]);
  });

  test("of a cost centre keeps what was spent there when a user moves", async () => {
    await budget("sales", { scope: "cost-center", subject: "Sales", monthlyAmount: "10" });
    await budget("support", { scope: "cost-center", subject: "Support", monthlyAmount: "10" });
    await call("first", 2);
    await ask("moving", { minutes: 2 });
    await user("ann", "Support");
    await end("moving", 120);
    await call("moved", 4);
    expect(await standing("budgets/sales")).toMatchObject({ spent: "2", held: "0" });
    expect(await standing("budgets/support")).toMatchObject({ spent: "2", held: "0" });
  });

  test("that is new counts the month so far, with the calls in progress", async () => {
    await call("before", 4);
    await ask("during", { minutes: 2 });
    expect((await budget("late", { scope: "user", subject: principal("ANN"), monthlyAmount: "4" })).body).toMatchObject(
      {
        ...{ subject: principal("ann"), spent: "2", held: "1", left: "1" },
      },
    );
    expect(answerOf(await ask("after"))).toEqual(granted(120, true));
    await end("during", 60);
    await end("after", 60);
    expect(await standing("budgets/late")).toMatchObject({ spent: "3", held: "0" });
    // Moved to somebody else it counts those calls, and none of ann's.
    await call("other", 1, "bob");
    const moved = await budget("late", { scope: "user", subject: principal("bob") });
    expect(moved.body).toMatchObject({ spent: "0.5", monthlyAmount: "4" });
  });

  test("that only tells stops nothing; one that is switched off does not even tell", async () => {
    await budget("tells", { scope: "organization", monthlyAmount: "1", stop: false });
    await call("first", 4);
    expect(await standing("budgets/tells")).toMatchObject({ spent: "2", left: "0", percent: 200 });
    expect(await told()).toEqual(["budget.100"]);
    await budget("off", { scope: "organization", monthlyAmount: "1", enabled: false });
    await call("second", 4);
    expect(await told()).toEqual(["budget.100"]);
    expect((await api("DELETE", org("budgets/off"))).status).toBe(204);
    expect((await api("GET", org("budgets/off"))).body.code).toBe("UNKNOWN_BUDGET");
  });

  test("counts calls that are billed afterwards, those in progress included", async () => {
    await api("PUT", `/v1/organizations/${id}`, { billing: { agreement: "customer", country: "US" } });
    await api("PUT", org("pay-as-you-go"), { enabled: true });
    await api("POST", org("adjustments"), { amount: "-49.5", reason: "Only half a dollar is left" });
    await budget("small", { scope: "organization", monthlyAmount: "4" });
    expect(answerOf(await ask("first"))).toEqual(granted(300, false));
    expect(await standing("budgets/small")).toMatchObject({ held: "2.5", left: "1.5" });
    expect(answerOf(await ask("second"))).toEqual(granted(180, true));
    expect(answerOf(await ask("third"))).toEqual(refused("BUDGET_EXCEEDED"));
    await end("first", 300);
    await end("second", 60);
    expect(await standing("budgets/small")).toMatchObject({ spent: "3", held: "0", left: "1" });
  });

  test("that is wrong is refused and named", async () => {
    const wrong = async (body: object) =>
      (await budget("x", body)).body.errors?.map((e: { pointer: string }) => e.pointer);
    expect(await wrong({ scope: "user", monthlyAmount: "1" })).toEqual(["/subject"]);
    expect(await wrong({ scope: "user", subject: "nobody@x.example", monthlyAmount: "1" })).toEqual(["/subject"]);
    expect(await wrong({ scope: "organization", subject: "x", monthlyAmount: "1" })).toEqual(["/subject"]);
    expect(await wrong({ scope: "organization", monthlyAmount: "0" })).toEqual(["/monthlyAmount"]);
    expect(await wrong({ scope: "organization" })).toEqual(["/monthlyAmount"]);
    expect(await wrong({ scope: "number", monthlyAmount: "1" })).toEqual(["/scope"]);
    expect((await budget("x", { scope: "organization", monthlyAmount: "1", currency: "EUR" })).body.code).toBe(
      "CURRENCY_MISMATCH",
    );
    expect((await standing("budgets")).items).toEqual([]);
  });
});

describe("a brake", () => {
  /** A toll-free number of the organisation's queue, called from outside at 0.10 a minute. */
  const tollFree = () => `+1800555${String(1000 + count)}`;
  beforeEach(async () => {
    const use = { type: "call-queue", id: "support" };
    await api("PUT", org(`numbers/${tollFree()}`), { kind: "service-toll-free", use });
  });
  const callIn = (callId: string, from = "+13605550123", requestedSeconds = 300) =>
    api("POST", "/v1/calls", { callId: `${id}-${callId}`, from, to: tollFree(), requestedSeconds });

  test("on toll-free numbers stops pumping for the hour, tells of it once, and one call lifts it", async () => {
    expect(answerOf(await brake("pumping", { scope: "number", hourlyCalls: 3 }))).toEqual([
      200,
      {
        ...{ id: "pumping", scope: "number", subject: null, hourlyAmount: null, hourlyCalls: 3, hourlyMinutes: null },
        ...{ currency: "USD", enabled: true, liftedUntil: null, thisHour: [] },
      },
    ]);
    for (const callId of ["1", "2", "3"]) expect((await callIn(callId)).status).toBe(201);
    expect(answerOf(await callIn("4"))).toEqual(refused("LIMIT_REACHED", /pumping.*3 calls/));
    expect(answerOf(await callIn("5"))).toEqual(refused("LIMIT_REACHED"));
    expect((await explained("4")).explanation.text.join()).toContain("pumping");
    expect(await told()).toEqual(["brake.reached"]);
    // Nobody else is meant: users call, and those in progress go on.
    expect((await ask("out")).status).toBe(201);
    expect(answerOf(await update("1", 60))).toEqual([200, expect.objectContaining({ grantedSeconds: 300 })]);
    expect((await standing("brakes")).items).toEqual([
      expect.objectContaining({
        thisHour: [{ subject: tollFree(), amount: "1.6", calls: 3, minutes: 16, reached: true }],
      }),
    ]);
    const until = new Date(now + 600_000).toISOString();
    const lifted = await api("POST", org("brakes/pumping/lift"), { until, reason: "A campaign on television" });
    expect(lifted.body).toMatchObject({ liftedUntil: until });
    expect((await callIn("6")).status).toBe(201);
    now += 600_000;
    expect(answerOf(await callIn("7"))).toEqual(refused("LIMIT_REACHED"));
    expect((await standing("brakes/pumping/lifts")).items).toEqual([
      expect.objectContaining({ until, reason: "A campaign on television", by: expect.any(String) }),
    ]);
    now += HOUR;
    expect((await callIn("8")).status).toBe(201);
    expect(await told()).toEqual(["brake.reached"]);
  });

  test("on users holds for each of them on its own, in money and in minutes, also in mid-call", async () => {
    await brake("users", { scope: "user", hourlyAmount: "3", hourlyMinutes: 8 });
    expect(answerOf(await ask("dear", { to: DE }))).toEqual(granted(60, true));
    expect(answerOf(await update("dear", 60))).toEqual(refused("LIMIT_REACHED", /brake users/));
    await end("dear", 60);
    // One dollar is left: two minutes to GB; bob has all of his.
    expect(answerOf(await ask("cheap"))).toEqual(granted(120, true));
    await end("cheap", 120);
    expect(answerOf(await ask("dearer", { to: DE }))).toEqual(refused("LIMIT_REACHED"));
    expect(answerOf(await ask("of bob", { by: "bob" }))).toEqual(granted(300, false));
    // Minutes of pools count, too: five are left of ann's eight.
    expect(answerOf(await ask("pooled", { to: "+12065550199", minutes: 10 }))).toEqual(granted(300, true));
    expect(answerOf(await update("pooled", 300))).toEqual(refused("LIMIT_REACHED", /8 minutes/));
    await end("pooled", 300);
    expect(answerOf(await ask("pooled again", { to: "+12065550199" }))).toEqual(refused("LIMIT_REACHED"));
    expect(answerOf(await ask("help", { to: "911" }))).toEqual(granted(86_400, false));
    expect(await told()).toEqual(["brake.reached"]);
  });

  test("of the organisation is not passed by several calls at once, and comes before a missing licence", async () => {
    await brake("all", { scope: "organization", hourlyCalls: 2 });
    const answers = await Promise.all(["a", "b", "c", "d"].map((callId) => ask(callId)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 403, 403]);
    await api("PUT", org(`users/${principal("ann")}`), { licenses: ["MCOPSTN1"] });
    expect((await ask("without a licence")).body.code).toBe("LIMIT_REACHED");
    await api("DELETE", org("brakes/all"));
    expect((await ask("still without")).body.code).toBe("LICENSE_MISSING");
  });

  test("that is new counts the hour so far, so that what is in progress can end", async () => {
    await ask("before");
    await brake("late", { scope: "organization", hourlyAmount: "3" });
    expect(answerOf(await ask("after"))).toEqual(granted(60, true));
    await end("before", 60);
    expect(answerOf(await update("after", 60))).toEqual([200, expect.objectContaining({ grantedSeconds: 240 })]);
  });

  test("that is wrong is refused and named", async () => {
    const wrong = async (body: object) =>
      (await brake("x", body)).body.errors?.map((e: { pointer: string }) => e.pointer);
    expect(await wrong({ scope: "organization" })).toEqual(["/hourlyAmount"]);
    expect(await wrong({ scope: "number", subject: "+18005559999", hourlyCalls: 1 })).toEqual(["/subject"]);
    expect(await wrong({ scope: "cost-center", subject: "Sales", hourlyCalls: 1 })).toEqual(["/scope"]);
    expect(await wrong({ scope: "organization", hourlyCalls: 0 })).toEqual(["/hourlyCalls"]);
    expect((await api("POST", org("brakes/x/lift"), { reason: "?" })).body.code).toBe("UNKNOWN_BRAKE");
  });

  test("beside it, callers on the block list do not reach toll-free numbers, and nobody pays for them", async () => {
    const settings = await api("PUT", org("calling-settings"), { blockedCallers: ["+4470", "FR"] });
    expect(settings.body).toMatchObject({ blockedCallers: ["+4470", "FR"] });
    const blocked = refused("DESTINATION_BLOCKED", /caller/);
    expect(answerOf(await callIn("prefix", "+447012345678"))).toEqual(blocked);
    expect(answerOf(await callIn("country", "+33123456789"))).toEqual(blocked);
    expect((await callIn("other", "+442079460100")).status).toBe(201);
    expect((await api("PUT", org("calling-settings"), { blockedCallers: ["XX"] })).body.errors).toEqual([
      expect.objectContaining({ pointer: "/blockedCallers/0" }),
    ]);
  });
});

describe("the caps of the calling settings", () => {
  const settings = (body: object) => api("PUT", org("calling-settings"), body);

  test("a price above maxPricePerMinute, and a blocked destination, are not called", async () => {
    await settings({ maxPricePerMinute: "1" });
    expect(answerOf(await ask("dear", { to: DE }))).toEqual(refused("DESTINATION_BLOCKED", /price/));
    expect((await ask("cheap")).status).toBe(201);
    await settings({ maxPricePerMinute: null, blockedDestinations: ["+4420"] });
    expect(answerOf(await ask("blocked"))).toEqual(refused("DESTINATION_BLOCKED"));
    expect((await ask("dear now", { to: DE })).status).toBe(201);
  });

  test("no more calls than maxConcurrentCalls are in progress, and none lasts longer than maxCallSeconds", async () => {
    await settings({ maxConcurrentCalls: 2, maxCallSeconds: 400 });
    const answers = await Promise.all(["a", "b", "c"].map((callId) => ask(callId)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 403]);
    const [open] = ["a", "b", "c"].filter((_, i) => answers[i]!.status === 201);
    expect(answerOf(await update(open!, 300))).toEqual([
      200,
      expect.objectContaining({ grantedSeconds: 100, finalGrant: true }),
    ]);
    expect(answerOf(await update(open!, 400))).toEqual(refused("LIMIT_REACHED", /as long as/));
    await end(open!, 400);
    expect((await ask("d")).status).toBe(201);
  });
});
