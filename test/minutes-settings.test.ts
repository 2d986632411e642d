/** The calling settings that say whose minutes pay, over HTTP: the same calls with a setting off, and on. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { audit, auditWords } from "../src/engine/audit.ts";
import { makeOrganization, startServer, type TestServer } from "./support/server.ts";

const NOW = Date.parse("2026-11-22T14:00:00Z");
const DECK = [
  "service,prefix,destination,country,number_class,price_per_minute,connection_fee,initial_increment_seconds,increment_seconds,effective_from,effective_to",
  "user_out,1,United States,US,geographic,0.01,0,60,60,2026-01-01T00:00:00Z,",
  "user_out,44,United Kingdom,GB,geographic,0.02,0,60,60,2026-01-01T00:00:00Z,",
  "conf_out,1,United States,US,geographic,0.03,0,60,60,2026-01-01T00:00:00Z,",
  "conf_out,44,United Kingdom,GB,geographic,0.04,0,60,60,2026-01-01T00:00:00Z,",
].join("\n");
const HOME = "+12065550199";
const ABROAD = "+442079460958";

let server: TestServer;
let api: TestServer["api"];
let calls = 0;

beforeAll(async () => {
  server = await startServer({ now: () => NOW });
  api = server.api;
  const headers = { "content-type": "text/csv" };
  const deck = await api("POST", "/v1/rate-decks?name=test&currency=USD", DECK, { headers });
  expect(deck.status, JSON.stringify(deck.body)).toBe(201);
});
afterAll(async () => {
  const { good, lines } = auditWords(await audit(server.engine, null));
  await server.close();
  expect(good, lines.join("\n")).toBe(true);
});

/** An organisation with 100 dollars and one user, ann, who has one licence of each. */
async function organization(org: string, licenses: string[]) {
  await makeOrganization(server, org, { licenses: [] });
  const path = (rest: string): string => `/v1/organizations/${org}/${rest}`;
  for (const sku of licenses) await api("PUT", path(`subscriptions/${sku}`), { purchased: 1 });
  const user = `ann@${org}.example`;
  const ann = { displayName: "Ann", kind: "person", usageLocation: "US", licenses: [...licenses, "MCOPSTNC"] };
  expect((await api("PUT", path(`users/${user}`), ann)).status).toBeLessThan(300);
  const { body: method } = await api("POST", path("payment-methods"), { type: "card", token: "tok_visa" });
  const topUp = await api("POST", path("top-ups"), { amount: "100", paymentMethod: method.id });
  expect(topUp.body.state).toBe("succeeded");
  const start = async (callType: string, to: string) => {
    const callId = `${org}-${++calls}`;
    const conference = callType === "conf_out" ? { conferenceId: "c" } : {};
    const { body } = await api("POST", "/v1/calls", {
      callId,
      user,
      callType,
      from: "+12065550101",
      to,
      ...conference,
    });
    return { callId, funding: body.funding as { source: string; seconds: number; amount?: string }[] };
  };
  const end = async (callId: string, usedSeconds: number) =>
    (await api("POST", `/v1/calls/${callId}/release`, { usedSeconds })).body;
  return {
    start,
    end,
    update: async (callId: string, body: object) => (await api("POST", `/v1/calls/${callId}/update`, body)).body,
    buy: (sku: string, purchased: number) => api("PUT", path(`subscriptions/${sku}`), { purchased }),
    /** What paid for a call of so many seconds: "pool:…", "credits". */
    paid: async (callType: string, to: string, seconds: number): Promise<string[]> => {
      const { callId } = await start(callType, to);
      const { funding } = await end(callId, seconds);
      return funding.map((line: { source: string }) => line.source);
    },
    set: async (settings: object) => {
      const { status, body } = await api("PUT", path("calling-settings"), settings);
      expect(status, JSON.stringify(body)).toBe(200);
      expect((await api("GET", path("calling-settings"))).body).toMatchObject(settings);
    },
    pools: async () => (await api("GET", path("pools"))).body as Record<string, unknown>[],
    explained: async (callId: string) => (await api("GET", `/v1/calls/${callId}`)).body.explanation,
  };
}

