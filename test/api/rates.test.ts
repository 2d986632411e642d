import { readFileSync } from "node:fs";
import { join } from "node:path";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApp } from "../../src/api/app.ts";
import type { App } from "../../src/api/schema.ts";
import { readConfig } from "../../src/config.ts";
import { createEngine, type Engine } from "../../src/engine/engine.ts";
import { packageRoot } from "../../src/package-root.ts";
import { freshDatabase, type TestDatabase } from "../support/database.ts";

const KEY = "an-operator-key-of-32-or-more-characters";
const HEADER =
  "service,prefix,destination,country,number_class,price_per_minute,connection_fee," +
  "initial_increment_seconds,increment_seconds,effective_from,effective_to,origin";
const deckOf = (...rows: string[]): string => `${[HEADER, ...rows].join("\r\n")}\r\n`;
const GB = "user_out,44,United Kingdom,GB,geographic,0.1,0.05,30,6,2026-01-01T00:00:00Z,,";
const GB_MOBILE = 'user_out,447,"United Kingdom, mobile",GB,mobile,0.000000000001,0,60,60,2026-01-01T00:00:00Z,,';
const FROM_US = "user_out,44,United Kingdom,GB,geographic,0.02,0,60,60,2026-01-01T00:00:00Z,2030-01-01T00:00:00Z,US";

let database: TestDatabase;
let engine: Engine;
let app: App;
beforeAll(async () => {
  database = await freshDatabase();
  const log = pino({ level: "silent" });
  engine = await createEngine({ connection: database.connection, now: () => Date.parse("2026-06-01T00:00:00Z"), log });
  app = createApp({ engine, config: readConfig({ TALKTIME_OPERATOR_KEY: KEY }, "/"), log });
  await ask("PUT", "/v1/organizations/contoso", {
    displayName: "Contoso",
    country: "US",
    currency: "USD",
    billing: { agreement: "direct", country: "US" },
  });
});
afterAll(async () => {
  await app.close();
  await engine.close();
  await database.drop();
});

interface Answer {
  status: number;
  body: Record<string, unknown>;
}

async function ask(
  method: "GET" | "PUT" | "POST",
  url: string,
  body?: string | object,
  type?: string,
): Promise<Answer> {
  const authorization = `Bearer ${KEY}`;
  const headers = { authorization, ...(typeof body === "string" ? { "content-type": type ?? "text/csv" } : {}) };
  const answer = await app.inject({ method, url, headers, ...(body === undefined ? {} : { payload: body }) });
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
}

test("a deck goes in, and a call has its rate", async () => {
  const imported = await ask("POST", "/v1/rate-decks?name=list&currency=USD&replaces=", deckOf(GB, GB_MOBILE, FROM_US));
  expect(imported).toEqual({ status: 201, body: { id: "1", rows: 3, effectiveFrom: "2026-01-01T00:00:00.000Z" } });
  const rate = await ask(
    "GET",
    "/v1/rates?organization=contoso&service=user_out&to=%2B442079460100&from=%2B4930123456",
  );
  expect(rate).toEqual({
    status: 200,
    body: {
      currency: "USD",
      tariff: {
        connectionFee: "0.05",
        steps: [
          { fromSeconds: 0, price: "0.1", perSeconds: 60, incrementSeconds: 30 },
          { fromSeconds: 30, price: "0.1", perSeconds: 60, incrementSeconds: 6 },
        ],
        rounding: { method: "half-up", decimals: 6 },
      },
      row: {
        id: "1000001",
        deck: "1",
        deckName: "list",
        service: "user_out",
        prefix: "44",
        destination: "United Kingdom",
        country: "GB",
        numberClass: "geographic",
        origin: null,
        pricePerMinute: "0.1",
        connectionFee: "0.05",
        initialIncrementSeconds: 30,
        incrementSeconds: 6,
        effectiveFrom: "2026-01-01T00:00:00.000Z",
        effectiveTo: null,
      },
    },
  });
});

