import { afterAll, beforeAll, expect, test } from "vitest";
import { makeOrganization, startServer, type TestServer } from "./support/server.ts";

const MANY = 1_000;
let server: TestServer;
let api: TestServer["api"];

beforeAll(async () => {
  server = await startServer();
  api = server.api;
  await makeOrganization(server, "contoso");
  const card = (await api("POST", "/v1/organizations/contoso/payment-methods", { type: "card", token: "tok_visa" }))
    .body;
  await api("POST", "/v1/organizations/contoso/top-ups", { amount: "60", paymentMethod: card.id });
  const { pool } = server.engine;
  await pool.query(
    `INSERT INTO organization (id, display_name, country, currency, agreement, billing_country, created_at)
     SELECT 'many-' || to_char(n, 'FM0000'), 'Many ' || n, 'US', 'USD', 'direct', 'US', now() FROM generate_series(1, $1) n`,
    [MANY],
  );
  await pool.query(
    `INSERT INTO account (organization, currency, available, debt)
     SELECT id, 'USD', 300000000, CASE id WHEN 'many-0500' THEN 1000000 ELSE 0 END FROM organization WHERE id LIKE 'many-%'`,
  );
  await pool.query(
    `INSERT INTO lot (id, organization, granted, remaining, source, purchased_at, ends_at)
     SELECT 1000000 + row_number() OVER (), id, 300000000, 300000000, 'adjustment', now(), now() + interval '300 days'
     FROM organization WHERE id LIKE 'many-%'`,
  );
  // One that spends nothing loses what it has.
  await pool.query("UPDATE lot SET ends_at = now() + interval '5 days' WHERE organization = 'many-0501'");
  // Every second one spends: 100 a day each, so three days are left.
  await pool.query(
    `INSERT INTO usage_day (organization, day, call_type, destination, capability, calls, refused, seconds, pool_minutes, charge)
     SELECT 'many-' || to_char(2 * n, 'FM0000'), (now() AT TIME ZONE 'UTC')::date - d, 'user_out', 'D' || p, '', 1, 0, 60, 0, 20000000
     FROM generate_series(1, $1) n, generate_series(0, 29) d, generate_series(1, 5) p`,
    [MANY / 2],
  );
  await pool.query("ANALYZE");
});
afterAll(() => server.close());

interface Listed {
  id: string;
  worry: string;
  [field: string]: unknown;
}
async function all(query: string): Promise<{ items: Listed[]; statements: number }> {
  const items: Listed[] = [];
  let [cursor, statements] = ["", 0];
  do {
    const { status, body } = await api("GET", `/v1/organizations?limit=100&${query}${cursor && `&cursor=${cursor}`}`);
    expect(status, JSON.stringify(body)).toBe(200);
    items.push(...body.items);
    cursor = body.nextCursor ?? "";
    statements += 1;
  } while (cursor !== "");
  return { items, statements };
}

test("each organisation comes with what its credits stand at", async () => {
  const { items } = (await api("GET", "/v1/organizations?q=CONTOSO")).body;
  expect(items).toEqual([
    expect.objectContaining({
      ...{ id: "contoso", balance: "60", available: "60", held: "0", debt: "0", mode: "prepaid", openCalls: 0 },
      ...{
        daysLeft: expect.any(Number),
        recharge: "off",
        rechargeReason: null,
        worry: "none",
        billing: expect.any(Object),
      },
    }),
  ]);
  const [half] = (await api("GET", "/v1/organizations?q=many-0002")).body.items;
  expect(half).toMatchObject({ daysLeft: 3, worry: "soon" });
  const [expiring] = (await api("GET", "/v1/organizations?q=many-0501")).body.items;
  expect(expiring).toMatchObject({ daysLeft: 5, worry: "soon" });
});

test("a thousand of them come in pages, by id or the most worrying first, each once", async () => {
  const byId = await all("");
  expect(byId.items.map(({ id }) => id)).toEqual(byId.items.map(({ id }) => id).toSorted());
  const byWorry = await all("order=worry");
  expect(new Set(byWorry.items.map(({ id }) => id)).size).toBe(MANY + 1);
  expect(byWorry.items[0]).toMatchObject({ id: "many-0500", worry: "debt" });
  const order = byWorry.items.map(({ worry }) => worry);
  expect(order.lastIndexOf("soon")).toBeLessThan(order.indexOf("none"));
});

test("the days left are those of the forecast, weekdays and all", async () => {
  // 70 on one weekday alone, for four weeks: the next one is 4 days ahead, and 300 last until the fifth.
  await server.engine.pool.query(
    `INSERT INTO usage_day (organization, day, call_type, destination, capability, calls, refused, seconds, pool_minutes, charge)
     SELECT 'many-0503', (now() AT TIME ZONE 'UTC')::date + 4 - 7 * n, 'user_out', 'GB', '', 1, 0, 60, 0, 70000000
     FROM generate_series(1, 5) n`,
  );
  const forecast = (await api("GET", "/v1/organizations/many-0503/credits/forecast")).body;
  server.engine.paces.forget();
  const [row] = (await api("GET", "/v1/organizations?q=many-0503")).body.items;
  expect(forecast.daysLeft.expected).toBeGreaterThan(20);
  expect(row).toMatchObject({ daysLeft: forecast.daysLeft.expected, worry: "none" });
});

test("a page is one statement, whatever number of organisations it has, and one more where their pace is not known", async () => {
  const { pool } = server.engine;
  const asked: string[] = [];
  const query = pool.query.bind(pool);
  pool.query = ((...words: Parameters<typeof query>) => {
    asked.push(String(words[0]));
    return query(...words);
  }) as typeof pool.query;
  const statements = async (): Promise<number> => {
    asked.length = 0;
    await api("GET", "/v1/organizations?limit=100&order=worry");
    return asked.filter((text) => text.includes("organization")).length;
  };
  server.engine.paces.forget();
  expect(await statements()).toBe(2);
  expect(await statements()).toBe(1);
  pool.query = query;
});
