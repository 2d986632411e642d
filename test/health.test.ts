import { tmpdir } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AuditRuns } from "../src/engine/audit-runs.ts";
import { captureMailer } from "../src/mail/capture.ts";
import { sendMails } from "../src/engine/send-mails.ts";
import { notify } from "../src/engine/notify.ts";
import { FakeStripe } from "./support/fake-stripe.ts";
import { makeOrganization, startServer, type TestServer } from "./support/server.ts";
import { sweepPayments } from "../src/engine/payment-sweep.ts";
import { TopUps } from "../src/engine/top-up.ts";

let later = 0;
let server: TestServer;
let api: TestServer["api"];
let stripe: FakeStripe;

beforeAll(async () => {
  stripe = new FakeStripe();
  const environment = {
    STRIPE_SECRET_KEY: "sk_test_1",
    STRIPE_API_BASE: await stripe.start(),
    TALKTIME_PUBLIC_URL: "https://billing.example",
    TALKTIME_DATA: tmpdir(),
  };
  server = await startServer({ now: () => Date.now() + later, environment });
  api = server.api;
});
afterAll(async () => {
  await server.close();
  await stripe.stop();
});

const health = async () => {
  const { status, body } = await api("GET", "/v1/health");
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
};
const codes = (part: { reasons: { code: string }[] }): string[] => part.reasons.map(({ code }) => code);

test("an operator sees database, lane, disk and process; nobody else does", async () => {
  const { status } = await api("GET", "/v1/health", undefined, { key: null });
  expect(status).toBe(401);
  const found = await health();
  expect(found.database).toMatchObject({ state: expect.any(String), latencyMs: expect.any(Number) });
  expect(Number.parseInt(found.database.version)).toBeGreaterThanOrEqual(15);
  expect(found.database.sizeBytes).toBeGreaterThan(1e6);
  const idle = { connected: true, waiting: 0, operations: 0, p99Ms: null };
  expect(found.lane, "before the first request").toMatchObject({ state: "good", ...idle });
  expect(found.disk).toMatchObject({ folder: tmpdir(), freeBytes: expect.any(Number) });
  expect(found.process).toMatchObject({ node: process.versions.node, memoryBytes: expect.any(Number) });
  expect(found.version).toMatch(/^\d+\.\d+\.\d+/);
});

test("calls count in the lane and at their switch, a stranger at its address", async () => {
  await makeOrganization(server);
  const key = (await api("POST", "/v1/api-keys", { name: "pbx", scopes: ["switch"], switch: "pbx" })).body.key;
  const call = { callId: "a", organization: "contoso", from: "+12065550100", to: "911" };
  expect((await api("POST", "/v1/calls", call, { key })).status).toBe(201);
  expect((await api("POST", "/v1/calls", { to: "911" }, { key })).status).toBe(400);
  expect((await api("POST", "/v1/calls", call, { key: "wrong" })).status).toBe(401);
  const { switches, lane, calls } = await health();
  const seen = { way: "http", address: "127.0.0.1" };
  expect(switches.seen).toMatchObject([
    { ...seen, switch: "pbx", requests: 2, failures: 1, lastFailure: { what: "400" } },
    { ...seen, switch: null, requests: 1, failures: 1, lastFailure: { what: "401" } },
  ]);
  expect(codes(switches)).toEqual(["STRANGERS_REFUSED", "SWITCHES_FAILING"]);
  expect(lane.operations).toBe(1);
  expect(lane.p99Ms).toBeGreaterThan(0);
  expect(calls).toMatchObject({ state: "good", inProgress: 1, ringing: 1 });
});

test("what waits and what failed of mails, webhooks and payments is counted", async () => {
  await api("PUT", "/v1/organizations/contoso/webhooks/erp", { url: "https://127.0.0.1:9/hook" });
  const card = (await api("POST", "/v1/organizations/contoso/payment-methods", { type: "card", token: "pm_visa" }))
    .body;
  await api("POST", "/v1/organizations/contoso/top-ups", { amount: "60", paymentMethod: card.id });
  await api("POST", "/v1/organizations/contoso/adjustments", { amount: "-60", reason: "zero" });
  const before = await health();
  expect(before.events.waiting).toBeGreaterThan(0);
  await notify(server.engine, "https://billing.example");
  const after = await health();
  expect(after.events.waiting).toBe(0);
  expect(after.webhooks.waiting).toBeGreaterThan(0);
  expect(after.mails).toMatchObject({ captured: true, failedLastDay: 0 });
  expect(codes(after.mails)).toContain("MAILS_CAPTURED");
  await sendMails(server.engine, captureMailer(), "talktime@talktime.example");
  expect((await health()).mails.waiting).toBe(0);
  expect(after.payments).toMatchObject({ provider: "stripe", unknown: 0, rechargesPaused: 0, state: "good" });
});

test("the last comparison with the provider's books is told, and what differs", async () => {
  expect((await health()).sweep).toMatchObject({ comparable: true, at: null, payments: null, differences: 0 });
  later = 3_600_000 * 24 * 3;
  await server.engine.pool.query("DELETE FROM payment_difference");
  await sweepPayments(server.engine, new TopUps(server.engine, { mostTopUp: "100000" }));
  const { sweep } = await health();
  expect(sweep.at).not.toBeNull();
  expect(sweep.state).toBe(sweep.differences > 0 ? "bad" : "good");
});

test("an audit runs once at a time, tells its progress and its result, and what is wrong by name", async () => {
  expect(codes((await health()).audit)).toEqual(["AUDIT_NEVER"]);
  const ordered = await api("POST", "/v1/audits");
  expect([ordered.status, ordered.body.state]).toEqual([202, "waiting"]);
  expect((await api("POST", "/v1/audits")).body.id).toBe(ordered.body.id);
  const runs = new AuditRuns(server.engine);
  await runs.run();
  const good = (await api("GET", `/v1/audits/${ordered.body.id}`)).body;
  expect(good).toMatchObject({ state: "done", progress: 1, report: { good: true, wrong: [], organizations: 1 } });
  expect((await health()).audit).toMatchObject({ state: "good", lastGood: true });

  await server.engine.pool.query("UPDATE account SET available = available + 1000000 WHERE organization = 'contoso'");
  await api("POST", "/v1/audits");
  await runs.run();
  const [bad] = (await api("GET", "/v1/audits?limit=1")).body.items;
  expect(bad.report.good).toBe(false);
  expect(bad.report.wrong[0]).toMatchObject({ organization: "contoso", words: expect.stringContaining("1") });
  expect(codes((await health()).audit)).toEqual(["AUDIT_WRONG"]);
  expect((await api("GET", "/v1/audits/0")).status).toBe(404);
});

test("an audit whose process stopped is begun anew by the next one", async () => {
  const { id } = (await api("POST", "/v1/audits")).body;
  const stopped = new AuditRuns(server.engine);
  stopped.stop();
  await stopped.run();
  expect((await api("GET", `/v1/audits/${id}`)).body.state).toBe("running");
  await new AuditRuns(server.engine).run();
  expect((await api("GET", `/v1/audits/${id}`)).body.state).toBe("done");
});
