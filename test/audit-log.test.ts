import { afterAll, beforeAll, expect, test } from "vitest";
import { tellOfUnfinished, verifyAuditLog } from "../src/engine/audit-log.ts";
import { hashPassword } from "../src/engine/sign-in/password.ts";
import { makeAccount, signedIn } from "./support/people.ts";
import { makeOrganization, startServer, type TestServer } from "./support/server.ts";

const NOW = Date.parse("2026-11-22T14:00:00Z");
const ORG = "/v1/organizations/contoso";
const PASSWORD = "correct horse battery staple";
let now = NOW;
let server: TestServer;
let api: TestServer["api"];

beforeAll(async () => {
  // The change is made, and its process has no answer any more.
  const dies = (app: TestServer["app"]) =>
    app.addHook("preSerialization", async (request) => {
      if (request.method === "PUT" && request.url.endsWith("/half-way")) throw new Error("died");
    });
  server = await startServer({ now: () => now, prepare: dies });
  api = server.api;
  await makeOrganization(server, "contoso", { licenses: [] });
  await makeOrganization(server, "fabrikam", { licenses: [] });
});
afterAll(() => server.close());

interface Entry {
  id: string;
  action: string;
  hash: string;
  [member: string]: unknown;
}
const entries = async (query = "", path = `${ORG}/audit-log`): Promise<Entry[]> =>
  (await api("GET", `${path}?limit=500&${query}`)).body.items as Entry[];

test("a change of settings is told of: who, from where, what, before and after", async () => {
  const account = await makeAccount(server, { email: "ann@contoso.example", organization: "contoso" });
  const ann = await signedIn(server, account, ["62e90394-69f5-4237-9190-012177145e10"]);
  await ann.ask("PUT", `${ORG}/calling-settings`, { maxConcurrentCalls: 5 });
  now += 60_000;
  await ann.ask("PUT", `${ORG}/calling-settings`, { maxConcurrentCalls: 9 });
  const [entry] = await entries("action=calling-settings");
  expect(entry).toMatchObject({
    at: "2026-11-22T14:01:00.000Z",
    actor: `account-${account}`,
    name: "ann@contoso.example",
    address: "127.0.0.1",
    action: "PUT /v1/organizations/:org/calling-settings",
    subject: `${ORG}/calling-settings`,
    asked: { maxConcurrentCalls: 9 },
    before: { maxConcurrentCalls: 5 },
    after: { maxConcurrentCalls: 9 },
  });
});

test("reading, refused and repeated requests, and calls, are no changes", async () => {
  const before = await entries();
  await api("GET", `${ORG}/credits`);
  await api("PUT", `${ORG}/calling-settings`, { maxConcurrentCalls: -1 });
  await api("POST", "/v1/calls", { callId: "c1", organization: "contoso", from: "+12065550100", to: "+12065550101" });
  expect(await entries()).toEqual(before);
  const headers = { "idempotency-key": "once" };
  const ask = () => api("POST", `${ORG}/incidents`, { subject: "Help" }, { headers });
  await ask();
  await ask();
  expect((await entries()).length).toBe(before.length + 1);
});

test("of signing in: who did, who failed and was locked out, who signed out; never what was typed", async () => {
  const email = "guessed@contoso.example";
  await makeAccount(server, { email, organization: "contoso", passwordHash: await hashPassword(PASSWORD) });
  const from = async (query = "") => (await entries(`actor=guessed${query}`)).map(({ words, actor }) => [words, actor]);
  const signIn = (password: string, name = email) =>
    api("POST", "/v1/session", { email: name, password }, { key: null });
  expect((await signIn(PASSWORD)).status).toBe(200);
  for (let i = 0; i < 6; i++) await signIn("hunter2-of-somebody");
  expect((await signIn(PASSWORD)).status).toBe(429);
  const failed = "Signing in failed: the password was not right";
  expect(await from()).toEqual([
    [`${failed}; locked out for 30 s`, "nobody"],
    ...Array.from({ length: 4 }, () => [failed, "nobody"]),
    ["Sign in with a password; the answer sets the cookie of the session", expect.stringMatching(/^account-\d+$/)],
  ]);

  now += 3_600_000;
  expect((await signIn("my-password-in-the-wrong-field", "my-password-in-the-wrong-field")).status).toBe(401);
  const [unknown] = await entries("", "/v1/audit-log");
  expect(unknown).toMatchObject({
    ...{ actor: "nobody", name: "nobody known", address: "127.0.0.1", action: "POST /v1/session" },
    words: "Signing in failed: there is no such account",
  });
  const { rows } = await server.engine.pool.query("SELECT * FROM audit_entry");
  expect(JSON.stringify(rows, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value))).not.toMatch(
    /hunter2|wrong-field|correct horse/,
  );
});

