import { afterAll, beforeAll, expect, test } from "vitest";
import { adviseAgain } from "../src/engine/advise-again.ts";
import { audit, auditWords } from "../src/engine/audit.ts";
import { notify } from "../src/engine/notify.ts";
import { watchUnusualSpending } from "../src/engine/unusual-spending.ts";
import { makeOrganization, startServer, type TestServer } from "./support/server.ts";

const DAY = 86_400_000;
const DAYS = 32;
/** A Monday. The calls begin so many days before it. */
const TODAY = Date.parse("2026-11-23T12:00:00Z");
const UK = "+442079460000";

let now = TODAY - DAYS * DAY;
let server: TestServer;
const path = (rest: string): string => `/v1/organizations/contoso/${rest}`;
const get = async (rest: string) => (await server.api("GET", path(rest))).body;

let calls = 0;
async function call(user: string, to: string, minutes: number): Promise<void> {
  const callId = `call-${++calls}`;
  const asked = await server.api("POST", "/v1/calls", {
    ...{ callId, user: `${user}@contoso.example`, from: "+12065550102", to, requestedSeconds: 60 * minutes },
  });
  expect(asked.status, JSON.stringify(asked.body)).toBe(201);
  await server.api("POST", `/v1/calls/${callId}/release`, { usedSeconds: 60 * minutes });
}

/** Ann calls Britain for five minutes a day, at 1 a minute; 1,000 was put in. */
beforeAll(async () => {
  server = await startServer({ now: () => now });
  const { api } = server;
  await makeOrganization(server, "contoso", { licenses: ["MCOEV", "MCOPSTN1", "MCOPSTNC"] });
  const header =
    "service,prefix,destination,country,number_class,price_per_minute,connection_fee,initial_increment_seconds,increment_seconds,effective_from,effective_to";
  const rows = ["44,United Kingdom,GB", "53,Cuba,CU"].map(
    (where) => `user_out,${where},geographic,1,0,60,60,2026-01-01T00:00:00Z,`,
  );
  await api("POST", "/v1/rate-decks?name=prices&currency=USD", [header, ...rows].join("\n"), {
    headers: { "content-type": "text/csv" },
  });
  const licenses = ["MCOEV", "MCOPSTN1", "MCOPSTNC"];
  for (const name of ["ann", "ben"])
    await api("PUT", path(`users/${name}@contoso.example`), {
      displayName: name,
      kind: "person",
      usageLocation: "US",
      licenses,
    });
  const card = await api("POST", path("payment-methods"), { type: "card", token: "tok_visa" });
  await api("POST", path("top-ups"), { amount: "1000", paymentMethod: card.body.id });
  await api("PUT", path("auto-recharge"), {
    ...{ enabled: true, triggerAmount: "20", rechargeAmount: "100", paymentMethod: card.body.id },
  });
  expect(await get("credits/forecast")).toMatchObject({ basisDays: 0, daysLeft: null, zeroOn: null, line: [] });
  for (; now < TODAY; now += DAY) {
    await call("ann", UK, 5);
    await call("ann", "+12065550199", 10);
  }
});
afterAll(async () => {
  const { good, lines } = auditWords(await audit(server.engine, null));
  await server.close();
  expect(good, lines.join("\n")).toBe(true);
});

test("five a day from 840: the days left, the date of zero and of the next recharge, the line to the month's end", async () => {
  const forecast = await get("credits/forecast");
  expect(forecast).toMatchObject({
    ...{ currency: "USD", available: "840", basisDays: 32 },
    // Half of today is left: 2.5, then 5 a day.
    daysLeft: { expected: 168, least: 168, most: 168 },
    zeroOn: { expected: "2027-05-10", earliest: "2027-05-10", latest: "2027-05-10" },
    rechargeOn: { expected: "2027-05-06" },
  });
  expect(forecast.line[0]).toEqual({ day: "2026-11-23", balance: "837.5", low: "837.5", high: "837.5" });
  expect(forecast.line.at(-1)).toEqual({ day: "2026-11-30", balance: "802.5", low: "802.5", high: "802.5" });
  expect(forecast.spentPerDay).toBe("5");
  const { line } = await get("credits/forecast?days=30");
  expect([line.length, line.at(-1)]).toMatchObject([30, { day: "2026-12-22", balance: "692.5" }]);
  expect(forecast.recharges).toEqual({
    ...{ spentThisMonth: "0", expectedThisMonth: "0", capStopsOn: null, advisedMonthlyCap: "0" },
  });
  const pool = forecast.pools.find((each: { scope: string }) => each.scope === "domestic");
  expect(pool).toMatchObject({ totalMinutes: 30_000, usedMinutes: 220, expectedMinutes: 295, usedUpOn: null });
});

test("a monthly cap that would stop the recharges before the month's end is told, with one that would not", async () => {
  // As if it were recharged at once with 10 whenever less than 820 is left: 2.5 today and 5 a day are 37.5 by the 30th.
  const asIf = async (cap: string) =>
    (await get(`credits/forecast?triggerAmount=820&rechargeAmount=10&monthlyCap=${cap}`)).recharges;
  expect(await asIf("10")).toEqual({
    ...{ spentThisMonth: "0", expectedThisMonth: "20", capStopsOn: "2026-11-29", advisedMonthlyCap: "20" },
  });
  expect(await asIf("20")).toMatchObject({ capStopsOn: null });
  expect(await asIf("")).toMatchObject({ expectedThisMonth: "20", capStopsOn: null });
  const bad = await server.api("GET", path("credits/forecast?monthlyCap=-1"));
  expect([bad.status, bad.body.errors[0].pointer]).toEqual([400, "/monthlyCap"]);
});

test("a month of own calls advises anew, once; the amounts are those of the recommendation", async () => {
  await adviseAgain(server.engine);
  await adviseAgain(server.engine);
  await notify(server.engine, "https://billing.example");
  const advice = await get("funding-recommendation");
  expect(advice).toMatchObject({ expectedMonthlySpend: "152.2", rechargeAmount: "153", basis: { calls: 64 } });
  const told = (await get("notices")).items.filter(({ event }: { event: string }) => event === "advice.changed");
  expect(told).toHaveLength(1);
});

test("an unusual user, destination and night are told of, once each; the usual call is not", async () => {
  const unusual = async () => {
    await watchUnusualSpending(server.engine);
    await notify(server.engine, "https://billing.example");
    const { rows } = await server.engine.pool.query<{ once: string; about: Record<string, string> }>(
      "SELECT once, about FROM event WHERE name = 'spending.unusual' ORDER BY once",
    );
    return rows;
  };
  await call("ann", UK, 5);
  expect(await unusual()).toEqual([]);
  now = TODAY + 11 * 3_600_000;
  await call("ben", "+5372040000", 40);
  const told = await unusual();
  expect(told.map(({ once }) => once)).toEqual([
    "2026-11-23|destination|CU",
    "2026-11-23|night|",
    "2026-11-23|user|ben@contoso.example",
  ]);
  expect(told[0]!.about).toMatchObject({
    kind: "destination",
    subject: "CU",
    amount: "40",
    usual: "0",
    currency: "USD",
  });
  now += 3 * 3_600_000;
  expect(await unusual()).toHaveLength(3);
  const notices = (await get("notices")).items.filter(({ event }: { event: string }) => event === "spending.unusual");
  expect(notices).toHaveLength(3);
});
