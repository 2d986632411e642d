import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { hashPassword } from "../src/engine/sign-in/password.ts";
import { keepSampleAccounts } from "../src/engine/sign-in/sample-accounts.ts";
import type { Mail, Sending } from "../src/mail/mailer.ts";
import { markDone } from "../src/postgres/sample.ts";
import { type Browser, browser, makeAccount, signedIn } from "./support/people.ts";
import { type Answer, makeOrganization, startServer, type TestServer } from "./support/server.ts";

const NOW = Date.parse("2026-11-22T14:00:00Z");
const DAY = 86_400_000;
const PASSWORD = "correct horse battery";
const GLOBAL_ADMINISTRATOR = "62e90394-69f5-4237-9190-012177145e10";
const ORG = "/v1/organizations/contoso";
let now = NOW;
let server: TestServer;
let api: TestServer["api"];
let passwordHash: string;
let mails: Mail[] = [];
let sending: Sending;

const person = async (name: string, more: object = {}): Promise<void> => {
  const user = { displayName: name, kind: "person", usageLocation: "US", licenses: [], mail: `${name}@mail.example` };
  const put = await api("PUT", `${ORG}/users/${name}@contoso.example`, { ...user, ...more });
  if (put.status !== 200) throw new Error(JSON.stringify(put.body));
};
const accountOf = (name: string) => ({
  email: `${name}@contoso.example`,
  organization: "contoso",
  principalName: `${name}@contoso.example`,
});

beforeAll(async () => {
  const mailer = {
    send: (mail: Mail) => Promise.resolve(sending.state === "sent" ? (mails.push(mail), sending) : sending),
    close: () => {},
  };
  server = await startServer({ now: () => now, mailer, environment: { TALKTIME_PUBLIC_URL: "https://t.example" } });
  api = server.api;
  passwordHash = await hashPassword(PASSWORD);
  await makeOrganization(server, "contoso", { licenses: [], displayName: "Contoso" });
});
beforeEach(async () => {
  [now, mails, sending] = [NOW, [], { state: "sent" }];
  await server.engine.pool.query("DELETE FROM sign_in_failure");
});
afterAll(() => server.close());

const signIn = (email: string, password: string, code?: string): Promise<Answer> =>
  api("POST", "/v1/session", { email, password, ...(code === undefined ? {} : { code }) }, { key: null });
const open = (path: string, body: object): Promise<Answer> => api("POST", path, body, { key: null });
const tokenIn = (text: string): string => /\?token=([\w-]+)/.exec(text)![1]!;

