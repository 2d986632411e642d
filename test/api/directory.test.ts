import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeOrganization, startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
let api: TestServer["api"];
beforeAll(async () => {
  server = await startServer();
  api = server.api;
});
afterAll(() => server.close());

const count = async (table: string, where = "true"): Promise<number> =>
  Number((await server.engine.pool.query(`SELECT count(*) FROM ${table} WHERE ${where}`)).rows[0].count);

describe("the sample organisations", () => {
  interface SampleCall {
    method: "PUT" | "POST";
    path: string;
    body: Record<string, unknown>;
  }
  const calls = ["contoso", "others"]
    .flatMap((name) => (JSON.parse(readFileSync(`samples/${name}.json`, "utf8")) as { steps: SampleCall[] }).steps)
    // Without what refers to ids that only the sample's own loader knows: payment methods, for one.
    .filter(({ method, path }) => method === "PUT" && !/auto-recharge|pay-as-you-go/.test(path));

  test("are made by their requests, and what was put is what is got", async () => {
    expect(calls.length).toBeGreaterThan(100);
    for (const { method, path, body } of calls) {
      const put = await api(method, path, body);
      expect(put.status, `${method} ${path}: ${JSON.stringify(put.body)}`).toBe(200);
      const got = await api("GET", path);
      expect(got.body, `GET ${path}`).toEqual(put.body);
      const { use, billing, ...rest } = body as { use?: object; billing?: object };
      expect(got.body, `GET ${path}`).toMatchObject(rest);
      if (use) expect(got.body.use).toMatchObject(use);
      if (billing) expect(got.body.billing).toMatchObject(billing);
    }
  });

  test("are the same after all of it was put again", async () => {
    const before = await Promise.all([count("user_identity"), count("phone_number"), count("license_count")]);
    const assigned = "SELECT coalesce(sum(assigned), 0) AS sum FROM license_count";
    const sum = (await server.engine.pool.query(assigned)).rows[0].sum;
    for (const { method, path, body } of calls) expect((await api(method, path, body)).status).toBe(200);
    expect(await Promise.all([count("user_identity"), count("phone_number"), count("license_count")])).toEqual(before);
    expect((await server.engine.pool.query(assigned)).rows[0].sum).toEqual(sum);
  });

  test("count licences as their users hold them", async () => {
    const { rows } = await server.engine.pool.query(
      `SELECT organization, sku, usage_location, sum(n)::int AS difference FROM (
         SELECT organization, unnest(licenses) AS sku, usage_location, 1 AS n FROM app_user
         UNION ALL SELECT organization, sku, usage_location, -assigned FROM license_count) both_of_them
       GROUP BY 1, 2, 3 HAVING sum(n) <> 0`,
    );
    expect(rows).toEqual([]);
  });
});

