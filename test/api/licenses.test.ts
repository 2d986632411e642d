/** Licences: what there is of each, which minutes it gives, and giving it to many at once. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { audit, auditWords } from "../../src/engine/audit.ts";
import { makeOrganization, startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
let api: TestServer["api"];
let clock = Date.UTC(2026, 10, 10, 12);
let org = 0;
let ORG = "";
beforeAll(async () => {
  server = await startServer({ now: () => clock });
  api = server.api;
});
afterAll(() => server.close());
beforeEach(async () => {
  ORG = `/v1/organizations/held-${++org}`;
  await makeOrganization(server, `held-${org}`, { licenses: [] });
});

const buy = (sku: string, purchased: number) => api("PUT", `${ORG}/subscriptions/${sku}`, { purchased });
const put = (name: string, licenses: string[], usageLocation = "US") =>
  api("PUT", `${ORG}/users/${name}@held-${org}.example`, {
    displayName: name,
    kind: "person",
    usageLocation,
    licenses,
  });
const principal = (name: string) => `${name}@held-${org}.example`;
const license = async (sku: string) =>
  (await api("GET", `${ORG}/licenses`)).body.items.find(
    (item: { skuPartNumber: string }) => item.skuPartNumber === sku,
  );
const pool = async (capability: string, country: string, month = "") =>
  (await api("GET", `${ORG}/pools${month}`)).body.find(
    (one: { capability: string; country: string }) => one.capability === capability && one.country === country,
  )?.totalMinutes;

describe("licences", () => {
  test("say how many are bought, assigned and free, and which pools they feed with the sum by country", async () => {
    await buy("ENTERPRISEPREMIUM", 10);
    await buy("MCOMEETADV", 105);
    await buy("MCOPSTN2", 3);
    for (const name of ["a", "b"]) await put(name, ["MCOPSTN2"], "GB");
    expect(await license("MCOPSTNC")).toMatchObject({
      purchased: 0,
      assigned: 0,
      free: null,
      unlimited: true,
      pools: [],
    });
    expect(await license("MCOPSTN2")).toMatchObject({
      displayName: "Domestic and International Calling Plan",
      skuId: "d3b4fe1f-9992-4930-8acb-ca6ec609365e",
      purchased: 3,
      assigned: 2,
      free: 1,
      unlimited: false,
      pools: [
        { country: "GB", scope: "domestic", licenses: 2, minutesPerLicense: 1200, minutes: 2400, poolMinutes: 2400 },
        { country: "GB", scope: "international", licenses: 2, minutesPerLicense: 600, minutes: 1200 },
        { country: "US", scope: "domestic", licenses: 1, minutesPerLicense: 3000, minutes: 3000 },
        { country: "US", scope: "international", licenses: 1, minutesPerLicense: 600, minutes: 600 },
      ],
    });
    // 115 licences of two products are one pool of 6,900 minutes (domain.md 3.3).
    expect((await license("MCOMEETADV")).pools).toEqual([
      {
        capability: "MCOMEETADD",
        country: "*",
        scope: "zone-a",
        usageLocation: "US",
        licenses: 105,
        minutesPerLicense: 60,
        minutes: 6300,
        poolMinutes: 6900,
      },
    ]);
    const { body } = await api("GET", `${ORG}/licenses?limit=1`);
    expect(body.items).toMatchObject([{ skuPartNumber: "ENTERPRISEPREMIUM" }]);
    expect((await api("GET", `${ORG}/licenses?limit=500&cursor=${body.nextCursor}`)).body.nextCursor).toBeNull();
  });

  test("give more minutes at once when more are bought, and fewer from next month on", async () => {
    clock = Date.UTC(2026, 10, 10, 12);
    await buy("MCOPSTN1", 2);
    expect(await pool("MCOPSTN1", "US")).toBe(6000);
    await buy("MCOPSTN1", 3);
    expect(await pool("MCOPSTN1", "US")).toBe(9000);
    await buy("MCOPSTN1", 1);
    expect(await pool("MCOPSTN1", "US")).toBe(9000);
    expect(await pool("MCOPSTN1", "US", "?month=2026-12")).toBe(3000);
    clock = Date.UTC(2026, 11, 1, 0, 0, 1);
    expect(await pool("MCOPSTN1", "US")).toBe(3000);
    expect(await pool("MCOPSTN1", "US", "?month=2026-11")).toBe(9000);
  });

  test("bought in the month before and given up in this one count until it ends, whether or not anybody has called yet", async () => {
    clock = Date.UTC(2026, 9, 10, 12);
    await buy("MCOPSTN1", 3);
    await buy("MCOPSTN2", 2);
    await put("a", ["MCOPSTN2"], "GB");
    clock = Date.UTC(2026, 10, 10, 12);
    await buy("MCOPSTN1", 1);
    expect(await pool("MCOPSTN1", "US")).toBe(9000);
    expect(await pool("MCOPSTN1", "US", "?month=2026-12")).toBe(3000);
    await buy("MCOPSTN2", 0);
    expect([await pool("MCOPSTN2", "US"), await pool("MCOPSTN2", "GB")]).toEqual([3000, 1200]);
  });

  test("bought in one month give nothing to calls of the month before that are told of late", async () => {
    clock = Date.UTC(2026, 10, 10, 12);
    await buy("MCOPSTN_5", 1);
    await put("a", ["MCOPSTN_5"]);
    const call = { user: principal("a"), from: "sip:a@example.com", to: "+12065550199" };
    const letThrough = async (callId: string, day: string, minutes: number) =>
      (
        await api("POST", `/v1/calls/h${org}-${callId}/release`, {
          usedSeconds: 60 * minutes,
          call: { ...call, startedAt: `${day}T10:00:00Z` },
        })
      ).body;
    expect(await letThrough("1", "2026-11-10", 100)).toMatchObject({ charge: "0" });
    clock = Date.UTC(2026, 11, 2, 12);
    await buy("MCOPSTN_5", 3);
    await letThrough("2", "2026-11-29", 30);
    expect([await pool("MCOPSTN5", "US", "?month=2026-11"), await pool("MCOPSTN5", "US")]).toEqual([120, 360]);
  });

  test("with minutes of the user's own give them once a month, wherever the user moves", async () => {
    clock = Date.UTC(2026, 10, 10, 12);
    await buy("MCOPSTN8", 1);
    await api("POST", `${ORG}/adjustments`, { amount: "10", reason: "test" });
    const used = async (callId: string, minutes: number) => {
      const call = { user: principal("q"), from: "sip:q@example.com", to: "+14165550123" };
      const id = `h${org}-${callId}`;
      const asked = await api("POST", "/v1/calls", { callId: id, ...call, requestedSeconds: 60 * minutes });
      if (asked.status !== 201) return asked.body.code;
      return (await api("POST", `/v1/calls/${id}/release`, { usedSeconds: 60 * minutes })).body.funding[0].source;
    };
    const left = async () =>
      (await api("GET", `${ORG}/pools`)).body
        .filter((one: { capability: string }) => one.capability === "MCOPSTN8")
        .map((one: Record<string, unknown>) => [one.country, one.usedMinutes, one.totalMinutes]);
    await put("q", ["MCOPSTN8"], "CA");
    expect(await used("1", 5)).toBe("pool:MCOPSTN8:CA:user");
    await put("q", ["MCOPSTN8"], "US");
    expect(await left()).toEqual([
      ["CA", 5, 5],
      ["US", 0, 115],
    ]);
    expect(await used("2", 10)).toBe("pool:MCOPSTN8:US:user");
    await put("q", ["MCOPSTN8"], "PR");
    await put("q", ["MCOPSTN8"], "CA");
    expect(await left()).toEqual([
      ["CA", 5, 110],
      ["PR", 0, 0],
      ["US", 10, 10],
    ]);
    for (let n = 0; n < 15; n++) await used(`many-${n}`, 7);
    expect(await used("last", 1)).toBe("LICENSE_MISSING");
    await put("q", ["MCOPSTN8"], "PR");
    expect(await used("there", 1)).toBe("LICENSE_MISSING");
    clock = Date.UTC(2026, 11, 1, 0, 0, 1);
    expect(await used("next-month", 1)).toBe("pool:MCOPSTN8:PR:user");
    expect(await left()).toEqual([["PR", 1, 120]]);
    const { good, lines } = auditWords(await audit(server.engine, `held-${org}`));
    expect(good, lines.join("\n")).toBe(true);
  });

  test("given to many at once: told beforehand, then done, and seen by the next authorisation", async () => {
    await buy("MCOPSTN1", 10);
    for (const name of ["a", "b", "c"]) await put(name, ["MCOPSTN1"]);
    const call = { organization: `held-${org}`, user: principal("a"), from: "+12065550100", to: "+815012345678" };
    expect((await api("POST", "/v1/calls", { callId: `h${org}-1`, ...call })).body.code).toBe("LICENSE_MISSING");
    const body = { filter: { needs: "credits-license" }, add: ["MCOPSTNC"] };
    const told = await api("POST", `${ORG}/license-assignments`, { ...body, dryRun: true });
    expect(told.body).toEqual({
      dryRun: true,
      matched: 3,
      changed: 3,
      unchanged: 0,
      licenses: [{ skuPartNumber: "MCOPSTNC", added: 3, removed: 0 }],
      items: ["a", "b", "c"].map((name) => ({ userPrincipalName: principal(name), added: ["MCOPSTNC"], removed: [] })),
    });
    expect((await license("MCOPSTNC")).assigned).toBe(0);
    expect((await api("POST", `${ORG}/license-assignments`, body)).body).toMatchObject({ dryRun: false, changed: 3 });
    expect((await license("MCOPSTNC")).assigned).toBe(3);
    expect((await api("POST", "/v1/calls", { callId: `h${org}-2`, ...call })).body.code).not.toBe("LICENSE_MISSING");
    const taken = { users: [principal("A"), principal("b")], remove: ["MCOPSTNC", "MCOPSTN1"] };
    expect((await api("POST", `${ORG}/license-assignments`, taken)).body).toMatchObject({ matched: 2, changed: 2 });
    expect((await license("MCOPSTN1")).assigned).toBe(1);
  });

  test("of which too few are bought are given to nobody, and how many are missing is said", async () => {
    await buy("MCOPSTN1", 2);
    for (const name of ["a", "b", "c", "d"]) await put(name, []);
    await put("a", ["MCOPSTN1"]);
    const refused = await api("POST", `${ORG}/license-assignments`, { filter: {}, add: ["MCOPSTNC", "MCOPSTN1"] });
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: "LICENSE_NOT_AVAILABLE",
        shortages: [{ skuPartNumber: "MCOPSTN1", purchased: 2, assigned: 1, missing: 2 }],
      },
    });
    expect(refused.body.detail).toContain("MCOPSTN1");
    expect((await license("MCOPSTNC")).assigned).toBe(0);
    // What is held stays held when fewer are bought.
    await buy("MCOPSTN1", 1);
    expect((await put("a", ["MCOPSTN1"])).status).toBe(200);
    expect((await put("b", ["MCOPSTN1"])).body.code).toBe("LICENSE_NOT_AVAILABLE");
  });

  test("assigned to somebody who has them from a rule stay when the rule goes", async () => {
    await put("a", []);
    await put("b", []);
    await api("PUT", `${ORG}/license-rules/all`, { displayName: "All", assign: ["MCOPSTNC"] });
    const assigned = await api("POST", `${ORG}/license-assignments`, { users: [principal("a")], add: ["MCOPSTNC"] });
    expect(assigned.body).toMatchObject({ matched: 1, changed: 0 });
    const removed = await api("POST", `${ORG}/license-assignments`, { users: [principal("b")], remove: ["MCOPSTNC"] });
    expect(removed.body).toMatchObject({ matched: 1, changed: 0 });
    await api("DELETE", `${ORG}/license-rules/all`);
    const { items } = (await api("GET", `${ORG}/users?license=MCOPSTNC`)).body;
    expect(items).toMatchObject([{ userPrincipalName: principal("a"), ruleLicenses: [] }]);
  });

  test.each([
    [{ add: ["MCOPSTNC"] }, "/users"],
    [{ users: ["x@y.example"], filter: {}, add: ["MCOPSTNC"] }, "/users"],
    [{ filter: {} }, "/add"],
    [{ filter: {}, add: ["NOSUCH"] }, "/add/0"],
    [{ filter: {}, add: ["MCOPSTN1"], remove: ["NOSUCH"] }, "/remove/0"],
    [{ filter: {}, add: ["MCOPSTNC"], remove: ["MCOPSTNC"] }, "/add/0"],
    [{ filter: { role: "Emperor" }, add: ["MCOPSTNC"] }, "/filter/role"],
    [{ users: ["nobody@held.example"], add: ["MCOPSTNC"] }, "/users/0"],
  ])("by %j: refused", async (body, pointer) => {
    const refused = await api("POST", `${ORG}/license-assignments`, body);
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(refused.body.errors).toMatchObject([{ pointer }]);
  });
});