describe("the rate of a call", () => {
  test.each([
    ["to a mobile", "to=%2B447700900123", { prefix: "447", pricePerMinute: "0.000000000001" }],
    ["with a plus that nobody escaped", "to=+447700900123", { prefix: "447" }],
    ["in the format of the organisation's country", "to=011442079460100", { prefix: "44", origin: null }],
    ["from where a row of its own applies", "to=%2B442079460100&from=%2B12065550100", { id: "1000003", origin: "US" }],
    ["when that row has ended", "to=%2B442079460100&from=%2B12065550100&at=2031-01-01T00:00:00Z", { id: "1000001" }],
  ])("%s", async (_what, query, row) => {
    const { body } = await ask("GET", `/v1/rates?organization=contoso&service=user_out&${query}`);
    expect(body["row"]).toMatchObject(row);
  });

  test.each([
    ["organization=contoso&service=user_out&to=%2B4930123456", 403, "NO_RATE", undefined],
    ["organization=contoso&service=conf_out&to=%2B442079460100", 403, "NO_RATE", undefined],
    ["organization=contoso&service=user_out&to=%2B442079460100&at=2025-12-31T23:59:59Z", 403, "NO_RATE", undefined],
    ["organization=nobody&service=user_out&to=%2B44207", 404, "UNKNOWN_ORGANIZATION", undefined],
    ["service=user_out&to=%2B442079460100", 400, "INVALID_REQUEST", "/organization"],
    ["organization=contoso&service=fax&to=%2B442079460100", 400, "INVALID_REQUEST", "/service"],
    ["organization=contoso&service=user_out", 400, "INVALID_REQUEST", "/to"],
    ["organization=contoso&service=user_out&to=anonymous", 400, "INVALID_REQUEST", "/to"],
    ["organization=contoso&service=user_out&to=%2B44207&at=tomorrow", 400, "INVALID_REQUEST", "/at"],
  ])("%s: %i %s", async (query, status, code, pointer) => {
    const { body } = await ask("GET", `/v1/rates?${query}`);
    expect(body).toMatchObject({ status, code });
    expect((body["errors"] as { pointer: string }[] | undefined)?.[0]?.pointer).toBe(pointer);
  });
});

describe("a deck that is refused", () => {
  test("names every bad line, and nothing of it is there", async () => {
    const bad = deckOf(GB, GB.replace("44", "+44"), GB_MOBILE, GB.replace("0.1", "-1").replace("GB", "UK"));
    const { status, body } = await ask("POST", "/v1/rate-decks?name=bad&currency=USD", bad);
    expect([status, body["code"], body["errorCount"]]).toEqual([400, "INVALID_RATE_DECK", 3]);
    expect(body["errors"]).toMatchObject([
      { in: "body", pointer: "/3/prefix", line: 3, column: "prefix", code: "NOT_A_PREFIX" },
      { in: "body", pointer: "/5/country", line: 5, column: "country", code: "NOT_A_COUNTRY" },
      { in: "body", pointer: "/5/price_per_minute", line: 5, column: "price_per_minute", code: "NOT_A_PRICE" },
    ]);
    expect((await ask("GET", "/v1/rate-decks/bad")).body["code"]).toBe("UNKNOWN_RATE_DECK");
  });

  test.each<[string, string, string | object | undefined, string, number, string]>([
    ["without a name", "currency=USD", deckOf(GB), "text/csv", 400, "INVALID_REQUEST"],
    ["without a currency", "name=x", deckOf(GB), "text/csv", 400, "INVALID_REQUEST"],
    ["in a currency that is none", "name=x&currency=XYZ", deckOf(GB), "text/csv", 400, "INVALID_REQUEST"],
    ["with a query nobody knows", "name=x&currency=USD&when=now", deckOf(GB), "text/csv", 400, "INVALID_REQUEST"],
    [
      "that replaces what is not there",
      "name=x&currency=USD&replaces=7",
      deckOf(GB),
      "text/csv",
      404,
      "UNKNOWN_RATE_DECK",
    ],
    [
      "that replaces one of another currency",
      "name=x&currency=EUR&replaces=1",
      deckOf(GB),
      "text/csv",
      400,
      "CURRENCY_MISMATCH",
    ],
    ["as JSON", "name=x&currency=USD", {}, "", 415, "UNSUPPORTED_MEDIA_TYPE"],
    ["as plain text", "name=x&currency=USD", deckOf(GB), "text/plain", 415, "UNSUPPORTED_MEDIA_TYPE"],
    ["without a body", "name=x&currency=USD", undefined, "", 415, "UNSUPPORTED_MEDIA_TYPE"],
    ["that is empty", "name=x&currency=USD", "", "text/csv", 400, "INVALID_RATE_DECK"],
  ])("%s", async (_what, query, body, type, status, code) => {
    expect((await ask("POST", `/v1/rate-decks?${query}`, body, type)).body).toMatchObject({ status, code });
  });
});

