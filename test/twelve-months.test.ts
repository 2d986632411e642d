/**
 * More than a year of three organisations in three time zones, through a moved clock: a leap day, month ends, the nights
 * when clocks change. What days and months are is worked out here by Intl alone, not by the product's calendar.
 */
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { audit, auditWords } from "../src/engine/audit.ts";
import { expireLots } from "../src/engine/expire.ts";
import { warnOfExpiry } from "../src/engine/expiry-warnings.ts";
import { importRateDeck } from "../src/engine/import-rate-deck.ts";
import { makeOrganization, startServer, type TestServer } from "./support/server.ts";

const HOUR = 3_600_000;
const STEP = 8 * HOUR;
const ZONES = ["UTC", "Asia/Tokyo", "America/New_York"];
/** Local days on which 50 is bought, in the evening, and the local day at whose beginning what is left of it ends. */
const LOTS = [
  ["2027-12-31", "2028-12-31"],
  ["2028-02-29", "2029-03-01"], // there is no 29 February 2029
  ["2028-03-12", "2029-03-12"], // New York's clocks go forward
  ["2028-05-31", "2029-05-31"],
] as const;
const BEGIN = Date.parse("2027-12-01T00:00:00Z");
const END = Date.parse("2029-06-03T00:00:00Z");

const DECK = `service,prefix,destination,country,number_class,price_per_minute,connection_fee,initial_increment_seconds,increment_seconds,effective_from,effective_to
user_out,44,United Kingdom,GB,geographic,0.50,0,60,60,2026-01-01T00:00:00Z,
`;

let now = BEGIN;
let server: TestServer;
let api: TestServer["api"];
/** What the calls to London cost, by zone. */
const spent = new Map<string, number>(ZONES.map((zone) => [zone, 0]));
/** Minutes called within the United States, by zone and local month. */
const minutes = new Map<string, number>();

const local = (at: number, timeZone: string): string =>
  new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" }).format(at);
const org = (zone: string, path: string): string => `/v1/organizations/${nameOf(zone)}/${path}`;
const nameOf = (zone: string): string => zone.toLowerCase().replaceAll(/[^a-z]/g, "-");

beforeAll(async () => {
  server = await startServer({ now: () => now });
  api = server.api;
  await importRateDeck(server.engine.pool, server.engine.rates, {
    ...{ name: "usd", currency: "USD", replaces: null, namedOnly: false, csv: Readable.from([Buffer.from(DECK)]) },
  });
  for (const zone of ZONES) {
    await makeOrganization(server, nameOf(zone), { timeZone: zone });
    const person = { displayName: "Ann", kind: "person", usageLocation: "US", licenses: ["MCOPSTN1", "MCOPSTNC"] };
    const made = await api("PUT", org(zone, `users/ann@${nameOf(zone)}.example`), person);
    expect(made.status, JSON.stringify(made.body)).toBe(200);
  }
  const cards = new Map<string, string>();
  for (const zone of ZONES)
    cards.set(zone, (await api("POST", org(zone, "payment-methods"), { type: "card", token: "tok_visa" })).body.id);

  for (let step = 0; now < END; step++, now += STEP) {
    for (const zone of ZONES) {
      const today = local(now, zone);
      const buys = LOTS.some(([day]) => today.startsWith(day)) && Number(today.slice(11, 13)) >= 16;
      if (buys) await api("POST", org(zone, "top-ups"), { amount: "50", paymentMethod: cards.get(zone) });
      if (step % 29 === 0) await call(zone, "+12065550199", 600);
      if (step % 97 === 0 && (await pays(zone))) spent.set(zone, spent.get(zone)! + 1);
    }
    await expireLots(server.engine);
    await warnOfExpiry(server.engine);
  }
}, 120_000);
afterAll(() => server.close());

