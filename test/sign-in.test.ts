import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { hashPassword } from "../src/engine/sign-in/password.ts";
import { browser, type Browser, makeAccount, signedIn } from "./support/people.ts";
import { type Answer, makeOrganization, startServer, type TestServer } from "./support/server.ts";

const NOW = Date.parse("2026-11-22T14:00:00Z");
const MINUTE = 60_000;
const PASSWORD = "correct horse battery";
let now = NOW;
let server: TestServer;
let api: TestServer["api"];
let passwordHash: string;
let ann: string;
let people = 0;

beforeAll(async () => {
  server = await startServer({ now: () => now, environment: { TALKTIME_PUBLIC_URL: "https://talktime.example" } });
  api = server.api;
  passwordHash = await hashPassword(PASSWORD);
  await makeOrganization(server, "contoso", { licenses: [], preferredLanguage: "ja" });
  await api("PUT", "/v1/organizations/contoso/users/ann@contoso.example", {
    displayName: "Ann Adams",
    kind: "person",
    usageLocation: "US",
    licenses: [],
    roles: ["Billing Administrator"],
  });
  const account = { email: "ann@contoso.example", organization: "contoso", principalName: "ann@contoso.example" };
  ann = await makeAccount(server, { ...account, passwordHash });
});
beforeEach(async () => {
  now = NOW;
  await server.engine.pool.query("DELETE FROM sign_in_failure");
});
afterAll(() => server.close());

const post = (body: object, headers: Record<string, string> = {}): Promise<Answer> =>
  api("POST", "/v1/session", body, { key: null, headers });
const setCookie = ({ headers }: Answer): string => String(headers["set-cookie"]);
const cookieOf = (answer: Answer): string => setCookie(answer).split(";", 1)[0]!;
const somebody = () => makeAccount(server, { email: `person-${++people}@contoso.example`, organization: "contoso" });

describe("signing in with a password", () => {
  test("sets a cookie that scripts and plain http do not see, and tells who is here and what they may do", async () => {
    const answer = await post({ email: " Ann@Contoso.example", password: PASSWORD });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        email: "ann@contoso.example",
        displayName: "Ann Adams",
        organization: "contoso",
        operator: false,
        roles: ["Billing Administrator"],
        rights: ["read", "usage", "names", "fund", "licenses", "support"],
        preferredLanguage: "ja",
        expiresAt: "2026-11-22T14:30:00.000Z",
      },
    });
    expect(setCookie(answer)).toMatch(/^talktime_session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    const { ask } = await browser(server, cookieOf(answer));
    expect((await ask("GET", "/v1/session")).body).toEqual(answer.body);
    expect((await ask("GET", "/v1/organizations/contoso/credits")).status).toBe(200);
  });

  test("begins a new session under a new token, whatever the browser brought along", async () => {
    const planted = "talktime_session=planted-by-somebody-else-0123456789";
    const first = await post({ email: "ann@contoso.example", password: PASSWORD }, { cookie: planted });
    expect(cookieOf(first)).not.toBe(planted);
    expect((await api("GET", "/v1/session", undefined, { key: null, headers: { cookie: planted } })).status).toBe(401);
    const second = await post({ email: "ann@contoso.example", password: PASSWORD }, { cookie: cookieOf(first) });
    expect(cookieOf(second)).not.toBe(cookieOf(first));
    const before = await api("GET", "/v1/session", undefined, { key: null, headers: { cookie: cookieOf(first) } });
    expect(before, "the session that was replaced").toMatchObject({ status: 401 });
  });

  test("keeps no token, only its hash", async () => {
    const { cookie } = await signedIn(server, ann);
    const kept = JSON.stringify((await server.engine.pool.query("SELECT token_hash FROM sign_in_session")).rows);
    expect(kept).not.toContain(cookie.split("=")[1]);
  });

  test("refuses an unknown address as it refuses a wrong password", async () => {
    const unknown = await post({ email: "nobody@contoso.example", password: PASSWORD });
    const wrong = await post({ email: "ann@contoso.example", password: "wrong horse battery" });
    expect(unknown).toMatchObject({ status: 401, body: { code: "SIGN_IN_FAILED" } });
    expect(wrong.body).toEqual(unknown.body);
    expect(unknown.headers["set-cookie"]).toBeUndefined();
  });

  test("locks out whoever guesses, for longer each time, also at addresses that nobody has", async () => {
    const email = "guessed@contoso.example";
    const guesses = await Promise.all([1, 2, 3, 4, 5, 6, 7].map((n) => post({ email, password: `guess ${n}` })));
    expect(guesses.map(({ status }) => status).sort(), "at once gets no more guesses").toEqual([
      ...[401, 401, 401, 401, 401],
      ...[429, 429],
    ]);
    const locked = await post({ email, password: PASSWORD });
    expect(locked).toMatchObject({ status: 429, body: { code: "LOCKED_OUT" }, headers: { "retry-after": "30" } });
    now += 30_000;
    expect((await post({ email, password: "guess 8" })).status).toBe(401);
    expect((await post({ email, password: "guess 9" })).headers["retry-after"]).toBe("60");
    expect((await post({ email: "ann@contoso.example", password: PASSWORD })).status, "others sign in").toBe(200);
  });

  test("locks out an address that tries one password at many accounts", async () => {
    await server.engine.pool.query(
      `INSERT INTO sign_in_failure (subject, failures, last_at) VALUES ('address:127.0.0.1', 19, to_timestamp($1))`,
      [now / 1000],
    );
    expect((await post({ email: "a@contoso.example", password: "Winter 2026" })).status).toBe(401);
    expect((await post({ email: "b@contoso.example", password: "Winter 2026" })).status).toBe(429);
    now += 24 * 60 * MINUTE + 1;
    expect((await post({ email: "c@contoso.example", password: "Winter 2026" })).status, "a day later").toBe(401);
  });

  test.each([
    ["no password", { email: "ann@contoso.example" }, "/password"],
    ["an address that is a list", { email: ["ann@contoso.example"], password: PASSWORD }, "/email"],
    ["a field that is none", { email: "ann@contoso.example", password: PASSWORD, organization: "x" }, "/organization"],
  ])("with %s is refused", async (_what, body, pointer) => {
    expect(await post(body)).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
  });
});