describe("an organisation", () => {
  test("keeps what a PUT leaves out, and its currency may change until it is used", async () => {
    await makeOrganization(server, "keeps", { timeZone: "Europe/Berlin", licenses: [] });
    const changed = await api("PUT", "/v1/organizations/keeps", { currency: "EUR", displayName: "Keeps it" });
    expect(changed.body).toMatchObject({
      displayName: "Keeps it",
      currency: "EUR",
      country: "US",
      timeZone: "Europe/Berlin",
    });
    expect((await server.engine.pool.query("SELECT currency FROM account WHERE organization = 'keeps'")).rows).toEqual([
      { currency: "EUR" },
    ]);
    await server.engine.pool.query("UPDATE account SET transfer_seq = 1 WHERE organization = 'keeps'");
    const refused = await api("PUT", "/v1/organizations/keeps", { currency: "USD" });
    expect(refused).toMatchObject({
      status: 409,
      body: { code: "CURRENCY_FIXED", errors: [{ pointer: "/currency" }] },
    });
    expect((await api("GET", "/v1/organizations/keeps")).body.currency).toBe("EUR");
  });

  test("whose amounts are set keeps their currency: 50,000 yen must not be bought as 50,000 dollars", async () => {
    await makeOrganization(server, "yen", { currency: "JPY", licenses: [] });
    const budget = "/v1/organizations/yen/budgets/all";
    await api("PUT", budget, { scope: "organization", monthlyAmount: "50000" });
    const inDollars = () => api("PUT", "/v1/organizations/yen", { currency: "USD" });
    expect((await inDollars()).body).toMatchObject({ code: "CURRENCY_FIXED" });
    await api("DELETE", budget);
    const card = await api("POST", "/v1/organizations/yen/payment-methods", { type: "card", token: "tok_visa" });
    await api("PUT", "/v1/organizations/yen/auto-recharge", {
      ...{ enabled: true, triggerAmount: "10000", rechargeAmount: "50000", paymentMethod: card.body.id },
    });
    expect((await inDollars()).body).toMatchObject({ code: "CURRENCY_FIXED" });
    expect((await api("GET", "/v1/organizations/yen")).body.currency).toBe("JPY");
  });

  test("that is new names every field it lacks", async () => {
    const answer = await api("PUT", "/v1/organizations/lacking", { displayName: "Lacking" });
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toMatchObject([
      { pointer: "/country" },
      { pointer: "/currency" },
      { pointer: "/billing" },
    ]);
    expect((await api("GET", "/v1/organizations/lacking")).body.code).toBe("UNKNOWN_ORGANIZATION");
  });

  test("is made once when many make it at the same time", async () => {
    const body = {
      displayName: "At once",
      country: "US",
      currency: "USD",
      billing: { agreement: "direct", country: "US" },
    };
    const answers = await Promise.all(Array.from({ length: 8 }, () => api("PUT", "/v1/organizations/at-once", body)));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(await count("account", "organization = 'at-once'")).toBe(1);
  });

  test("lists come in pages, each item once", async () => {
    await makeOrganization(server, "paged", { licenses: [] });
    for (const id of ["a", "b", "c", "d", "e"])
      await api("PUT", `/v1/organizations/paged/conference-bridges/${id}`, { displayName: id });
    const seen: string[] = [];
    let cursor = "";
    do {
      const { body } = await api("GET", `/v1/organizations/paged/conference-bridges?limit=2${cursor}`);
      for (const item of body.items) seen.push(item.id);
      cursor = body.nextCursor === null ? "" : `&cursor=${body.nextCursor}`;
    } while (cursor !== "");
    expect(seen).toEqual(["a", "b", "c", "d", "e"]);
  });
});