describe("meetingsUseCallingPlan", () => {
  test("dial-out beyond the conferencing pool: credits; or first the organiser's calling plan, from the next call on", async () => {
    const { start, end, paid, set, explained } = await organization("meetings", ["MCOMEETADV", "MCOPSTN2"]);
    const zoneA = "pool:MCOMEETADD:*:zone-a";
    expect(await paid("conf_out", HOME, 3600)).toEqual([zoneA]);
    const before = await start("conf_out", HOME);
    expect(before.funding).toMatchObject([{ source: "credits" }]);

    await set({ meetingsUseCallingPlan: true });
    expect(await paid("conf_out", HOME, 61)).toEqual(["pool:MCOPSTN2:US:domestic"]);
    expect(await paid("conf_out", ABROAD, 61)).toEqual(["pool:MCOPSTN2:US:international"]);
    const { callId } = await start("conf_out", ABROAD);
    expect((await explained(callId)).tried).toMatchObject([
      { source: zoneA, taken: true },
      { source: "pool:MCOPSTN2:US:international", taken: true },
      { source: "credits", taken: true },
    ]);
    await end(callId, 0);
    expect(await end(before.callId, 61)).toMatchObject({ charge: "0.06", funding: [{ source: "credits" }] });

    // What is left out stays as it is.
    await set({ premiumCalls: "blocked" });
    expect(await paid("conf_out", HOME, 61)).toEqual(["pool:MCOPSTN2:US:domestic"]);
    await set({ meetingsUseCallingPlan: false });
    expect(await paid("conf_out", HOME, 61)).toEqual(["credits"]);
  });

  test("it is yes or no, and nothing else", async () => {
    await makeOrganization(server, "neither", { licenses: [] });
    const answer = await api("PUT", "/v1/organizations/neither/calling-settings", { meetingsUseCallingPlan: "yes" });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: "/meetingsUseCallingPlan" }] } });
  });
});

describe("strictEither", () => {
  const domestic = "pool:MCOPSTN2:US:domestic";
  const international = "pool:MCOPSTN2:US:international";

  test("either pool of a plan that is used up: the other lasts by itself; or both are closed, and credits pay", async () => {
    const { start, end, paid, set, pools, explained, update } = await organization("either", ["MCOPSTN2"]);
    const pool = async (scope: string) => (await pools()).find((one) => one["scope"] === scope)!;
    expect(await paid("user_out", ABROAD, 36_000)).toEqual([international]);
    expect(await pool("international")).toMatchObject({ totalMinutes: 600, usedMinutes: 600, availableMinutes: 0 });
    const before = await start("user_out", HOME);
    expect(before.funding).toEqual([{ source: domestic, seconds: 300 }]);
    const total = (await pool("domestic"))["totalMinutes"] as number;
    expect(await pool("domestic")).toMatchObject({ heldMinutes: 5, availableMinutes: total - 5 });
    expect(await pool("domestic")).not.toHaveProperty("closedBy");

    await set({ strictEither: true });
    expect(await pool("domestic")).toMatchObject({ heldMinutes: 5, availableMinutes: 0, closedBy: international });
    expect(await pool("international")).not.toHaveProperty("closedBy");
    const next = await start("user_out", HOME);
    expect(next.funding).toMatchObject([{ source: "credits" }]);
    const { tried, text } = await explained(next.callId);
    expect(tried).toMatchObject([
      { source: domestic, taken: false, code: "closed-by-other-pool", params: { pool: international } },
      { source: "credits", taken: true },
    ]);
    expect(text[0]).toBe(
      `${domestic}: does not pay, because the other minutes of the same plan are used up (${international}), ` +
        "and the calling settings close both then.",
    );
    expect(await end(next.callId, 61)).toMatchObject({ charge: "0.02" });
    // A call in progress keeps what it holds, and goes on with credits.
    expect((await update(before.callId, { usedSeconds: 290, requestedSeconds: 300 })).funding).toMatchObject([
      { source: domestic, seconds: 300 },
      { source: "credits", seconds: 290 },
    ]);
    expect(await end(before.callId, 361)).toMatchObject({ charge: "0.02" });
    expect(await pool("domestic")).toMatchObject({ usedMinutes: 5, heldMinutes: 0, closedBy: international });

    await set({ strictEither: false });
    expect(await paid("user_out", HOME, 61)).toEqual([domestic]);
    expect(await pool("domestic")).toMatchObject({ usedMinutes: 7, availableMinutes: total - 7 });
  });

  test("more licences open both again", async () => {
    const { paid, set, buy } = await organization("opened", ["MCOPSTN2"]);
    await set({ strictEither: true });
    expect(await paid("user_out", ABROAD, 36_000)).toEqual([international]);
    expect(await paid("user_out", HOME, 60)).toEqual(["credits"]);
    await buy("MCOPSTN2", 2);
    expect(await paid("user_out", HOME, 60)).toEqual([domestic]);
  });
});