describe("a session", () => {
  test("changes things only with the token that our own page knows", async () => {
    const operator = await signedIn(
      server,
      await makeAccount(server, { email: "op@talktime.example", organization: null }),
    );
    const put = (headers: Record<string, string>) =>
      api("PUT", "/v1/switches/edge", {}, { key: null, headers: { cookie: operator.cookie, ...headers } });
    const other = await signedIn(server, ann);
    for (const headers of [{}, { "x-csrf-token": "" }, { "x-csrf-token": other.csrfToken }])
      expect(await put(headers)).toMatchObject({ status: 403, body: { code: "CSRF" } });
    expect((await put({ "x-csrf-token": operator.csrfToken })).status).toBe(200);
    expect(await operator.ask("GET", "/v1/organizations")).toMatchObject({ status: 200 });
  });

  test("ends when it is not used for 30 minutes, and after twelve hours of work", async () => {
    const { ask } = await signedIn(server, ann);
    now += 29 * MINUTE;
    expect((await ask("GET", "/v1/session")).body.expiresAt).toBe(new Date(now + 30 * MINUTE).toISOString());
    now += 30 * MINUTE;
    expect((await ask("GET", "/v1/session")).status, "idle").toBe(401);
    now = NOW;
    const busy = await signedIn(server, ann);
    for (; now < NOW + 12 * 60 * MINUTE; now += 20 * MINUTE)
      expect((await busy.ask("GET", "/v1/session")).status).toBe(200);
    expect((await busy.ask("GET", "/v1/session")).status, "after twelve hours").toBe(401);
  });

  test("ends by signing out, and the browser forgets it", async () => {
    const { ask } = await signedIn(server, ann);
    const out = await ask("DELETE", "/v1/session");
    expect(out.status).toBe(204);
    expect(setCookie(out)).toMatch(/^talktime_session=; Max-Age=0;/);
    expect(await ask("GET", "/v1/session")).toMatchObject({ status: 401, body: { code: "UNAUTHENTICATED" } });
  });

  test("is seen and ended from another one of the same person, and of nobody else", async () => {
    const account = await somebody();
    const [phone, desk] = [await signedIn(server, account), await signedIn(server, account)];
    const { items } = (await desk.ask("GET", "/v1/sessions")).body as { items: { id: string; current: boolean }[] };
    expect(items.map(({ current }) => current)).toEqual([true, false]);
    const stranger: Browser = await signedIn(server, await somebody());
    expect((await stranger.ask("DELETE", `/v1/sessions/${items[1]!.id}`)).body.code).toBe("UNKNOWN_SESSION");
    expect((await phone.ask("GET", "/v1/session")).status).toBe(200);
    expect((await desk.ask("DELETE", `/v1/sessions/${items[1]!.id}`)).status).toBe(204);
    expect((await phone.ask("GET", "/v1/session")).status, "the phone that was lost").toBe(401);
    expect((await desk.ask("GET", "/v1/session")).status).toBe(200);
  });

  test("of a person who is removed, or whose role is taken, gives nothing any more", async () => {
    const path = "/v1/organizations/contoso/users/temp@contoso.example";
    const user = { displayName: "Temp", kind: "person", usageLocation: "US", licenses: [] };
    await api("PUT", path, { ...user, roles: ["Global Reader"] });
    const account = { email: "temp@contoso.example", organization: "contoso", principalName: "temp@contoso.example" };
    const { ask } = await signedIn(server, await makeAccount(server, account));
    expect((await ask("GET", "/v1/organizations/contoso/credits")).status).toBe(200);
    await api("PUT", path, { roles: [] });
    expect(await ask("GET", "/v1/organizations/contoso/credits")).toMatchObject({
      status: 403,
      body: { code: "FORBIDDEN", roles: expect.arrayContaining(["Global Administrator", "Global Reader"]) },
    });
    await server.engine.pool.query("DELETE FROM app_user WHERE principal_name = 'temp@contoso.example'");
    expect((await ask("GET", "/v1/session")).status).toBe(401);
  });

  test("is no key, and a key is no session", async () => {
    expect(await api("GET", "/v1/session")).toMatchObject({ status: 401 });
    expect((await api("GET", "/v1/sign-in-options", undefined, { key: null })).body).toEqual({
      local: true,
      oidc: null,
      publicRates: false,
    });
  });
});