describe("a user", () => {
  const PERSON = { displayName: "Ann", kind: "person", usageLocation: "US", licenses: [] as string[] };
  const put = (name: string, change: object = {}, org = "people") =>
    api("PUT", `/v1/organizations/${org}/users/${encodeURIComponent(name)}`, { ...PERSON, ...change });

  beforeAll(async () => {
    await makeOrganization(server, "people");
    await makeOrganization(server, "neighbours");
    await api("PUT", "/v1/organizations/people/subscriptions/MCOPSTN1", { purchased: 1 });
  });

  test("holds no more licences than are bought, by name; the credits licence is never used up", async () => {
    expect((await put("first@people.example", { licenses: ["MCOPSTN1", "MCOPSTNC"] })).status).toBe(200);
    const refused = await put("second@people.example", { licenses: ["MCOPSTNC", "MCOPSTN1"] });
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: "LICENSE_NOT_AVAILABLE",
        errors: [{ pointer: "/licenses/1", message: "No MCOPSTN1 is left: 1 bought, 1 assigned." }],
      },
    });
    expect(await count("app_user", "principal_name = 'second@people.example'")).toBe(0);
    expect((await put("second@people.example", { licenses: ["MCOPSTNC"] })).status).toBe(200);
    expect((await put("first@people.example", { licenses: [] })).status).toBe(200);
    expect((await put("second@people.example", { licenses: ["MCOPSTN1"] })).status).toBe(200);
  });

  test("takes the last licence only once when many ask for it at the same time", async () => {
    await api("PUT", "/v1/organizations/people/subscriptions/MCOPSTN2", { purchased: 3 });
    const names = Array.from({ length: 10 }, (_, i) => `race${i}@people.example`);
    const answers = await Promise.all(names.map((name) => put(name, { licenses: ["MCOPSTN2"] })));
    expect(answers.filter(({ status }) => status === 200).length).toBe(3);
    expect((await api("GET", "/v1/organizations/people/subscriptions/MCOPSTN2")).body).toMatchObject({
      purchased: 3,
      assigned: 3,
    });
  });

  test("who moves takes the licence count along", async () => {
    await put("mover@people.example", { licenses: ["MCOEV"] });
    await put("mover@people.example", { licenses: ["MCOEV"], usageLocation: "DE" });
    expect(
      await count(
        "license_count",
        "organization = 'people' AND sku = 'MCOEV' AND usage_location = 'DE' AND assigned = 1",
      ),
    ).toBe(1);
  });

  test.each([
    ["principal name", "taken@people.example", {}, "/userPrincipalName"],
    ["principal name in other case", "TAKEN@people.example", {}, "/userPrincipalName"],
    [
      "an alias that is a principal name",
      "other@people.example",
      { aliases: ["x@people.example", "Taken@people.example"] },
      "/aliases/1",
    ],
    ["an alias that is an alias", "other@people.example", { aliases: ["nick@people.example"] }, "/aliases/0"],
    ["a principal name that is an alias", "nick@people.example", {}, "/userPrincipalName"],
    ["an object id", "other@people.example", { objectId: "11111111-C56C-5936-AF57-56F5BB0DABCD" }, "/objectId"],
    ["an alias that is a SIP address", "other@people.example", { aliases: ["sip:taken@people.example"] }, "/aliases/0"],
  ])("of another organisation can not have a name that is taken: %s", async (_what, name, change, pointer) => {
    const mine = { aliases: ["nick@people.example"], objectId: "11111111-c56c-5936-af57-56f5bb0dabcd" };
    expect((await put("taken@people.example", mine)).status).toBe(200);
    const refused = await put(name, change, "neighbours");
    expect(refused).toMatchObject({ status: 409, body: { code: "IDENTITY_TAKEN", errors: [{ pointer }] } });
    expect(JSON.stringify(refused.body).replaceAll("@people.example", "")).not.toContain("people");
    expect(await count("app_user", "organization = 'neighbours'")).toBe(0);
  });

  test("gives up names that are left out, and others may have them then", async () => {
    await put("before@people.example", { aliases: ["shared@people.example"] });
    await put("before@people.example", { aliases: [] });
    expect((await put("after@people.example", { aliases: ["shared@people.example"] })).status).toBe(200);
  });

  test("is made while many others are, and none waits for the calls that wait for it", async () => {
    await makeOrganization(server, "crowd", { licenses: [] });
    await api("PUT", "/v1/organizations/crowd/subscriptions/MCOPSTN1", { purchased: 100 });
    const one = (i: number) => put(`u${i}@crowd.example`, { usageLocation: "DE", licenses: ["MCOPSTN1"] }, "crowd");
    const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => one(i)));
    expect(answers.map(({ status }) => status)).toEqual(Array(100).fill(200));
    const pool = "organization = 'crowd' AND id = 'MCOPSTN1:DE:domestic' AND total_minutes = 100 * 1200";
    expect(await count("pool", pool)).toBe(1);
  });

  test("is found whatever the case, and keeps the spelling it was made with", async () => {
    await put("Mixed.Case@people.example");
    await put("mixed.case@PEOPLE.example", { displayName: "Second" });
    const got = await api("GET", "/v1/organizations/people/users/MIXED.CASE@people.example");
    expect(got.body).toMatchObject({ userPrincipalName: "Mixed.Case@people.example", displayName: "Second" });
  });

  test("has roles by current name, older name or template id, and shows the current name", async () => {
    const roles = ["Company Administrator", "fe930be7-5e62-47db-91af-98c3a49a38b1", "billing administrator"];
    expect((await put("roles@people.example", { roles })).body.roles).toEqual([
      "Global Administrator",
      "User Administrator",
      "Billing Administrator",
    ]);
  });

  test("loses with null what may be empty, and keeps what is left out", async () => {
    await put("nulls@people.example", {
      mail: "n@people.example",
      costCenter: "7",
      dialOutPolicy: "tag:DialoutCPCandPSTNDomestic",
    });
    const path = "/v1/organizations/people/users/nulls@people.example";
    expect((await api("GET", path)).body.dialOutPolicy).toBe("DialoutCPCandPSTNDomestic");
    expect((await api("PUT", path, { mail: null })).body).toMatchObject({
      mail: null,
      costCenter: "7",
      displayName: "Ann",
    });
  });

  test("makes what others remember outdated", async () => {
    const version = async () =>
      (await server.engine.pool.query("SELECT settings_version FROM account WHERE organization = 'people'")).rows[0]
        .settings_version;
    const directory = async () =>
      (await server.engine.pool.query("SELECT version FROM settings_version WHERE name = 'directory'")).rows[0].version;
    const before = [await version(), await directory()];
    await put("versions@people.example");
    const made = [await version(), await directory()];
    await put("versions@people.example", { displayName: "Other" });
    const changed = [await version(), await directory()];
    expect(made[0]).toBeGreaterThan(before[0]);
    expect(made[1]).toBeGreaterThan(before[1]);
    expect(changed[0]).toBeGreaterThan(made[0]);
    expect(changed[1]).toBe(made[1]);
  });
});

