/** Toll-free numbers and conferences: who pays for a call that its caller does not pay (domain.md 4). */
import { afterAll, beforeAll, expect, test } from "vitest";
import { audit, auditWords } from "../src/engine/audit.ts";
import { makeOrganization, startServer, type TestServer } from "./support/server.ts";

const DECK = `service,prefix,destination,country,number_class,price_per_minute,connection_fee,initial_increment_seconds,increment_seconds,effective_from,effective_to
tollfree_in,1800,US toll-free,US,toll-free,0.05,0,60,60,2026-01-01T00:00:00Z,
conf_out,44,United Kingdom,GB,geographic,0.02,0,60,60,2026-01-01T00:00:00Z,`;
const STRANGER = "+442079460999";

let server: TestServer;
let api: TestServer["api"];
let key: string;

beforeAll(async () => {
  server = await startServer();
  api = server.api;
  await api("POST", "/v1/rate-decks?name=test&currency=USD", DECK, { headers: { "content-type": "text/csv" } });
  key = (await api("POST", "/v1/api-keys", { name: "edge", scopes: ["switch"], switch: "edge" })).body.key;
  for (const [org, tollFree] of [
    ["contoso", "+18005550100"],
    ["fabrikam", "+18005550200"],
  ] as const) {
    await makeOrganization(server, org, { licenses: ["MCOMEETADV"] });
    await api("POST", `/v1/organizations/${org}/adjustments`, { amount: "10", reason: "test" });
    await user(org, "organiser", ["MCOMEETADV", "MCOPSTNC"]);
    await user(org, "guest", []);
    const bridge = { kind: "service-toll-free", use: { type: "conference-bridge", id: "main" } };
    expect((await api("PUT", `/v1/organizations/${org}/numbers/${tollFree}`, bridge)).status).toBe(200);
  }
});
afterAll(async () => {
  const { good, lines } = auditWords(await audit(server.engine, null));
  await server.close();
  expect(good, lines.join("\n")).toBe(true);
});

const user = (org: string, name: string, licenses: string[]) =>
  api("PUT", `/v1/organizations/${org}/users/${name}@${org}.example`, {
    ...{ displayName: name, kind: "person", usageLocation: "US", licenses },
  });
const authorize = (callId: string, body: object) => api("POST", "/v1/calls", { callId, ...body }, { key });
const after = async (callId: string, usedSeconds: number) => {
  const released = await api("POST", `/v1/calls/${callId}/release`, { usedSeconds }, { key });
  const view = await api("GET", `/v1/calls/${callId}`, undefined, { key });
  return { charge: released.body.charge, organization: view.body.organization, user: view.body.user };
};

test("a toll-free call is its owner's, whoever calls and whoever the switch is", async () => {
  for (const [org, dialled, callId] of [
    ["contoso", "+18005550100", "tf-1"],
    ["fabrikam", "+18005550200", "tf-2"],
  ] as const) {
    const asked = await authorize(callId, { from: STRANGER, to: dialled });
    expect([asked.status, asked.body.funding]).toEqual([201, [{ source: "credits", seconds: 300, amount: "0.25" }]]);
    expect(await after(callId, 61)).toEqual({ charge: "0.1", organization: org, user: null });
  }
});

test("a resource account that calls out is an attendant's call, also with the number of the caller whom it passes on", async () => {
  const body = { displayName: "Main", kind: "resource-account", usageLocation: "US", licenses: ["MCOPSTNC"] };
  await api("PUT", "/v1/organizations/contoso/users/main@contoso.example", body);
  const asked = await authorize("bot-1", { user: "main@contoso.example", from: STRANGER, to: "+442079460100" });
  expect(asked.body).toMatchObject({ code: "LICENSE_MISSING", missing: [expect.stringContaining("pay_as_you_go")] });
});

test("a caller is known by his SIP address alone, also to read what he dials, and only in his own organisation", async () => {
  const from = '"Guest" <sip:Guest@contoso.example:5060;transport=udp>';
  const out = await authorize("sip-1", { from, to: "911" });
  expect(out.status).toBe(201);
  expect(await after("sip-1", 60)).toEqual({ charge: "0", organization: "contoso", user: "guest@contoso.example" });
  const refused = await authorize("sip-2", { from, to: "020 7946 0100" });
  expect([refused.status, refused.body.code]).toEqual([403, "LICENSE_MISSING"]);
  const elsewhere = await authorize("sip-3", { from, to: "+18005550200", callType: "conf_in" });
  expect(elsewhere.body.funding).toEqual([{ source: "credits", seconds: 300, amount: "0.25" }]);
  expect(await after("sip-3", 60)).toEqual({ charge: "0.05", organization: "fabrikam", user: null });
  const unknown = await authorize("sip-4", { from: "sip:nobody@contoso.example", to: "+442079460100" });
  expect([unknown.status, unknown.body.code]).toEqual([404, "UNKNOWN_NUMBER"]);
});