let calls = 0;
/** A call that ends now, after so many seconds. */
async function call(zone: string, to: string, usedSeconds: number): Promise<number> {
  const callId = `call-${calls++}`;
  const user = `ann@${nameOf(zone)}.example`;
  const asked = { callId, user, from: "+12065550103", to, requestedSeconds: usedSeconds };
  const { status } = await api("POST", "/v1/calls", asked);
  if (status === 201) await api("POST", `/v1/calls/${callId}/release`, { usedSeconds });
  if (status === 201 && to.startsWith("+1")) {
    const month = `${zone} ${local(now, zone).slice(0, 7)}`;
    minutes.set(month, (minutes.get(month) ?? 0) + usedSeconds / 60);
  }
  return status;
}
/** Two minutes to London cost 1.00. */
const pays = async (zone: string): Promise<boolean> => (await call(zone, "+442079460000", 120)) === 201;

interface LotRow {
  id: string;
  granted: bigint;
  remaining: bigint;
  purchased_at: number;
  ends_at: number;
}
const rowsOf = async <Row extends object>(zone: string, sql: string): Promise<Row[]> =>
  (await server.engine.pool.query<Row>(sql, [nameOf(zone)])).rows;
const lotsOf = (zone: string): Promise<LotRow[]> =>
  rowsOf(
    zone,
    "SELECT id::text, granted, remaining, purchased_at, ends_at FROM lot WHERE organization = $1 ORDER BY id",
  );

describe.each(ZONES)("in %s", (zone) => {
  test("lots end at midnight, twelve calendar months on; 29 February becomes 1 March", async () => {
    const ends = (await lotsOf(zone)).map((lot) => [
      local(Number(lot.purchased_at), zone).slice(0, 10),
      local(Number(lot.ends_at), zone),
    ]);
    expect(ends).toEqual(LOTS.map(([bought, end]) => [bought, `${end} 00:00`]));
  });

  test("what no call had spent of a lot is forfeited when it ends, and nothing else", async () => {
    const lots = await lotsOf(zone);
    expect(lots.map(({ remaining }) => remaining)).toEqual(lots.map(() => 0n));
    const forfeits = await rowsOf<{ amount: bigint; at: number; lot: string }>(
      zone,
      "SELECT amount, at, lot::text FROM transfer WHERE organization = $1 AND to_account = 'forfeited' ORDER BY sequence",
    );
    for (const { at, lot } of forfeits) {
      const end = Number(lots.find(({ id }) => id === lot)!.ends_at);
      expect(Number(at) - end, `lot ${lot} ended ${local(end, zone)}`).toBeGreaterThanOrEqual(0);
      expect(Number(at) - end).toBeLessThan(STEP);
    }
    const lost = Number(forfeits.reduce((sum, { amount }) => sum + amount, 0n)) / 1e6;
    expect(spent.get(zone)).toBeGreaterThan(5);
    expect(lost).toBe(50 * LOTS.length - spent.get(zone)!);
  });

  test("each lot that had money left was warned of 60, 30, 7 and 1 days before, once", async () => {
    const warned = await rowsOf<{ lot: string; days: number[] }>(
      zone,
      `SELECT about ->> 'lot' AS lot, array_agg((about ->> 'days')::int ORDER BY at) AS days FROM event
       WHERE organization = $1 AND name = 'lot.expiring' GROUP BY 1 ORDER BY 1`,
    );
    expect(warned.map(({ days }) => days)).toEqual(LOTS.map(() => [60, 30, 7, 1]));
  });

  test("minutes are taken from the pool of the local month", async () => {
    const pools = await rowsOf<{ month: string; used: number }>(
      zone,
      `SELECT to_char(month, 'YYYY-MM') AS month, used_minutes AS used FROM pool
       WHERE organization = $1 AND used_minutes > 0 ORDER BY month`,
    );
    const expected = [...minutes]
      .filter(([key]) => key.startsWith(`${zone} `))
      .map(([key, used]) => [key.slice(-7), used]);
    expect(pools.length).toBeGreaterThan(17);
    expect(pools.map(({ month, used }) => [month, used])).toEqual(expected.sort());
  });
});

test("after all of it the books balance", async () => {
  const { good, lines } = auditWords(await audit(server.engine, null));
  expect(good, lines.join("\n")).toBe(true);
});