describe("an invitation", () => {
  test("comes by mail in the person's language, works once, and lets them sign in", async () => {
    await person("haruka", { displayName: "佐藤 遥", preferredLanguage: "ja" });
    const invited = await api("POST", `${ORG}/invitations`, { userPrincipalName: "haruka@contoso.example" });
    expect(invited).toMatchObject({
      status: 201,
      body: { email: "haruka@contoso.example", sentTo: "haruka@mail.example", state: "sent" },
    });
    expect(JSON.stringify(invited.body), "the link is for the invited alone").not.toContain("token");
    const [mail] = mails;
    expect(mail).toMatchObject({ to: { name: "佐藤 遥", address: "haruka@mail.example" }, language: "ja" });
    expect(mail!.subject).toBe("Contoso のコミュニケーション クレジットにサインインできます");
    expect(mail!.text).toMatch(/https:\/\/t\.example\/accept-invitation\?token=[\w-]{43}&lang=ja/);
    const token = tokenIn(mail!.text);
    expect(await open("/v1/invitations/accept", { token, password: "too short" })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: "/password" }] },
    });
    const same = { token, password: "Haruka@Contoso.example" };
    expect((await open("/v1/invitations/accept", same)).body.errors[0].message).toBe("It must not be the address.");
    const accepted = await open("/v1/invitations/accept", { token, password: PASSWORD });
    expect(accepted).toMatchObject({ status: 200, body: { email: "haruka@contoso.example" } });
    const again = await open("/v1/invitations/accept", { token, password: "another long password" });
    expect(again, "used twice").toMatchObject({ status: 404, body: { code: "UNKNOWN_LINK" } });
    expect((await signIn("haruka@contoso.example", PASSWORD)).status).toBe(200);
    const accounts = (await api("GET", `${ORG}/sign-in-accounts`)).body as { items: object[] };
    expect(accounts.items).toContainEqual(
      expect.objectContaining({ userPrincipalName: "haruka@contoso.example", state: "active", twoSteps: false }),
    );
  });

  test("ends after seven days, and with the next one", async () => {
    await person("late");
    const invite = () => api("POST", `${ORG}/invitations`, { email: "late@mail.example" });
    await invite();
    await invite();
    const [first, second] = mails.map(({ text }) => tokenIn(text));
    const accept = (token: string) => open("/v1/invitations/accept", { token, password: PASSWORD });
    expect((await accept(first!)).body.code).toBe("UNKNOWN_LINK");
    now = NOW + 7 * DAY;
    expect((await accept(second!)).body.code).toBe("UNKNOWN_LINK");
  });

  test("that no mail server takes along is shown to whoever invites", async () => {
    await person("unreached");
    await person("no-mail", { mail: null });
    sending = { state: "captured" };
    const captured = await api("POST", `${ORG}/invitations`, { userPrincipalName: "unreached@contoso.example" });
    expect(captured.body).toMatchObject({
      state: "captured",
      link: expect.stringContaining("accept-invitation?token="),
    });
    sending = { state: "later", reason: "the server is away" };
    const later = await api("POST", `${ORG}/invitations`, { userPrincipalName: "unreached@contoso.example" });
    expect(later.body).toMatchObject({ state: "later", reason: "the server is away", link: expect.any(String) });
    const nowhere = await api("POST", `${ORG}/invitations`, { userPrincipalName: "no-mail@contoso.example" });
    expect(nowhere.body).toMatchObject({ state: "no-address", sentTo: null, link: expect.any(String) });
  });

  test("to run the installation is the operator's to give", async () => {
    const invited = await api("POST", "/v1/invitations", { email: "Ops@Talktime.example", preferredLanguage: "en" });
    expect(invited.body).toMatchObject({ email: "ops@talktime.example", state: "sent" });
    expect(mails[0]!.subject).toBe("You can sign in to Communications Credits");
    await open("/v1/invitations/accept", { token: tokenIn(mails[0]!.text), password: PASSWORD });
    const answer = await signIn("ops@talktime.example", PASSWORD);
    expect(answer.body).toMatchObject({ operator: true, organization: null });
    const inside = await api("POST", `${ORG}/invitations`, { email: "ops@talktime.example" });
    expect(inside.body.code).toBe("UNKNOWN_USER");
  });

  test.each([
    ["nobody of the directory", { email: "stranger@mail.example" }, 404, "UNKNOWN_USER"],
    ["nobody at all", {}, 400, "INVALID_REQUEST"],
    ["an attendant", { userPrincipalName: "attendant@contoso.example" }, 400, "INVALID_REQUEST"],
    [
      "somebody with a role that is none",
      { userPrincipalName: "late@contoso.example", roles: ["King"] },
      400,
      "INVALID_REQUEST",
    ],
  ])("to %s is refused", async (_whom, body, status, code) => {
    await person("attendant", { kind: "resource-account" });
    await person("late");
    expect(await api("POST", `${ORG}/invitations`, body)).toMatchObject({ status, body: { code } });
    expect(mails).toEqual([]);
  });
});