test("a caller who is known by his number alone dials as people do where he is, whatever country the switch is in", async () => {
  const body = { displayName: "Harry", kind: "person", usageLocation: "GB", licenses: [] };
  await api("PUT", "/v1/organizations/contoso/users/harry@contoso.example", body);
  const line = { kind: "subscriber", use: { type: "user", id: "harry@contoso.example" } };
  await api("PUT", "/v1/organizations/contoso/numbers/+442079460111", line);
  for (const [callId, to, organization] of [
    ["line-1", "020 7946 0100", undefined],
    ["line-2", "00 44 20 7946 0100", "contoso"],
    ["line-3", "(020) 7946 0100", "contoso"],
  ] as const) {
    const asked = await authorize(callId, { organization, from: "+442079460111", to });
    expect([asked.status, asked.body.code]).toEqual([403, "LICENSE_MISSING"]);
    const { body: view } = await api("GET", `/v1/calls/${callId}`, undefined, { key });
    expect(view).toMatchObject({ user: "harry@contoso.example", to: "+442079460100" });
  }
});

test("a number may be dialled as people dial it, and a caller may hide his", async () => {
  const asked = await authorize("tf-3", { from: "anonymous", to: "sip:+1-800-555-0100@edge.example;user=phone" });
  expect(asked.status, JSON.stringify(asked.body)).toBe(201);
  expect(await after("tf-3", 1)).toEqual({ charge: "0.05", organization: "contoso", user: null });
});

test("an organisation that is not the number's owner is refused", async () => {
  const asked = await authorize("tf-4", { organization: "fabrikam", from: STRANGER, to: "+18005550100" });
  expect(asked.status).toBe(404);
});

test("a toll-free call into a conference becomes its organiser's when he is known", async () => {
  await authorize("tf-5", { from: STRANGER, to: "+18005550100", callType: "conf_in", conferenceId: "c-5" });
  await api("POST", "/v1/calls/tf-5/answer", {}, { key });
  const organiser = "organiser@contoso.example";
  const known = await api("POST", "/v1/calls/tf-5/update", { usedSeconds: 20, user: organiser }, { key });
  expect(known.status, JSON.stringify(known.body)).toBe(200);
  expect(await after("tf-5", 61)).toEqual({ charge: "0.1", organization: "contoso", user: organiser });
});

test.for([
  ["dial-out", { startedBy: "guest@contoso.example" }],
  ["call me", { startedBy: "organiser@contoso.example", correlationId: "m-1" }],
] as const)("a conference's %s carries its organiser, not who pressed the button", async ([what, more]) => {
  const callId = `out-${what.replace(" ", "-")}`;
  const asked = await authorize(callId, {
    ...{ user: "organiser@contoso.example", callType: "conf_out", from: "+18005550100", to: "+442079460100" },
    ...{ conferenceId: "c-1", ...more },
  });
  expect(asked.status, JSON.stringify(asked.body)).toBe(201);
  expect(await after(callId, 30)).toMatchObject({ organization: "contoso", user: "organiser@contoso.example" });
});

test("a conference's dial-out of an organiser without the licence is refused, whoever started it", async () => {
  const asked = await authorize("out-3", {
    ...{ user: "guest@contoso.example", callType: "conf_out", from: "+18005550100", to: "+442079460100" },
    startedBy: "organiser@contoso.example",
  });
  expect([asked.status, asked.body.code]).toEqual([403, "LICENSE_MISSING"]);
  expect(asked.body).toMatchObject({
    sip: { status: 403, reason: 'Q.850;cause=50;text="LICENSE_MISSING"' },
    announcement: "en/licence-missing",
  });
});

test("the announcement is in the organisation's language", async () => {
  await api("PUT", "/v1/organizations/fabrikam", { preferredLanguage: "ja-JP" });
  const dialOut = { callType: "conf_out", from: "+18005550200", to: "+442079460100" };
  const asked = await authorize("ja", { user: "guest@fabrikam.example", ...dialOut });
  expect(asked.body.announcement).toBe("ja/licence-missing");
});