test("decks are listed newest first, page by page, and one can be had as the file it was", async () => {
  const eur = readFileSync(join(packageRoot(), "samples", "decks", "eur.csv"), "utf8");
  const { body } = await ask("POST", "/v1/rate-decks?name=euro&currency=EUR&namedOnly=true", eur);
  const first = await ask("GET", "/v1/rate-decks?limit=1");
  expect(first.body["items"]).toMatchObject([{ id: body["id"], name: "euro", namedOnly: true, endedAt: null }]);
  const next = await ask("GET", `/v1/rate-decks?limit=1&cursor=${String(first.body["nextCursor"])}`);
  expect(next.body).toMatchObject({ items: [{ id: "1", name: "list", rows: 3, replacedBy: null }], nextCursor: null });
  expect((await ask("GET", "/v1/rate-decks?currency=USD")).body["items"]).toHaveLength(1);
  expect((await ask("GET", "/v1/rate-decks?cursor=YWJj")).body["code"]).toBe("INVALID_REQUEST");
  expect((await ask("GET", "/v1/rate-decks/euro")).body).toMatchObject({ id: body["id"], currency: "EUR" });

  const headers = { authorization: `Bearer ${KEY}` };
  const file = await app.inject({ url: "/v1/rate-decks/list/rows", headers });
  expect(file.headers["content-type"]).toBe("text/csv; charset=utf-8");
  expect(file.headers["content-disposition"]).toBe('attachment; filename="rate-deck-1.csv"');
  expect(file.body).toBe(deckOf(GB, GB_MOBILE, FROM_US));
});

test("a country is priced by its landlines and mobiles side by side, and the plans that would pay are named", async () => {
  await ask("PUT", "/v1/organizations/contoso/subscriptions/MCOPSTN2", { purchased: 2 });
  const { status, body } = await ask("GET", "/v1/organizations/contoso/call-prices?to=GB");
  expect([status, body["country"], body["currency"]]).toEqual([200, "GB", "USD"]);
  const [user, conference] = body["scenarios"] as Record<string, unknown>[];
  expect(user).toMatchObject({
    service: "user_out",
    prices: [
      { kind: "fixed", rate: { row: { pricePerMinute: "0.02", prefix: "44" } } }, // as called from the US
      { kind: "mobile", rate: { row: { destination: "United Kingdom, mobile" } } },
    ],
    payers: [
      { source: "pool:MCOPSTN2:US:international", minutesLeft: 1200 },
      { source: "credits", minutesLeft: null },
    ],
    refusal: null,
  });
  expect(conference).toMatchObject({ service: "conf_out", prices: [{ rate: null }, { rate: null }], payers: [] });
  const number = await ask("GET", "/v1/organizations/contoso/call-prices?to=%2B447400123456");
  expect((number.body["scenarios"] as { prices: unknown[] }[])[0]!.prices).toMatchObject([
    { kind: null, number: "+447400123456", rate: { row: { destination: "United Kingdom, mobile" } } },
  ]);
  for (const nowhere of ["AQ", "never"]) {
    const refused = await ask("GET", `/v1/organizations/contoso/call-prices?to=${nowhere}`);
    expect([refused.status, refused.body["errors"]]).toMatchObject([400, [{ pointer: "/to" }]]);
  }
});
