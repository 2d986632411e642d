/** "What can Ann call?" and the configuration check: what is foretold is what the authorisation then does. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeOrganization, startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
let api: TestServer["api"];
const ORG = "/v1/organizations/asks";
const DECK = `service,prefix,destination,country,number_class,price_per_minute,connection_fee,initial_increment_seconds,increment_seconds,effective_from,effective_to
user_out,81,Japan,JP,fixed,0.25,0.05,60,60,2020-01-01,
user_out,1,United States,US,fixed,0.02,0,60,60,2020-01-01,
conf_out,81,Japan,JP,fixed,0.3,0,60,60,2020-01-01,
conf_out,263,Zimbabwe,ZW,fixed,0.9,0,60,60,2020-01-01,
ucap_out,1,United States,US,fixed,0.03,0,60,60,2020-01-01,
`;

const user = (name: string, licenses: string[], change: object = {}) =>
  api("PUT", `${ORG}/users/${name}@asks.example`, {
    displayName: name,
    kind: "person",
    usageLocation: "US",
    licenses,
    ...change,
  });

beforeAll(async () => {
  server = await startServer();
  api = server.api;
  await makeOrganization(server, "asks", { licenses: ["MCOEV", "MCOPSTN1", "MCOMEETADV", "PHONESYSTEM_VIRTUALUSER"] });
  await api("POST", "/v1/rate-decks?name=usd&currency=USD", DECK, { headers: { "content-type": "text/csv" } });
  await user("ann", ["MCOEV", "MCOPSTN1", "MCOPSTNC", "MCOMEETADV"]);
  await user("ben", ["MCOEV", "MCOPSTN1"]);
  await user("eve", []);
  await user("home", ["MCOEV", "MCOPSTN1", "MCOPSTNC"], { dialOutPolicy: "DialoutCPCandPSTNDomestic" });
  await user("sbc", ["MCOEV"]);
  await user("queue", ["PHONESYSTEM_VIRTUALUSER"], { kind: "resource-account" });
  await api("PUT", `${ORG}/numbers/%2B12065550177`, {
    kind: "subscriber",
    carrier: "direct-routing",
    use: { type: "user", id: "sbc@asks.example" },
  });
  await api("PUT", `${ORG}/voice-apps/sales`, {
    kind: "call-queue",
    displayName: "Sales",
    resourceAccount: "queue@asks.example",
  });
  await api("PUT", `${ORG}/numbers/%2B12065550110`, { kind: "service-toll", use: { type: "call-queue", id: "sales" } });
});
afterAll(() => server.close());

const asked = async (name: string, to: string) =>
  (await api("GET", `${ORG}/users/${name}@asks.example/calling?to=${encodeURIComponent(to)}`)).body;
const outcome = async (name: string, to: string, callType: string) =>
  (await asked(name, to)).calls.find((call: { callType: string }) => call.callType === callType);

describe("what somebody could call", () => {
  test("without money: the plan's minutes pay at home, and abroad the credits are missing", async () => {
    expect(await outcome("ann", "+12125550100", "user_out")).toMatchObject({
      allowed: true,
      code: "ALLOWED",
      message: "ann can make this call; minutes of pool:MCOPSTN1:US:domestic pay.",
      paidBy: "pool:MCOPSTN1:US:domestic",
      missing: [],
      afterMinutes: null,
    });
    expect(await outcome("ben", "+12125550100", "user_out")).toMatchObject({
      allowed: true,
      missing: ["MCOPSTNC"],
      afterMinutes: { code: "LICENSE_MISSING" },
    });
    expect(await outcome("ann", "+81312345678", "user_out")).toMatchObject({ allowed: false, code: "OUT_OF_CREDIT" });
    expect(await outcome("ben", "+81312345678", "user_out")).toMatchObject({
      allowed: false,
      code: "LICENSE_MISSING",
      missing: ["MCOPSTNC"],
      paidBy: null,
    });
  });

  test("with money: paid by the credits, at this price", async () => {
    await api("POST", `${ORG}/payment-methods`, { type: "card", token: "tok_visa" }).then(({ body }) =>
      api("POST", `${ORG}/top-ups`, { amount: "50", paymentMethod: body.id }),
    );
    expect(await outcome("ann", "+81312345678", "user_out")).toMatchObject({
      allowed: true,
      paidBy: "credits",
      message: "ann can make this call; the credits pay.",
      price: { currency: "USD", destination: "Japan", pricePerMinute: "0.25", connectionFee: "0.05" },
    });
    // Zimbabwe has no rate for calls of users, and is not in Zone A (domain.md 3.2 row 16).
    const zimbabwe = await asked("ann", "ZW");
    expect(zimbabwe.to).toMatch(/^\+263/);
    expect(zimbabwe.calls).toMatchObject([
      { callType: "user_out", code: "NO_RATE" },
      { callType: "conf_out", code: "ALLOWED", paidBy: "credits", price: { pricePerMinute: "0.9" } },
    ]);
    expect((await asked("ann", "JP")).calls[1]).toMatchObject({ paidBy: "pool:MCOMEETADD:*:zone-a" });
  });

  test.each([
    ["nobody without a plan", "eve", "+12125550100", "user_out", { code: "LICENSE_MISSING", missing: ["MCOPSTN1"] }],
    [
      "no meeting without conferencing",
      "ben",
      "+12125550100",
      "conf_out",
      { code: "LICENSE_MISSING", missing: ["MCOMEETADV"] },
    ],
    ["not what the policy forbids", "home", "+81312345678", "user_out", { code: "POLICY_BLOCKED", allowed: false }],
    ["over the own carrier without charge", "sbc", "+81312345678", "dr_out", { code: "ALLOWED", paidBy: "free" }],
    ["no attendant without a plan", "queue", "+12125550100", "ucap_out", { code: "LICENSE_MISSING" }],
    ["emergency, always", "eve", "911", "user_out", { code: "ALLOWED", paidBy: "free" }],
  ])("%s", async (_what, name, to, callType, expected) => {
    expect(await outcome(name, to, callType)).toMatchObject(expected);
  });

  test("is what the authorisation then says, and asking leaves nothing behind", async () => {
    const count = async () =>
      (await server.engine.pool.query("SELECT (SELECT count(*) FROM session) + (SELECT count(*) FROM cdr) AS n"))
        .rows[0].n;
    const before = await count();
    for (const [i, [name, to]] of [
      ["ann", "+81312345678"],
      ["ben", "+81312345678"],
      ["ben", "+12125550100"],
      ["home", "+81312345678"],
    ].entries()) {
      const told = await outcome(name!, to!, "user_out");
      expect(await count()).toBe(before);
      const body = { callId: `told-${i}`, organization: "asks", user: `${name}@asks.example`, from: "anonymous", to };
      const { status, body: done } = await api("POST", "/v1/calls", body);
      expect(done.code ?? "ALLOWED", `${name} to ${to}`).toBe(told.code);
      if (status === 201) {
        expect(done.funding[0].source).toBe(told.paidBy);
        await api("POST", `/v1/calls/told-${i}/release`, { usedSeconds: 0 });
      }
      await server.engine.pool.query("DELETE FROM cdr WHERE call_id = $1", [`told-${i}`]);
    }
  });

  test.each([["hello"], ["XX"], [""]])("to %j is refused", async (to) => {
    const answer = await api("GET", `${ORG}/users/ann@asks.example/calling?to=${to}`);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ in: "query", pointer: "/to" }] } });
  });
});

describe("the configuration check", () => {
  const found = async (query = "") => (await api("GET", `${ORG}/configuration-check${query}`)).body;

  test("names what lacks something, and the request it gives mends it", async () => {
    const { items, counts } = await found();
    expect(counts).toMatchObject({
      CALLING_PLAN_WITHOUT_CREDITS_LICENSE: 1,
      RESOURCE_ACCOUNT_WITHOUT_CREDITS_LICENSE: 1,
    });
    const ben = items.find(({ subject }: { subject: { id: string } }) => subject.id === "ben@asks.example");
    expect(ben).toEqual({
      code: "CALLING_PLAN_WITHOUT_CREDITS_LICENSE",
      severity: "warning",
      subject: { type: "user", id: "ben@asks.example" },
      message: "ben has a calling plan without the Communications Credits licence: calls beyond it end or fail.",
      params: { displayName: "ben" },
      fix: {
        title: "Assign MCOPSTNC",
        method: "POST",
        path: `${ORG}/license-assignments`,
        body: { users: ["ben@asks.example"], add: ["MCOPSTNC"] },
        page: "/users/active-users?search=ben%40asks.example",
      },
    });
    for (const { fix } of items.filter((item: { fix: { body: object | null } }) => item.fix.body !== null)) {
      if (fix.path.endsWith("license-assignments"))
        for (const sku of fix.body.add ?? [])
          await api("PUT", `${ORG}/subscriptions/${encodeURIComponent(sku)}`, { purchased: 20 });
      expect((await api(fix.method, fix.path, fix.body)).status, fix.title).toBe(200);
    }
    expect((await found()).items).toEqual([]);
  });

  test("finds a toll-free number that nobody can call, until credits are set up", async () => {
    await makeOrganization(server, "free", { licenses: [] });
    await api("PUT", "/v1/organizations/free/numbers/%2B18005550110", {
      kind: "service-toll-free",
      use: { type: "conference-bridge", id: "main" },
    });
    const check = async () => (await api("GET", "/v1/organizations/free/configuration-check")).body.items;
    expect(await check()).toMatchObject([
      {
        code: "TOLL_FREE_WITHOUT_CREDITS",
        severity: "error",
        subject: { type: "number", id: "+18005550110" },
        fix: { page: "/billing/purchase-services" },
      },
    ]);
    await api("POST", "/v1/organizations/free/adjustments", { amount: "5", reason: "gift" });
    expect(await check()).toEqual([]);
  });

  test("is filtered and comes in pages", async () => {
    await user("w1", ["MCOPSTN1"]);
    await user("w2", ["MCOPSTN1"]);
    const first = await found("?limit=1&severity=warning");
    expect(first.items).toHaveLength(1);
    expect(first.counts).toEqual({ CALLING_PLAN_WITHOUT_CREDITS_LICENSE: 2, CALLING_PLAN_WITHOUT_PHONE_SYSTEM: 2 });
    const rest = await found(`?limit=100&severity=warning&cursor=${first.nextCursor}`);
    expect(rest.items).toHaveLength(3);
    expect((await found("?subject=w1@asks.example&code=CALLING_PLAN_WITHOUT_PHONE_SYSTEM")).items).toHaveLength(1);
  });
});

describe("plans", () => {
  test("say what each gives and costs, and what one needs for which task", async () => {
    const { body } = await api("GET", "/v1/plans");
    const plan = (sku: string) => body.plans.find((one: { skuPartNumber: string }) => one.skuPartNumber === sku);
    expect(plan("MCOPSTN2")).toMatchObject({
      kind: "plan",
      includes: { domestic: true, international: true, zoneA: false, incoming: true },
      price: { amount: "23", currency: "USD", invented: true, label: "Sample price, invented" },
    });
    expect(plan("MCOPSTNC")).toMatchObject({ kind: "credits", unlimited: true });
    expect(plan("MCOEV").kind).toBe("base");
    for (const { price } of body.plans) expect(price.label).toBe("Sample price, invented");
    const { needs: table } = JSON.parse(readFileSync("samples/plans.json", "utf8"));
    expect(body.needs).toHaveLength(table.length);
    const beyond = body.needs.find(({ id }: { id: string }) => id === "call-beyond-plan");
    expect(beyond).toMatchObject({ who: "user", credits: "beyond-minutes" });
    expect(beyond.anyOf.map((some: string[]) => some.includes("MCOPSTNC"))).toEqual([false, false, true]);
    expect(body.includedCountries.international).toContain("JP");
    expect(body.includedCountries.zoneA).toHaveLength(44);
  });
});
