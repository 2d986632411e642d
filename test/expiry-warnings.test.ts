import { afterEach, beforeEach, expect, test } from "vitest";
import { audit, auditWords } from "../src/engine/audit.ts";
import { warnOfExpiry } from "../src/engine/expiry-warnings.ts";
import { notify } from "../src/engine/notify.ts";
import { makeOrganization, startServer, type TestServer } from "./support/server.ts";

const DAY = 86_400_000;
const NOW = Date.parse("2026-11-22T14:00:00Z");
let now: number;
let server: TestServer;
let api: TestServer["api"];

beforeEach(async () => {
  now = NOW;
  server = await startServer({ now: () => now });
  api = server.api;
  await makeOrganization(server, "contoso", { timeZone: "Asia/Tokyo" });
});
afterEach(async () => {
  const { good, lines } = auditWords(await audit(server.engine, null));
  await server.close();
  expect(good, lines.join("\n")).toBe(true);
});

async function told(name: string): Promise<{ about: Record<string, unknown>; at: number }[]> {
  const { rows } = await server.engine.pool.query<{ about: Record<string, unknown>; at: number }>(
    "SELECT about, at FROM event WHERE organization = 'contoso' AND name = $1 ORDER BY at, id",
    [name],
  );
  return rows;
}

/** The first mail of that event: the facts that are told are the ones that it speaks of. */
async function mailed(name: string): Promise<{ subject: string; text: string }> {
  await notify(server.engine, "http://localhost");
  const { rows } = await server.engine.pool.query<{ subject: string; text: string }>(
    "SELECT subject, text FROM notice WHERE organization = 'contoso' AND name = $1 ORDER BY at, id LIMIT 1",
    [name],
  );
  return rows[0]!;
}

const addCard = async (): Promise<string> =>
  (await api("POST", "/v1/organizations/contoso/payment-methods", { type: "card", token: "tok_visa" })).body.id;

/** An hourly job, day by day. */
async function live(until: number): Promise<void> {
  for (; now < until; now += DAY) {
    await warnOfExpiry(server.engine);
    await warnOfExpiry(server.engine);
  }
}

test("a lot is warned of 60, 30, 7 and 1 days before its end, each once, with what will be lost at this pace", async () => {
  const body = { amount: "100", paymentMethod: await addCard() };
  const { lot } = (await api("POST", "/v1/organizations/contoso/top-ups", body)).body;
  const end = Date.parse("2027-11-21T15:00:00Z"); // midnight in Tokyo
  now = end - 62 * DAY;
  await server.engine.pool.query(
    `INSERT INTO usage_day (organization, day, call_type, destination, capability, calls, refused, seconds, pool_minutes, charge)
     VALUES ('contoso', $1, 'user_out', 'US', '', 1, 0, 60, 0, 30000000)`,
    [new Date(end - 89 * DAY)],
  );
  await live(end + 3 * DAY);
  const warnings = await told("lot.expiring");
  expect(warnings.map(({ about }) => about["days"])).toEqual([60, 30, 7, 1]);
  expect(warnings.map(({ at }) => Math.ceil((end - at) / DAY))).toEqual([60, 30, 7, 1]);
  expect(warnings[0]?.about).toEqual({
    currency: "USD",
    lot,
    amount: "100",
    spentPerDay: "1",
    expectedLoss: "40",
    days: 60,
    endsAt: "2027-11-21T15:00:00.000Z",
  });
  expect(warnings[2]?.about).toMatchObject({ spentPerDay: "0", expectedLoss: "100" });
  expect(await mailed("lot.expiring")).toMatchObject({
    subject: "$100.00 of the credits of contoso expire on November 22, 2027",
    text: expect.stringContaining(
      "Of one purchase, $100.00 is left. Whatever of it is not used by November 22, 2027 at 12:00:00 AM GMT+9 is " +
        "forfeited. At the present pace, about $40.00 would be lost.",
    ),
  });
  await server.engine.pool.query("DELETE FROM usage_day"); // the call was made up
});

test("a lot that is used up is not warned of", async () => {
  const body = { amount: "100", paymentMethod: await addCard() };
  await api("POST", "/v1/organizations/contoso/top-ups", body);
  await api("POST", "/v1/organizations/contoso/adjustments", { amount: "-100", reason: "used up" });
  await live(NOW + 400 * DAY);
  expect(await told("lot.expiring")).toEqual([]);
});

test("a card is warned of 45, 15 and 3 days before its last day in Tokyo, each once", async () => {
  const id = await addCard();
  now = Date.parse("2029-10-10T14:59:00Z");
  await live(Date.parse("2029-12-05T00:00:00Z"));
  const warnings = await told("card.expiring");
  expect(warnings.map(({ about, at }) => [about["days"], new Date(at).toISOString().slice(0, 10)])).toEqual([
    [45, "2029-10-16"],
    [15, "2029-11-15"],
    [3, "2029-11-27"],
  ]);
  expect(warnings[0]?.about).toMatchObject({
    paymentMethod: id,
    brand: "Visa",
    last4: "4242",
    expiresAt: "2029-11-30T14:59:59.999Z",
  });
  expect(await mailed("card.expiring")).toMatchObject({
    subject: "The Visa card ending in 4242 of contoso expires on November 30, 2029",
    text: expect.stringContaining("After that day the Visa card ending in 4242 can not be charged any more."),
  });
});

test("an enterprise agreement takes a new purchase order at any time; once its days are over it funds nothing", async () => {
  const billing = { agreement: "enterprise", country: "US", enterpriseAgreements: ["V1"] };
  await makeOrganization(server, "contoso", { billing, timeZone: "Asia/Tokyo" });
  const path = "/v1/organizations/contoso/payment-methods";
  const { id } = (await api("POST", path, { type: "enterprise-agreement", agreementNumber: "V1" })).body;
  const change = (body: object) => api("PUT", `${path}/${id}`, body);
  expect((await change({ purchaseOrder: "PO-9", validTo: "2026-11-22" })).body).toMatchObject({
    agreementNumber: "V1",
    purchaseOrder: "PO-9",
    validTo: "2026-11-22",
  });
  const fund = async () =>
    (await api("POST", "/v1/organizations/contoso/top-ups", { amount: "50", paymentMethod: id })).body;
  expect(await fund()).toMatchObject({ state: "succeeded" });
  now = Date.parse("2026-11-22T15:00:00Z"); // the 23rd in Tokyo
  expect(await fund()).toMatchObject({ state: "failed", failure: "Enterprise agreement V1 ended on 2026-11-22." });
  expect((await change({ validTo: null })).body).not.toHaveProperty("validTo");
  expect(await fund()).toMatchObject({ state: "succeeded" });
  expect(await change({ validFrom: "2027-01-01", validTo: "2026-12-31" })).toMatchObject({
    status: 400,
    body: { errors: [{ pointer: "/validTo" }] },
  });
  expect((await api("GET", `${path}/${id}`)).body).toMatchObject({ purchaseOrder: "PO-9" });
  expect((await api("PUT", `${path}/${await addCard()}`, { purchaseOrder: "PO-1" })).status).toBe(400);
});
