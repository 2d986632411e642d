import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keepUp } from "../../src/engine/upkeep.ts";
import { startServer, type TestServer } from "../support/server.ts";

let now = Date.parse("2026-11-22T14:00:00Z");
let server: TestServer;
let api: TestServer["api"];
beforeAll(async () => {
  server = await startServer({ now: () => now });
  api = server.api;
});
afterAll(() => server.close());

const post = (idempotencyKey: string, body: object, key?: string) =>
  api("POST", "/v1/api-keys", body, {
    headers: { "idempotency-key": idempotencyKey },
    ...(key !== undefined && { key }),
  });
const keysNamed = async (name: string): Promise<number> =>
  (await server.engine.pool.query("SELECT id FROM api_key WHERE name = $1", [name])).rows.length;

describe("the same POST with the same Idempotency-Key", () => {
  test("is done once; the repeat gets the same answer, without what is shown once", async () => {
    const body = { name: "once", scopes: ["read"] };
    const first = await post("a", body);
    const again = await post("a", { scopes: ["read"], name: "once" });
    expect(first.status).toBe(201);
    expect(first.headers["idempotency-replayed"]).toBeUndefined();
    expect(again.headers["idempotency-replayed"]).toBe("true");
    const { key, ...rest } = first.body;
    expect(again).toMatchObject({ status: 201, body: rest });
    expect(again.body.key).toBeUndefined();
    expect(await keysNamed("once")).toBe(1);
    const stored = await server.engine.pool.query("SELECT body FROM idempotent_request");
    expect(JSON.stringify(stored.rows)).not.toContain(key);
  });

  test("with another body is 409", async () => {
    await post("b", { name: "one", scopes: ["read"] });
    expect(await post("b", { name: "other", scopes: ["read"] })).toMatchObject({
      status: 409,
      body: { code: "IDEMPOTENCY_KEY_REUSED" },
    });
    expect(await keysNamed("other")).toBe(0);
  });

  test("sent many times at once is done once, and all get the one answer", async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => post("c", { name: "at once", scopes: ["read"] })),
    );
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    expect(await keysNamed("at once")).toBe(1);
  });

  test("is remembered for 13 months", async () => {
    await post("old", { name: "old", scopes: ["read"] });
    now = Date.parse("2027-12-22T00:00:00Z");
    await keepUp(server.engine);
    expect((await post("old", { name: "old", scopes: ["read"] })).headers["idempotency-replayed"]).toBe("true");
    now = Date.parse("2027-12-25T00:00:00Z");
    await keepUp(server.engine);
    expect((await post("old", { name: "new", scopes: ["read"] })).status).toBe(201);
  });

  test("gets a refusal again, also when it would succeed now", async () => {
    const body = { name: "early", scopes: ["read"], organization: "later" };
    const refused = await post("d", body);
    expect(refused.body.code).toBe("UNKNOWN_ORGANIZATION");
    const billing = { agreement: "direct", country: "US" };
    await api("PUT", "/v1/organizations/later", { displayName: "Later", country: "US", currency: "USD", billing });
    const again = await post("d", body);
    expect(again).toMatchObject({ status: 404, body: refused.body });
    expect(again.headers["content-type"]).toContain("application/problem+json");
    expect((await post("d2", body)).status).toBe(201);
  });

  test("of another caller is another request", async () => {
    const { body } = await api("POST", "/v1/api-keys", { name: "second operator", scopes: ["admin"] });
    await post("e", { name: "of two", scopes: ["read"] });
    await post("e", { name: "of two", scopes: ["read"] }, body.key);
    expect(await keysNamed("of two")).toBe(2);
  });

  test("is done anew after a failure on our side, and after its process died without an answer", async () => {
    await server.engine.pool.query("ALTER TABLE api_key RENAME TO api_key_away");
    const failed = await post("f", { name: "again", scopes: ["read"] });
    await server.engine.pool.query("ALTER TABLE api_key_away RENAME TO api_key");
    expect(failed).toMatchObject({ status: 500, body: { code: "INTERNAL_ERROR" } });
    expect(JSON.stringify(failed.body)).not.toContain("api_key");
    expect((await post("f", { name: "again", scopes: ["read"] })).status).toBe(201);

    await post("g", { name: "died", scopes: ["read"] });
    await server.engine.pool.query(
      "UPDATE idempotent_request SET status = 0, body = '', at = now() - interval '1 hour' WHERE key = 'g'",
    );
    expect((await post("g", { name: "died", scopes: ["read"] })).status).toBe(201);
  });

  test.each(["", " ", "x".repeat(256), "naïve"])("with a key that is none is refused: %j", async (key) => {
    expect(await post(key, { name: "bad key", scopes: ["read"] })).toMatchObject({
      status: 400,
      body: { errors: [{ in: "header", pointer: "/Idempotency-Key" }] },
    });
  });
});
