import { afterAll, beforeAll, expect, test } from "vitest";
import { createEngine } from "../src/engine/engine.ts";
import { notify } from "../src/engine/notify.ts";
import { tellOfRateChanges } from "../src/engine/rate-changes.ts";
import { makeOrganization, startServer, type TestServer } from "./support/server.ts";

const HEADER =
  "service,prefix,destination,country,number_class,price_per_minute,connection_fee,initial_increment_seconds,increment_seconds,effective_from,effective_to\n";
const row = (prefix: string, name: string, price: string, from: string): string =>
  `user_out,${prefix},${name},${name.slice(0, 2).toUpperCase()},geographic,${price},0,60,60,${from},\n`;
const CSV = { headers: { "content-type": "text/csv" } };
const DAY = 86_400_000;

let now = Date.parse("2026-10-15T12:00:00Z");
let server: TestServer;
let api: TestServer["api"];
let next: string;

beforeAll(async () => {
  server = await startServer({ now: () => now });
  api = server.api;
  const from = "2026-01-01";
  const old =
    row("44", "GB", "0.50", from) +
    row("49", "DE", "0.10", from) +
    row("81", "JP", "0.20", from) +
    row("33", "FR", "0.10", from);
  await api("POST", "/v1/rate-decks?name=old&currency=USD", HEADER + old, CSV);
  for (const id of ["caller", "early", "silent"]) {
    await makeOrganization(server, id);
    const ann = { displayName: "Ann", kind: "person", usageLocation: "US", licenses: ["MCOPSTN1", "MCOPSTNC"] };
    const admin = { roles: ["Global Administrator"], mail: `ann@${id}.example` };
    await api("PUT", org(`users/ann@${id}.example`, id), { ...ann, ...admin });
    await api("POST", org("adjustments", id), { amount: "100", reason: "test" });
  }
  for (const id of ["caller", "early"]) {
    let calls = 0;
    const TO = { GB: "+442079460100", DE: "+493012345678", JP: "+81312345678", FR: "+33123456789" };
    for (const [place, minutes] of [
      ["GB", 10],
      ["DE", 10],
      ["JP", 5],
      ["FR", 1],
    ] as const) {
      const call = { callId: `${id}-${++calls}`, user: `ann@${id}.example`, from: "+12065550101", to: TO[place] };
      expect((await api("POST", "/v1/calls", { ...call, requestedSeconds: 60 * minutes })).status).toBe(201);
      await api("POST", `/v1/calls/${call.callId}/release`, { usedSeconds: 60 * minutes });
    }
  }
  expect((await api("PUT", org("notice-settings", "early"), { rateChangeDays: 30 })).body.rateChangeDays).toBe(30);
  const begins = "2026-12-01";
  const csv =
    row("44", "GB", "0.40", begins) +
    row("49", "DE", "0.13", begins) +
    row("81", "JP", "0.22", begins) +
    row("33", "FR", "0.11", begins);
  next = (await api("POST", "/v1/rate-decks?name=next&currency=USD&replaces=old", HEADER + csv, CSV)).body.id;
});
afterAll(() => server.close());

const org = (path: string, id: string): string => `/v1/organizations/${id}/${path}`;
const coming = async (id = "caller") => (await api("GET", org("rate-changes", id))).body.items;
async function told(id: string): Promise<{ text: string; subject: string }[]> {
  await notify(server.engine, "https://billing.example");
  const { items } = (await api("GET", org("notices", id))).body;
  return items.filter(({ event }: { event: string }) => event === "rates.changing");
}

test("what is coming is listed with last month's bill by it, and nobody is told too early", async () => {
  now = Date.parse("2026-11-10T12:00:00Z");
  await tellOfRateChanges(server.engine);
  expect(await coming()).toEqual([
    {
      ...{ rateDeck: next, rateDeckName: "next", from: "2026-12-01T00:00:00.000Z", calls: 4, unpriced: 0 },
      period: { from: "2026-10-01T00:00:00.000Z", to: "2026-11-01T00:00:00.000Z" },
      ...{ before: "7.1", after: "6.51", difference: "-0.59", currency: "USD" },
      destinations: [
        { destination: "GB", before: "5", after: "4" },
        { destination: "DE", before: "1", after: "1.3" },
        { destination: "JP", before: "1", after: "1.1" },
      ],
      ...{ reckonedAt: new Date(now).toISOString(), toldAt: null },
    },
  ]);
  expect(await told("caller")).toEqual([]);
  expect(await told("early"), "30 days before").toHaveLength(1);
});

test("the operator sees what a deck makes of every organisation's bill, in pages", async () => {
  const path = `/v1/rate-decks/${next}/rate-changes`;
  const all = (await api("GET", path)).body.items as { organization: string }[];
  expect(all.find(({ organization }) => organization === "caller")).toMatchObject({
    ...{
      displayName: "caller",
      rateDeckName: "next",
      before: "7.1",
      after: "6.51",
      difference: "-0.59",
      currency: "USD",
    },
  });
  const first = (await api("GET", `${path}?limit=1`)).body;
  const rest = (await api("GET", `${path}?cursor=${first.nextCursor}`)).body;
  expect([...first.items, ...rest.items]).toEqual(all);
  expect((await api("GET", "/v1/rate-decks/none/rate-changes")).status).toBe(404);
});

test("a week before, it is told with the figures, once, whoever looks how often; who does not call is not told", async () => {
  now = Date.parse("2026-11-24T00:00:00Z");
  const other = await createEngine({
    connection: server.database.connection,
    now: () => now,
    log: { warn: () => undefined, error: () => undefined },
  });
  try {
    await Promise.all([tellOfRateChanges(server.engine), tellOfRateChanges(other)]);
    await tellOfRateChanges(server.engine);
  } finally {
    await other.close();
  }
  const notices = await told("caller");
  expect(notices).toHaveLength(1);
  expect(notices[0]!.subject).toBe("Prices of caller change on December 1, 2026");
  expect(notices[0]!.text).toContain(
    "Your calls of last month would cost $6.51 at the new prices, instead of $7.10: $0.59 less. GB: $4.00 instead of " +
      "$5.00. DE: $1.30 instead of $1.00. JP: $1.10 instead of $1.00.",
  );
  expect([await told("early"), await told("silent")].map((list) => list.length)).toEqual([1, 0]);
  expect((await coming())[0].toldAt).toBe(new Date(now).toISOString());
});

test("what has begun is not coming any more", async () => {
  now = Date.parse("2026-12-01T00:00:00Z") + DAY;
  await tellOfRateChanges(server.engine);
  expect(await coming()).toEqual([]);
});

test("days that can not be are refused", async () => {
  for (const rateChangeDays of [0, 91, 1.5]) {
    const refused = await api("PUT", org("notice-settings", "caller"), { rateChangeDays });
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([400, "/rateChangeDays"]);
  }
});