describe("nobody gets more rights than they have to give", () => {
  let helper: Browser;
  beforeAll(async () => {
    await person("boss", { roles: ["Global Administrator"] });
    await person("helper", { roles: ["User Administrator"] });
    await person("clerk", { roles: ["License Administrator"] });
    helper = await signedIn(server, await makeAccount(server, accountOf("helper")));
  });
  const boss = `${ORG}/users/boss@contoso.example`;
  test.each<[string, "PUT" | "POST" | "DELETE", string, object | undefined, number]>([
    [
      "gives itself the role of a Global Administrator",
      "PUT",
      `${ORG}/users/helper@contoso.example`,
      { roles: ["Global Administrator"] },
      403,
    ],
    [
      "makes a new Global Administrator",
      "PUT",
      `${ORG}/users/new@contoso.example`,
      { displayName: "New", kind: "person", usageLocation: "US", licenses: [], roles: [GLOBAL_ADMINISTRATOR] },
      403,
    ],
    ["takes the role from one", "PUT", boss, { roles: [] }, 403],
    ["changes the address of one", "PUT", boss, { mail: "helper@mail.example" }, 403],
    ["invites one anew", "POST", `${ORG}/invitations`, { email: "boss@mail.example" }, 403],
    [
      "invites somebody as one",
      "POST",
      `${ORG}/invitations`,
      { email: "clerk@mail.example", roles: ["Global Administrator"] },
      403,
    ],
    [
      "changes a dial-out policy",
      "PUT",
      `${ORG}/users/clerk@contoso.example`,
      { dialOutPolicy: "DialoutCPCandPSTNDomestic" },
      403,
    ],
    ["gives licences to one", "PUT", boss, { licenses: ["MCOPSTNC"] }, 200],
    ["sends one back as they are", "PUT", boss, { displayName: "boss", roles: ["Global Administrator"] }, 200],
    [
      "gives a role with less",
      "PUT",
      `${ORG}/users/clerk@contoso.example`,
      { roles: ["License Administrator", "Helpdesk Administrator"] },
      200,
    ],
    ["invites somebody with less", "POST", `${ORG}/invitations`, { email: "clerk@mail.example" }, 201],
  ])("a User Administrator who %s: %s %s", async (_what, method, path, body, status) => {
    expect(await helper.ask(method, path, body)).toMatchObject({ status });
  });
});

describe("a forgotten password", () => {
  test("is replaced by a mail that works once; whoever was signed in is signed out", async () => {
    await person("forgetful");
    const id = await makeAccount(server, { ...accountOf("forgetful"), passwordHash });
    const thief = await signedIn(server, id);
    expect((await open("/v1/password-resets", { email: "Forgetful@contoso.example" })).body).toEqual({
      state: "asked",
    });
    await expect.poll(() => mails.length).toBe(1);
    expect(mails[0]!.to.address).toBe("forgetful@mail.example");
    const token = tokenIn(mails[0]!.text);
    expect((await open("/v1/invitations/accept", { token, password: PASSWORD })).status, "another purpose").toBe(404);
    const accept = () => open("/v1/password-resets/accept", { token, password: "a brand new password" });
    expect((await accept()).status).toBe(200);
    expect((await accept()).body.code).toBe("UNKNOWN_LINK");
    expect((await thief.ask("GET", "/v1/session")).status).toBe(401);
    expect((await signIn("forgetful@contoso.example", "a brand new password")).status).toBe(200);
  });

  test("of nobody is answered alike, and not asked for without end", async () => {
    const ask = () => open("/v1/password-resets", { email: "nobody@contoso.example" });
    expect(await ask()).toMatchObject({ status: 202, body: { state: "asked" } });
    await ask();
    expect((await ask()).status).toBe(202);
    expect(await ask()).toMatchObject({ status: 429, headers: { "retry-after": "120" } });
    expect(mails).toEqual([]);
  });
});

test("a password is changed by whoever knows it; other sessions end", async () => {
  await person("changer");
  const id = await makeAccount(server, { ...accountOf("changer"), passwordHash });
  const [here, there] = [await signedIn(server, id), await signedIn(server, id)];
  const change = (currentPassword: string, newPassword: string) =>
    here.ask("POST", "/v1/session/password", { currentPassword, newPassword });
  expect((await change("not my password", "a new long password")).body.errors[0].pointer).toBe("/currentPassword");
  expect((await change(PASSWORD, "short")).body.errors[0].pointer).toBe("/newPassword");
  expect((await change(PASSWORD, "a new long password")).status).toBe(204);
  expect((await here.ask("GET", "/v1/session")).status).toBe(200);
  expect((await there.ask("GET", "/v1/session")).status).toBe(401);
});

