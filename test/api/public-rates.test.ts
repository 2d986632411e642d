import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServer, type TestServer } from "../support/server.ts";

const HEADER =
  "service,prefix,destination,country,number_class,price_per_minute,connection_fee,initial_increment_seconds,increment_seconds,effective_from,effective_to\n";
const row = (price: string, from = "2020-01-01"): string =>
  `user_out,44,United Kingdom,GB,geographic,${price},0.01,30,6,${from},\n`;
const NOBODY = { key: null };
let open: TestServer;
let closed: TestServer;

beforeAll(async () => {
  [open, closed] = await Promise.all([
    startServer({ environment: { TALKTIME_PUBLIC_RATES: "on" } }),
    startServer({ environment: { TALKTIME_PUBLIC_RATES: "off" } }),
  ]);
  const publish = (query: string, csv: string) =>
    open.api("POST", `/v1/rate-decks?${query}`, HEADER + csv, { headers: { "content-type": "text/csv" } });
  await publish("name=everybody&currency=USD", row("0.05"));
  await publish("name=partners&currency=USD&namedOnly=true", row("0.01", "2021-01-01"));
  await publish("name=later&currency=JPY", row("9", "2099-01-01"));
  await publish("name=secret&currency=EUR&namedOnly=true", row("0.02"));
});
afterAll(() => Promise.all([open.close(), closed.close()]));

describe("without signing in", () => {
  test("prices are hidden unless the setting shows them", async () => {
    const { status } = await closed.api("GET", "/v1/public-rates?to=%2B442079460100", undefined, NOBODY);
    expect(status).toBe(404);
    expect((await closed.api("GET", "/v1/sign-in-options", undefined, NOBODY)).body.publicRates).toBe(false);
    expect((await open.api("GET", "/v1/sign-in-options", undefined, NOBODY)).body.publicRates).toBe(true);
  });

  test("only prices that are for everybody, and in force, are told", async () => {
    const { status, body } = await open.api("GET", "/v1/public-rates?to=%2B442079460100", undefined, NOBODY);
    expect([status, body]).toEqual([
      200,
      {
        ...{ currency: "USD", currencies: ["USD"], number: "+442079460100" },
        rates: [
          {
            service: "user_out",
            price: {
              ...{ destination: "United Kingdom", pricePerMinute: "0.05", connectionFee: "0.01" },
              ...{ initialIncrementSeconds: 30, incrementSeconds: 6, effectiveFrom: "2020-01-01T00:00:00.000Z" },
            },
          },
          ...["conf_out", "ucap_out", "tollfree_in"].map((service) => ({ service, price: null })),
        ],
      },
    ]);
    const country = await open.api("GET", "/v1/public-rates?to=GB", undefined, NOBODY);
    expect(country.body.rates[0].price.pricePerMinute).toBe("0.05");
    expect((await open.api("GET", "/v1/public-rates", undefined, NOBODY)).body).toMatchObject({
      number: null,
      rates: [],
    });
  });

  test("all else stays closed, an organisation's own prices too", async () => {
    for (const path of ["rates?service=user_out&to=%2B442079460100", "rate-decks", "organizations"])
      expect((await open.api("GET", `/v1/${path}`, undefined, NOBODY)).status, path).toBe(401);
  });

  test.each([
    ["no number", "to=hello", "/to"],
    ["no country", "to=ZZ", "/to"],
    ["a currency that has only prices for some", "currency=EUR", "/currency"],
    ["no currency", "currency=XXXX", "/currency"],
  ])("%s is refused beside its field", async (_, query, pointer) => {
    const { status, body } = await open.api("GET", `/v1/public-rates?${query}`, undefined, NOBODY);
    expect([status, body.errors?.[0].pointer]).toEqual([400, pointer]);
  });

  test("an address that asks too often is told how long to wait", async () => {
    let answer = await open.api("GET", "/v1/public-rates", undefined, NOBODY);
    for (let i = 0; i < 60 && answer.status === 200; i += 1)
      answer = await open.api("GET", "/v1/public-rates", undefined, NOBODY);
    expect([answer.status, answer.body.code]).toEqual([429, "TOO_MANY_REQUESTS"]);
    expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
  });
});
