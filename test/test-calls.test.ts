import { afterAll, beforeAll, expect, test } from "vitest";
import { audit, auditWords } from "../src/engine/audit.ts";
import { forgetAnswers } from "../src/postgres/idempotency.ts";
import { startServer, type TestServer } from "./support/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ sample: true });
});
afterAll(() => server.close());

const call = (body: object) => server.api("POST", "/v1/organizations/contoso/test-calls", body);
const balance = async (): Promise<number> =>
  Number((await server.api("GET", "/v1/organizations/contoso/credits")).body.balance);

test("a test call is charged like any other, and answers with its explanation", async () => {
  const before = await balance();
  const made = await call({ user: "dan@contoso.example", to: "+5378300000", seconds: 90 });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  expect(made.body).toMatchObject({
    callId: expect.stringMatching(/^test-\d+$/),
    switch: "simulator",
    from: "+12065550106",
    callType: "user_out",
    state: "completed",
    usedSeconds: 90,
    charge: "1.7",
    currency: "USD",
  });
  const { answeredAt, endedAt } = made.body as { answeredAt: string; endedAt: string };
  expect(Date.parse(endedAt) - Date.parse(answeredAt)).toBe(90_000);
  expect(await balance()).toBeCloseTo(before - 1.7, 6);
});

test.each([
  [
    "prolonged beyond its first grant",
    { user: "ann@contoso.example", to: "+12125550123", seconds: 2000 },
    { usedSeconds: 2000, charge: "0" },
  ],
  [
    "not answered",
    { user: "ann@contoso.example", to: "+12125550123", seconds: 0 },
    { state: "unanswered", charge: "0" },
  ],
  [
    "out of a meeting",
    { user: "olga@contoso.example", to: "+263771234567", callType: "conf_out", seconds: 61 },
    { charge: "1.398", from: "+12065550150" },
  ],
  [
    "of an attendant",
    { user: "london.attendant@contoso.example", to: "+442079460321", seconds: 30 },
    { callType: "ucap_out", from: "+442079460100" },
  ],
  ["for an emergency", { user: "jack@contoso.example", to: "999", seconds: 60 }, { state: "completed", charge: "0" }],
  [
    "without the licence",
    { user: "ben@contoso.example", to: "+442079460321", seconds: 60 },
    { state: "refused", refusal: { code: "LICENSE_MISSING", missing: ["MCOPSTNC"] } },
  ],
  [
    "against the policy",
    { user: "paul@contoso.example", to: "+442079460321", seconds: 60 },
    { state: "refused", refusal: { code: "POLICY_BLOCKED" } },
  ],
])("%s", async (_what, body, expected) => {
  const made = await call(body);
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  expect(made.body).toMatchObject(expected);
});

test("is cut where the money ends, and says so", async () => {
  const far = { user: "dan@contoso.example", to: "+68221234", seconds: 14_400 };
  expect((await call(far)).body).toMatchObject({ cause: "normal", charge: "264" });
  const made = await call(far);
  expect(made.body).toMatchObject({ state: "completed", cause: "limit" });
  expect(made.body.usedSeconds).toBeLessThan(14_400);
  expect(await balance()).toBeLessThan(1.1);
  const { good, lines } = auditWords(await audit({ pool: server.engine.pool }, null));
  expect(good, lines.join("\n")).toBe(true);
});

test("its Idempotency-Key is good for ever: also when the answers that are kept are forgotten", async () => {
  const body = { user: "dan@contoso.example", to: "+12125550123", seconds: 30 };
  const headers = { "idempotency-key": "my-test" };
  const ask = (asked: object) => server.api("POST", "/v1/organizations/contoso/test-calls", asked, { headers });
  const first = await ask(body);
  expect(first.status, JSON.stringify(first.body)).toBe(201);
  await forgetAnswers(server.engine.pool, Date.now() + 1);
  const again = await ask(body);
  expect([again.status, again.headers["idempotency-replayed"], again.body]).toEqual([201, "true", first.body]);
  await forgetAnswers(server.engine.pool, Date.now() + 1);
  const other = await ask({ ...body, seconds: 31 });
  expect([other.status, other.body.code]).toEqual([409, "IDEMPOTENCY_KEY_REUSED"]);
});

test("of nobody, or to no number, is no call", async () => {
  expect((await call({ user: "nobody@contoso.example", to: "+12125550123", seconds: 1 })).status).toBe(404);
  expect((await call({ user: "dan@contoso.example", to: "hello", seconds: 1 })).status).toBe(400);
});
