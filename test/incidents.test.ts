import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { audit, auditWords } from "../src/engine/audit.ts";
import { makeOrganization, startServer, type TestServer } from "./support/server.ts";

const NOW = Date.parse("2026-11-22T14:00:00Z");
const DAY = 86_400_000;
let now: number;
let server: TestServer;
let api: TestServer["api"];
/** An administrator of the organisation. */
let key: string;

beforeEach(async () => {
  now = NOW;
  server = await startServer({ now: () => now });
  api = server.api;
});
afterEach(async () => {
  const { good, lines } = auditWords(await audit(server.engine, null));
  await server.close();
  expect(good, lines.join("\n")).toBe(true);
});

const org = (path: string, id = "contoso"): string => `/v1/organizations/${id}/${path}`;

async function organization(change: object): Promise<void> {
  await makeOrganization(server, "contoso", change as Record<string, unknown>);
  const made = await api("POST", "/v1/api-keys", { name: "admin", scopes: ["admin"], organization: "contoso" });
  key = made.body.key;
}

const CLASH = { billing: { agreement: "enterprise", country: "JP" } };

async function buy(): Promise<{ status: number; body: Record<string, string> }> {
  const method = await api("POST", org("payment-methods"), { type: "card", token: "tok_visa" }, { key });
  return api("POST", org("top-ups"), { amount: "50", paymentMethod: method.body.id }, { key });
}
const open = (body: object = { subject: "We may not buy", message: "Please let us." }) =>
  api("POST", org("incidents"), body, { key });
const settle = (id: string, body: object) => api("POST", `/v1/incidents/${id}/settle`, body);
const iso = (ms: number): string => new Date(ms).toISOString();

test("a purchase that is refused names the way: an incident, which the operator sees, answers and settles", async () => {
  await organization(CLASH);
  const refused = await buy();
  expect([refused.status, refused.body]).toEqual([
    403,
    expect.objectContaining({
      code: "NOT_ELIGIBLE",
      detail: expect.stringMatching(/open a support incident\.$/),
      openIncident: org("incidents"),
    }),
  ]);
  const opened = await api("POST", refused.body["openIncident"]!, { message: "Please\nlet us." }, { key });
  expect([opened.status, opened.body]).toEqual([
    201,
    {
      ...{ id: expect.any(String), organization: "contoso", subject: "Purchase refused", state: "open" },
      ...{ reasons: ["REGION_CLASH"], openedAt: iso(NOW) },
      messages: [
        { from: "organization", author: expect.stringMatching(/^key-\d+$/), message: "Please\nlet us.", at: iso(NOW) },
      ],
    },
  ]);
  const { id } = opened.body;
  expect((await api("GET", "/v1/incidents?state=open")).body.items).toEqual([opened.body]);
  now += DAY;
  await api("POST", org(`incidents/${id}/messages`), { message: "Which invoice address?" });
  await api("POST", org(`incidents/${id}/messages`), { message: "Tokyo." }, { key });
  expect((await buy()).status).toBe(403);
  const settled = await settle(id, { allow: true, message: "Done." });
  expect([settled.status, settled.body]).toEqual([
    200,
    expect.objectContaining({ state: "settled", allow: true, settledAt: iso(now) }),
  ]);
  const read = (await api("GET", org(`incidents/${id}`), undefined, { key })).body;
  expect(read).toEqual(settled.body);
  expect(read.messages.map((m: Record<string, string>) => `${m["from"]}: ${m["message"]}`)).toEqual([
    "organization: Please\nlet us.",
    "operator: Which invoice address?",
    "organization: Tokyo.",
    "operator: Done.",
  ]);
  expect((await api("GET", org("eligibility"))).body).toMatchObject({ eligible: true, reasons: [] });
  expect(await buy()).toMatchObject({ status: 201, body: { state: "succeeded" } });
  expect((await api("GET", "/v1/incidents?state=open")).body.items).toEqual([]);
  expect((await api("GET", org("incidents?state=settled"))).body.items).toHaveLength(1);
});