describe("a number", () => {
  const put = (number: string, body: object, org = "dialled") =>
    api("PUT", `/v1/organizations/${org}/numbers/${encodeURIComponent(number)}`, body);

  beforeAll(async () => {
    await makeOrganization(server, "dialled");
    await makeOrganization(server, "elsewhere");
    await api("PUT", "/v1/organizations/dialled/users/ann@dialled.example", {
      displayName: "Ann",
      kind: "person",
      usageLocation: "US",
      licenses: [],
    });
  });

  test("is read as it is dialled, and leads to a user by any name", async () => {
    const answer = await put("(312) 555-0103", {
      kind: "subscriber",
      use: { type: "user", id: "sip:Ann@dialled.example" },
    });
    expect(answer.body).toEqual({
      e164: "+13125550103",
      kind: "subscriber",
      carrier: "calling-plan",
      use: { type: "user", id: "ann@dialled.example" },
      warnings: [],
    });
    expect((await api("GET", "/v1/organizations/dialled/numbers/%2B13125550103")).body).toEqual(answer.body);
    expect((await api("GET", "/v1/organizations/dialled/numbers/+13125550103")).body).toEqual(answer.body);
  });

  test("of a user who does not exist is refused; bridges and queues are made", async () => {
    const nobody = await put("+13125550104", {
      kind: "subscriber",
      use: { type: "user", id: "nobody@dialled.example" },
    });
    expect(nobody).toMatchObject({ status: 404, body: { code: "UNKNOWN_USER", errors: [{ pointer: "/use/id" }] } });
    await put("+13125550105", { kind: "service-toll", use: { type: "conference-bridge", id: "made-bridge" } });
    await put("+13125550106", { kind: "service-toll", use: { type: "call-queue", id: "made-queue" } });
    expect((await api("GET", "/v1/organizations/dialled/conference-bridges/made-bridge")).status).toBe(200);
    expect((await api("GET", "/v1/organizations/dialled/voice-apps/made-queue")).body.kind).toBe("call-queue");
    const mixed = await put("+13125550107", {
      kind: "service-toll",
      use: { type: "auto-attendant", id: "made-queue" },
    });
    expect(mixed).toMatchObject({ status: 409, body: { code: "VOICE_APP_KIND_MISMATCH" } });
    const turned = await api("PUT", "/v1/organizations/dialled/voice-apps/made-queue", { kind: "auto-attendant" });
    expect(turned).toMatchObject({ status: 409, body: { code: "VOICE_APP_KIND_MISMATCH" } });
  });

  test("of another organisation is refused without naming it", async () => {
    await put("+13125550108", { kind: "subscriber", use: { type: "unassigned" } });
    const refused = await put("+13125550108", { kind: "subscriber", use: { type: "unassigned" } }, "elsewhere");
    expect(refused).toMatchObject({ status: 409, body: { code: "NUMBER_TAKEN" } });
    expect(JSON.stringify(refused.body)).not.toContain("dialled");
  });

  test("that is toll-free warns until there are credits", async () => {
    const body = { kind: "service-toll-free", use: { type: "unassigned" } };
    expect((await put("+18005550142", body)).body.warnings).toEqual(["CREDITS_NOT_SET_UP"]);
    await server.engine.pool.query(
      `INSERT INTO lot (organization, id, granted, remaining, source, purchased_at, ends_at)
       VALUES ('dialled', 1, 1, 0, 'top-up', now(), now() + interval '1 year')`,
    );
    expect((await put("+18005550142", body)).body.warnings).toEqual([]);
    expect((await api("GET", "/v1/organizations/dialled/numbers/+18005550142")).body.warnings).toEqual([]);
  });
});

