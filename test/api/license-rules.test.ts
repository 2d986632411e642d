/** Licences that rules give: to whom, how many, and when they go again. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { applyRules } from "../../src/engine/license-rules.ts";
import { makeOrganization, startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
let api: TestServer["api"];
let org = 0;
let ORG = "";
beforeAll(async () => {
  server = await startServer();
  api = server.api;
});
afterAll(() => server.close());
beforeEach(async () => {
  ORG = `/v1/organizations/rules-${++org}`;
  await makeOrganization(server, `rules-${org}`, { licenses: [] });
  for (const sku of ["MCOPSTN1", "MCOMEETADV"]) await api("PUT", `${ORG}/subscriptions/${sku}`, { purchased: 3 });
});

const path = (name: string) => `${ORG}/users/${name}@rules-${org}.example`;
const put = (name: string, licenses: string[], change: object = {}) =>
  api("PUT", path(name), { displayName: name, kind: "person", usageLocation: "US", licenses, ...change });
const held = async (name: string) => {
  const { licenses, ruleLicenses } = (await api("GET", path(name))).body;
  return { licenses, ruleLicenses };
};
const rule = (id: string, body: object) => api("PUT", `${ORG}/license-rules/${id}`, { displayName: id, ...body });
const CREDITS = { when: { hasCallingPlan: true }, assign: ["MCOPSTNC"] };

describe("a licence rule", () => {
  test("gives what it says to those it is for, and takes it away when it no longer holds", async () => {
    await put("ann", ["MCOPSTN1"]);
    await put("eve", []);
    const made = await rule("credits", CREDITS);
    expect(made.body).toEqual({ id: "credits", displayName: "credits", enabled: true, state: "applied", ...CREDITS });
    expect(await held("ann")).toEqual({ licenses: ["MCOPSTN1", "MCOPSTNC"], ruleLicenses: ["MCOPSTNC"] });
    expect(await held("eve")).toEqual({ licenses: [], ruleLicenses: [] });

    await put("eve", ["MCOPSTN1"]);
    expect((await held("eve")).ruleLicenses).toEqual(["MCOPSTNC"]);
    await put("ann", []);
    expect(await held("ann")).toEqual({ licenses: [], ruleLicenses: [] });

    await rule("credits", { enabled: false });
    expect(await held("eve")).toEqual({ licenses: ["MCOPSTN1"], ruleLicenses: [] });
    await rule("credits", { enabled: true });
    expect((await api("DELETE", `${ORG}/license-rules/credits`)).status).toBe(204);
    expect(await held("eve")).toEqual({ licenses: ["MCOPSTN1"], ruleLicenses: [] });
  });

  test("leaves alone what somebody assigned, and takes no part in what a PUT of the same lists", async () => {
    await put("ann", ["MCOPSTN1", "MCOPSTNC"]);
    await put("ben", ["MCOPSTN1"]);
    await rule("credits", CREDITS);
    expect(await held("ann")).toEqual({ licenses: ["MCOPSTN1", "MCOPSTNC"], ruleLicenses: [] });
    const { licenses } = await held("ben");
    await put("ben", licenses);
    expect(await held("ben")).toEqual({ licenses: ["MCOPSTN1", "MCOPSTNC"], ruleLicenses: ["MCOPSTNC"] });
    await api("DELETE", `${ORG}/license-rules/credits`);
    expect((await held("ann")).licenses).toEqual(["MCOPSTN1", "MCOPSTNC"]);
    expect((await held("ben")).licenses).toEqual(["MCOPSTN1"]);
  });

  test.each([
    ["a cost centre", { costCenter: "1100" }, ["ann"]],
    ["a country", { usageLocation: "GB" }, ["ben"]],
    ["a kind", { kind: "resource-account" }, ["desk"]],
    ["a licence", { license: "MCOMEETADV" }, ["ben"]],
    ["no calling plan", { hasCallingPlan: false, kind: "person" }, ["ben"]],
    ["two conditions", { usageLocation: "US", hasCallingPlan: true }, ["ann"]],
    ["everybody", {}, ["ann", "ben", "desk"]],
  ])("is for %s", async (_what, when, names) => {
    await put("ann", ["MCOPSTN1"], { costCenter: "1100" });
    await put("ben", ["MCOMEETADV"], { usageLocation: "GB" });
    await put("desk", [], { kind: "resource-account" });
    await rule("given", { when, assign: ["MCOPSTNC"] });
    const { body } = await api("GET", `${ORG}/users?license=MCOPSTNC`);
    expect(body.items.map(({ displayName }: { displayName: string }) => displayName)).toEqual(names);
  });

  test("may hold by what another one gives, in whatever order they were made", async () => {
    await put("ann", [], { costCenter: "1100" });
    await rule("a-credits", CREDITS);
    await rule("b-plan", { when: { costCenter: "1100" }, assign: ["MCOPSTN1"] });
    expect((await held("ann")).ruleLicenses).toEqual(["MCOPSTN1", "MCOPSTNC"]);
    await put("ann", [], { costCenter: null });
    expect((await held("ann")).licenses).toEqual([]);
  });

  test("gives no more than is bought, and the rest as soon as there is more", async () => {
    for (const name of ["a", "b", "c", "d", "e"]) await put(name, [], { costCenter: "1100" });
    const wanted = { when: { costCenter: "1100" }, assign: ["MCOPSTN1"] };
    const preview = await api("POST", `${ORG}/license-rules/plan/preview`, { displayName: "plan", ...wanted });
    expect(preview.body).toMatchObject({ users: 5, changed: 3, short: [{ skuPartNumber: "MCOPSTN1", users: 2 }] });
    expect(preview.body.changes).toHaveLength(3);
    expect((await api("GET", `${ORG}/users?license=MCOPSTN1`)).body.items).toEqual([]);

    await rule("plan", wanted);
    const holders = async () => (await api("GET", `${ORG}/users?license=MCOPSTN1`)).body.items.length;
    expect(await holders()).toBe(3);
    await api("PUT", `${ORG}/subscriptions/MCOPSTN1`, { purchased: 4 });
    expect((await api("GET", `${ORG}/license-rules/plan`)).body.state).toBe("applying");
    await applyRules(server.engine);
    expect(await holders()).toBe(4);
    expect((await api("DELETE", path("a"))).status).toBe(204);
    await applyRules(server.engine);
    expect(await holders()).toBe(4);
    expect((await api("GET", `${ORG}/subscriptions/MCOPSTN1`)).body).toMatchObject({ purchased: 4, assigned: 4 });
  });

  test("that goes leaves its licences to those whom another one could give none", async () => {
    await api("PUT", `${ORG}/subscriptions/MCOPSTN1`, { purchased: 1 });
    await put("ann", [], { costCenter: "1100" });
    await put("zoe", [], { costCenter: "1200" });
    await rule("late", { when: { costCenter: "1200" }, assign: ["MCOPSTN1"] });
    await rule("early", { when: { costCenter: "1100" }, assign: ["MCOPSTN1"] });
    expect((await held("ann")).licenses).toEqual([]);
    await api("DELETE", `${ORG}/license-rules/late`);
    await applyRules(server.engine);
    expect((await held("zoe")).licenses).toEqual([]);
    expect((await held("ann")).licenses).toEqual(["MCOPSTN1"]);
  });

  test("is seen by the next authorisation", async () => {
    await put("ann", ["MCOPSTN1"]);
    const call = {
      organization: `rules-${org}`,
      user: `ann@rules-${org}.example`,
      from: "+12065550100",
      to: "+815012345678",
    };
    expect((await api("POST", "/v1/calls", { callId: `r${org}-1`, ...call })).body).toMatchObject({
      code: "LICENSE_MISSING",
      missing: ["MCOPSTNC"],
    });
    await rule("credits", CREDITS);
    const next = await api("POST", "/v1/calls", { callId: `r${org}-2`, ...call });
    expect(next.body.code).not.toBe("LICENSE_MISSING");
  });

  test.each([
    [{ assign: ["MCOPSTN1"] }, "/displayName"],
    [{ displayName: "x", assign: [] }, "/assign"],
    [{ displayName: "x", assign: ["NOSUCH"] }, "/assign/0"],
    [{ displayName: "x", assign: ["MCOPSTNC"], when: { license: "NOSUCH" } }, "/when/license"],
    [{ displayName: "x", assign: ["MCOPSTNC"], when: { usageLocation: "XX" } }, "/when/usageLocation"],
    [{ displayName: "x", assign: ["MCOPSTNC"], when: { colour: "red" } }, "/when/colour"],
  ])("of %j is refused, and none is made", async (body, pointer) => {
    const refused = await api("PUT", `${ORG}/license-rules/bad`, body);
    expect(refused.status).toBe(400);
    expect(refused.body.errors).toMatchObject([{ pointer }]);
    expect((await api("GET", `${ORG}/license-rules`)).body.items).toEqual([]);
    expect((await api("GET", `${ORG}/license-rules/bad`)).body.code).toBe("UNKNOWN_LICENSE_RULE");
  });
});