test("a change whose process died before it was told of is told of later, as one whose end is not known", async () => {
  const half = await api("PUT", `${ORG}/conference-bridges/half-way`, { displayName: "Half" });
  expect(half.status).toBe(500);
  await api("PUT", `${ORG}/conference-bridges/whole`, { displayName: "Whole" });
  await api("PUT", `${ORG}/budgets/none`, { scope: "user", subject: "nobody@contoso.example", monthlyAmount: "5" });
  expect(await tellOfUnfinished(server.engine), "it may be under way still").toBe(0);
  now += 3_600_000;
  expect(await tellOfUnfinished(server.engine)).toBe(1);
  const [entry, before] = await entries();
  expect([entry!.subject, before!.subject]).toEqual([
    `${ORG}/conference-bridges/half-way`,
    `${ORG}/conference-bridges/whole`,
  ]);
  expect(entry).toMatchObject({
    ...{ actor: "operator", asked: { displayName: "Half" }, after: null },
    words: expect.stringMatching(/ \(begun; it is not known how it ended\)$/),
  });
  expect(await tellOfUnfinished(server.engine)).toBe(0);
});

test("secrets are in none of it", async () => {
  const before = await entries("", "/v1/audit-log");
  await api("POST", `${ORG}/payment-methods`, { type: "card", token: "tok_visa" });
  const made = await api("POST", "/v1/api-keys", { name: "Robot", scopes: ["read"] });
  const hook = await api("PUT", `${ORG}/webhooks/own`, { url: "https://hooks.example/x" });
  expect([made.status, hook.status]).toEqual([201, 200]);
  expect((await entries("", "/v1/audit-log")).length).toBe(before.length + 1);
  const { rows } = await server.engine.pool.query("SELECT asked, before, after FROM audit_entry");
  const kept = JSON.stringify(rows);
  expect(kept).toContain("Robot");
  for (const secret of ["tok_visa", (made.body as { key: string }).key, "whsec_"]) expect(kept).not.toContain(secret);
});

test("is looked through by actor, action and time, page by page, and exported as CSV", async () => {
  expect((await entries("actor=ann@contoso")).every(({ name }) => name === "ann@contoso.example")).toBe(true);
  expect((await entries("from=2026-11-22T14:01:00Z")).length).toBeGreaterThan(0);
  expect(await entries("to=2026-11-22T14:00:00Z")).toEqual([]);
  const all = await entries();
  const first = await api("GET", `${ORG}/audit-log?limit=2`);
  const second = await api("GET", `${ORG}/audit-log?limit=2&cursor=${first.body.nextCursor}`);
  expect([...first.body.items, ...second.body.items]).toEqual(all.slice(0, 4));
  const csv = await api("GET", `${ORG}/audit-log.csv?action=calling-settings`);
  expect(csv.headers["content-type"]).toBe("text/csv; charset=utf-8");
  const lines = String(csv.body).trim().split("\n");
  expect(lines[0]).toBe("id,at,actor,name,address,action,words,subject,asked,before,after,hash");
  expect(lines.length).toBe(1 + (await entries("action=calling-settings")).length);
});

test("whoever administers another organisation, or may not change settings, does not see it", async () => {
  const theirs = await signedIn(
    server,
    await makeAccount(server, { email: "f@fabrikam.example", organization: "fabrikam" }),
    ["62e90394-69f5-4237-9190-012177145e10"],
  );
  expect((await theirs.ask("GET", `${ORG}/audit-log`)).status).toBe(404);
  expect((await theirs.ask("GET", "/v1/audit-log")).status).toBe(403);
});

test("changes made at once are one chain", async () => {
  await Promise.all(
    Array.from({ length: 12 }, (_, i) => api("PUT", `${ORG}/conference-bridges/b${i}`, { displayName: `B ${i}` })),
  );
  expect((await api("GET", `${ORG}/audit-log/verify`)).body).toMatchObject({
    intact: true,
    entries: (await entries()).length,
    hash: (await entries())[0]!.hash,
    broken: null,
  });
  expect((await verifyAuditLog(server.engine, null)).every(({ broken }) => broken === null)).toBe(true);
});

test.each<[string, string, string]>([
  [
    "changed",
    "UPDATE audit_entry SET name = 'nobody' WHERE organization = 'contoso' AND sequence = 3",
    "entry 3 is not what was written",
  ],
  ["taken out", "DELETE FROM audit_entry WHERE organization = 'contoso' AND sequence = 3", "entry 3 is missing"],
  ["cut off the end", "DELETE FROM audit_entry WHERE organization = 'contoso' AND sequence > 3", "entries from 4 to"],
  [
    "moved to another time",
    "UPDATE audit_entry SET at = at - interval '1 s' WHERE organization = 'contoso' AND sequence = 2",
    "entry 2 is not what was written",
  ],
])("an entry that is %s is found", async (_what, statement, words) => {
  const client = await server.engine.pool.connect();
  await client.query("CREATE TABLE kept AS TABLE audit_entry");
  try {
    await client.query(statement);
    const { body } = await api("GET", `${ORG}/audit-log/verify`);
    expect(body).toMatchObject({ intact: false, broken: { message: expect.stringContaining(words) } });
  } finally {
    await client.query("DELETE FROM audit_entry; INSERT INTO audit_entry TABLE kept; DROP TABLE kept");
    client.release();
  }
});