test("calling settings keep what is left out, and null takes a limit away", async () => {
  await makeOrganization(server, "settings", { licenses: [] });
  const path = "/v1/organizations/settings/calling-settings";
  expect((await api("GET", path)).body).toEqual({
    defaultDialOutPolicy: null,
    premiumCalls: "blocked",
    meetingsUseCallingPlan: false,
    strictEither: false,
    blockedDestinations: [],
    blockedCallers: [],
    maxPricePerMinute: null,
    maxConcurrentCalls: null,
    maxCallSeconds: null,
    currency: "USD",
  });
  await api("PUT", path, { maxPricePerMinute: "0.50", blockedDestinations: ["CU", "+4479"], maxConcurrentCalls: 5 });
  expect((await api("PUT", path, { maxConcurrentCalls: null, premiumCalls: "allowed" })).body).toMatchObject({
    maxPricePerMinute: "0.5",
    blockedDestinations: ["CU", "+4479"],
    maxConcurrentCalls: null,
    premiumCalls: "allowed",
  });
  const other = await api("PUT", path, { maxPricePerMinute: "1", currency: "EUR" });
  expect(other).toMatchObject({ status: 400, body: { code: "CURRENCY_MISMATCH", errors: [{ pointer: "/currency" }] } });
});

test("a switch has the defaults of what it can do", async () => {
  expect((await api("PUT", "/v1/switches/able", {})).body).toEqual({
    id: "able",
    country: null,
    reportsAnswer: true,
    canUpdate: true,
    defaultGrantSeconds: 300,
    maximumGrantSeconds: 600,
    warnSeconds: 30,
    toleranceSeconds: 2,
  });
  expect((await api("PUT", "/v1/switches/unable", { canUpdate: false })).body.maximumGrantSeconds).toBe(14_400);
  expect((await api("PUT", "/v1/switches/able", { country: "DE" })).body).toMatchObject({
    country: "DE",
    warnSeconds: 30,
  });
});

test("plans tell minutes, price and what one needs", async () => {
  const { body } = await api("GET", "/v1/plans");
  const domestic = (body.plans as { skuPartNumber: string }[]).find(
    ({ skuPartNumber }) => skuPartNumber === "MCOPSTN1",
  );
  expect(domestic).toMatchObject({
    gives: ["MCOPSTN1"],
    minutes: [{ scope: "domestic", shared: true, minutesPerLicence: { default: 1200, US: 3000 } }],
    price: { amount: "11", currency: "USD", invented: true },
  });
  expect(body.needs.length).toBeGreaterThan(5);
  expect(body.includedCountries.zoneA).toContain("JP");
});