describe("the second step", () => {
  const codeOf = (secret: string): string =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now });
  let me: Browser;
  let secret: string;
  let recoveryCodes: string[];

  beforeAll(async () => {
    await person("careful");
    me = await signedIn(server, await makeAccount(server, { ...accountOf("careful"), passwordHash }));
    const begun = (await me.ask("POST", "/v1/session/totp")).body as { secret: string; otpauthUri: string };
    secret = begun.secret;
    expect(begun.otpauthUri).toMatch(/^otpauth:\/\/totp\/Talktime:careful%40contoso\.example\?issuer=Talktime&secret=/);
    expect((await signIn("careful@contoso.example", PASSWORD)).status, "before it is confirmed").toBe(200);
    expect((await me.ask("POST", "/v1/session/totp/confirm", { code: "000000" })).status).toBe(400);
    const on = await me.ask("POST", "/v1/session/totp/confirm", { code: codeOf(secret) });
    recoveryCodes = (on.body as { recoveryCodes: string[] }).recoveryCodes;
    expect(new Set(recoveryCodes).size).toBe(10);
  });
  const login = (code?: string) => signIn("careful@contoso.example", PASSWORD, code);

  test("is asked for once the password was right, and no code is taken twice", async () => {
    expect(await login()).toMatchObject({ status: 401, body: { code: "CODE_NEEDED" } });
    expect((await login(codeOf(secret))).body.code, "the code that confirmed it").toBe("SIGN_IN_FAILED");
    now = NOW + 60_000;
    const code = codeOf(secret);
    const answer = await login(code);
    expect(answer.body).toMatchObject({ twoSteps: true });
    expect((await login(code)).body.code, "overheard").toBe("SIGN_IN_FAILED");
    expect((await signIn("careful@contoso.example", "wrong", codeOf(secret))).body.code).toBe("SIGN_IN_FAILED");
  });

  test("can not be guessed by whoever knows the password", async () => {
    const tries: number[] = [];
    for (let i = 0; i < 4; i++) tries.push((await login()).status, (await login("123456")).status);
    expect(tries).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
  });

  test("lets a recovery code in, once", async () => {
    expect((await login(recoveryCodes[0]!.toLowerCase())).status).toBe(200);
    expect((await login(recoveryCodes[0])).status).toBe(401);
  });

  test("is kept encrypted, and ends with the password", async () => {
    const { rows } = await server.engine.pool.query("SELECT * FROM sign_in_account WHERE totp_on");
    const kept = JSON.stringify(rows, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
    for (const shown of [secret, ...recoveryCodes]) expect(kept).not.toContain(shown);
    expect((await me.ask("POST", "/v1/session/totp")).body.code).toBe("SECOND_STEP_ON");
    expect((await me.ask("POST", "/v1/session/totp/disable", { password: "wrong" })).status).toBe(400);
    expect((await me.ask("POST", "/v1/session/totp/disable", { password: PASSWORD })).status).toBe(204);
    expect((await login()).status).toBe(200);
  });
});

test("an account that is removed signs in no more, its sessions end, and it may be invited again", async () => {
  await person("leaver");
  const me = await signedIn(server, await makeAccount(server, { ...accountOf("leaver"), passwordHash }));
  expect((await api("DELETE", `${ORG}/sign-in-accounts/leaver@contoso.example`)).status).toBe(204);
  expect((await me.ask("GET", "/v1/session")).status).toBe(401);
  expect((await signIn("leaver@contoso.example", PASSWORD)).status).toBe(401);
  expect((await api("DELETE", `${ORG}/sign-in-accounts/leaver@contoso.example`)).body.code).toBe(
    "UNKNOWN_SIGN_IN_ACCOUNT",
  );
  expect((await api("POST", `${ORG}/invitations`, { email: "leaver@contoso.example" })).status).toBe(201);
});

test("the sample's accounts: a password made up once, one of the settings at every start", async () => {
  await person("admin", { roles: ["Global Administrator"] });
  expect(await keepSampleAccounts(server.engine, undefined), "no sample, no accounts").toBe(null);
  await markDone(server.engine.pool, "sample");
  const madeUp = await keepSampleAccounts(server.engine, undefined);
  const admin = await signIn("admin@contoso.example", madeUp!);
  expect(admin.body).toMatchObject({ organization: "contoso", roles: ["Global Administrator"], operator: false });
  expect(await keepSampleAccounts(server.engine, undefined), "told once").toBe(null);
  await keepSampleAccounts(server.engine, "secret");
  const operator = await signIn("operator@talktime.example", "secret");
  expect(operator.body).toMatchObject({ organization: null, operator: true });
  const { ask } = await browser(server, String(operator.headers["set-cookie"]).split(";", 1)[0]!);
  expect((await ask("GET", `${ORG}/credits`)).status).toBe(200);
});