test.each<[string, object]>([
  ["a customer agreement", { billing: { agreement: "customer", country: "US" } }],
  ["a partner's customer", { billing: { agreement: "partner", country: "US" } }],
  ["an enterprise billed in another region", CLASH],
  ["an excluded country", { country: "TW" }],
])("%s buys after a settlement that allows it", async (_who, change) => {
  await organization(change);
  expect((await buy()).status).toBe(403);
  await settle((await open()).body.id, { allow: true });
  expect((await buy()).status).toBe(201);
});

test("what is allowed for a time ends then, to the millisecond; a later word counts", async () => {
  await organization(CLASH);
  const { id } = (await open()).body;
  expect((await settle(id, { allow: true, until: "2026-11-24T15:00:00+01:00" })).body.until).toBe(iso(NOW + 2 * DAY));
  now = NOW + 2 * DAY - 1;
  expect((await buy()).status).toBe(201);
  now += 1;
  expect((await buy()).status).toBe(403);
  await settle(id, { allow: true });
  expect((await buy()).status).toBe(201);
  now += 1;
  await settle((await open()).body.id, { allow: false, message: "No more." });
  expect((await buy()).status, "a new incident, opened while nothing was wrong, takes nothing back").toBe(201);
  await settle(id, { allow: false });
  expect((await buy()).status).toBe(403);
});

test("a refusal changes nothing, and another reason than the one allowed still stands", async () => {
  await organization(CLASH);
  const { id } = (await open()).body;
  await settle(id, { allow: false, message: "No." });
  expect((await buy()).status).toBe(403);
  await settle(id, { allow: true });
  await api("PUT", org("").slice(0, -1), { country: "TW" });
  expect((await buy()).body).toMatchObject({ code: "NOT_ELIGIBLE", reasons: [{ code: "COUNTRY_EXCLUDED" }] });
});

describe("refused, and nothing stored:", () => {
  test.each<[string, string, object, string]>([
    ["an incident of many lines as subject", "open", { subject: "a\nb" }, "/subject"],
    ["an empty message", "open", { message: "  " }, "/message"],
    ["a message too long", "open", { message: "x".repeat(4001) }, "/message"],
    ["a field that there is not", "open", { allow: true }, "/allow"],
    ["no message", "messages", {}, "/message"],
    ["a settlement that says neither yes nor no", "settle", {}, "/allow"],
    ["a settlement in words", "settle", { allow: "yes" }, "/allow"],
    ["allowed until yesterday", "settle", { allow: true, until: "2026-11-21T14:00:00Z" }, "/until"],
    ["allowed until now", "settle", { allow: true, until: iso(NOW) }, "/until"],
    ["allowed until a day", "settle", { allow: true, until: "2026-12-01" }, "/until"],
    ["a refusal with an end", "settle", { allow: false, until: "2026-12-01T00:00:00Z" }, "/until"],
  ])("%s", async (_what, where, body, pointer) => {
    await organization(CLASH);
    const { body: before } = await open();
    const path = { open: org("incidents"), messages: org(`incidents/${before.id}/messages`) };
    const settling = `/v1/incidents/${before.id}/settle`;
    const answer = await api("POST", where === "settle" ? settling : path[where as "open" | "messages"], body);
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, pointer]);
    expect((await api("GET", "/v1/incidents")).body.items).toEqual([before]);
  });

  test("an incident that does not exist, or is another organisation's", async () => {
    await organization(CLASH);
    const { id } = (await open()).body;
    await makeOrganization(server, "other");
    for (const path of [org("incidents/7"), org(`incidents/${id}`, "other")])
      expect((await api("GET", path)).body).toMatchObject({ status: 404, code: "UNKNOWN_INCIDENT" });
    expect((await settle("7", { allow: true })).body.code).toBe("UNKNOWN_INCIDENT");
    const answer = await api("POST", org(`incidents/${id}/messages`, "other"), { message: "hello" });
    expect(answer.body.code).toBe("UNKNOWN_INCIDENT");
  });

  test("a settlement by the organisation itself, and a look at all incidents", async () => {
    await organization(CLASH);
    const { id } = (await open()).body;
    const own = await api("POST", `/v1/incidents/${id}/settle`, { allow: true }, { key });
    expect([own.status, own.body.code]).toEqual([403, "FORBIDDEN"]);
    expect((await api("GET", "/v1/incidents", undefined, { key })).status).toBe(403);
    expect((await buy()).status).toBe(403);
  });
});
