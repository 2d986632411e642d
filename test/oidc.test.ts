import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type IdentityProvider, startIdentityProvider } from "./support/identity-provider.ts";
import { type Answer, makeOrganization, startServer, type TestServer } from "./support/server.ts";

const HOME = "https://talktime.example";
const TENANT = "b0958e96-13a7-5300-92f9-f29fc36ead11";
const OBJECT = "cefbd65e-8a08-524e-8773-3740280b8da4";
const BILLING_TEMPLATE = "b0f54661-2d74-4c50-afa3-1ec803f12efe";
let server: TestServer;
let api: TestServer["api"];
let provider: IdentityProvider;

beforeAll(async () => {
  const client = { id: "talktime", secret: "secret-of-the-registration" };
  provider = await startIdentityProvider({ ...client, redirectUri: `${HOME}/auth/oidc/callback` });
  server = await startServer({
    environment: {
      TALKTIME_PUBLIC_URL: HOME,
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: client.id,
      OIDC_CLIENT_SECRET: client.secret,
      OIDC_NAME: "Contoso",
      OIDC_ROLE_MAP: "group-of-finance=Billing Administrator;group-of-readers=Global Reader",
      OIDC_OPERATOR_ROLE: "Talktime.Operator",
    },
  });
  api = server.api;
  await makeOrganization(server, "contoso", { licenses: [], tenantId: TENANT });
  await makeOrganization(server, "fabrikam", { licenses: [] });
  const user = { kind: "person", usageLocation: "US", licenses: [] };
  await api("PUT", "/v1/organizations/contoso/users/ann@contoso.example", {
    ...user,
    displayName: "Ann Adams",
    objectId: OBJECT,
    roles: ["Teams Administrator"],
  });
  await api("PUT", "/v1/organizations/fabrikam/users/fay@fabrikam.example", { ...user, displayName: "Fay" });
});
afterAll(async () => {
  await server.close();
  await provider.close();
});

const get = (path: string, cookie = ""): Promise<Answer> =>
  api("GET", path, undefined, { key: null, headers: cookie === "" ? {} : { cookie } });
const cookiesOf = ({ headers }: Answer): string[] => [headers["set-cookie"] ?? []].flat();
const cookieOf = (answer: Answer, name: string): string =>
  cookiesOf(answer)
    .find((cookie) => cookie.startsWith(`${name}=`))
    ?.split(";", 1)[0] ?? "";
const location = ({ headers }: Answer): string => String(headers.location);

interface Begun {
  address: string;
  cookie: string;
}
const begin = async (returnTo = "/"): Promise<Begun> => {
  const started = await get(`/auth/oidc/start?returnTo=${encodeURIComponent(returnTo)}`);
  expect(started.status, JSON.stringify(started.body)).toBe(303);
  return { address: location(started), cookie: cookieOf(started, "talktime_oidc") };
};
/** What the callback of our own is asked for. */
const backFrom = async (address: string): Promise<string> => (await provider.signIn(address)).slice(HOME.length);

async function signInAs(person: Record<string, unknown>, returnTo?: string): Promise<Answer> {
  provider.person = person;
  const { address, cookie } = await begin(returnTo);
  return get(await backFrom(address), cookie);
}
const whoIs = async (answer: Answer) => (await get("/v1/session", cookieOf(answer, "talktime_session"))).body as object;

describe("signing in with an identity provider", () => {
  test("goes there with PKCE, state and nonce, and comes back to the page that was asked for", async () => {
    expect((await get("/v1/sign-in-options")).body.oidc).toEqual({ name: "Contoso", startUrl: "/auth/oidc/start" });
    const started = await get("/auth/oidc/start");
    const asked = new URL(location(started)).searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({
      response_type: "code",
      code_challenge_method: "S256",
      redirect_uri: `${HOME}/auth/oidc/callback`,
      state: expect.stringMatching(/.{20}/),
      nonce: expect.stringMatching(/.{20}/),
    });
    expect(cookiesOf(started)[0]).toMatch(/; Path=\/auth\/oidc; HttpOnly; Secure; SameSite=Lax$/);
    expect(cookiesOf(started)[0], "what is remembered is encrypted").not.toContain(asked.get("nonce"));
    const answer = await signInAs({ preferred_username: "Ann@Contoso.example" }, "/reports/usage/pstn?month=2026-11");
    expect([answer.status, location(answer)]).toEqual([303, "/reports/usage/pstn?month=2026-11"]);
    expect(await whoIs(answer)).toMatchObject({
      email: "ann@contoso.example",
      displayName: "Ann Adams",
      organization: "contoso",
      roles: ["Teams Administrator"],
    });
    const log = await server.api("GET", "/v1/organizations/contoso/audit-log?limit=1");
    expect(log.body.items).toMatchObject([{ name: "ann@contoso.example", words: "Signed in with Contoso" }]);
  });

  test.each<[string, Record<string, unknown>, object]>([
    [
      "by the object id, in the organisation of the tenant",
      { tid: TENANT, oid: OBJECT },
      { email: "ann@contoso.example" },
    ],
    [
      "by a mail address that is verified",
      { email: "fay@fabrikam.example", email_verified: true },
      { organization: "fabrikam" },
    ],
    [
      "with a role of the provider besides those of the directory",
      { preferred_username: "ann@contoso.example", roles: ["group-of-finance"] },
      { roles: ["Teams Administrator", "Billing Administrator"] },
    ],
    [
      "of the tenant, outside of the directory, by the role alone",
      { tid: TENANT, preferred_username: "new@contoso.example", name: "New Hire", roles: [BILLING_TEMPLATE] },
      { organization: "contoso", roles: ["Billing Administrator"], displayName: "New Hire" },
    ],
    [
      "as operator",
      { preferred_username: "ops@talktime.example", roles: ["Talktime.Operator"] },
      { operator: true, organization: null },
    ],
  ])("knows a person %s", async (_how, person, expected) => {
    expect(await whoIs(await signInAs(person))).toMatchObject(expected);
  });

  test.each<[string, Record<string, unknown>]>([
    ["nobody of any directory", { preferred_username: "stranger@nowhere.example", roles: ["group-of-readers"] }],
    ["whoever has a mail address that nobody verified", { email: "fay@fabrikam.example", email_verified: false }],
    [
      "a person of the directory from another tenant",
      { tid: "another-tenant", preferred_username: "ann@contoso.example" },
    ],
    ["a person of another organisation than the tenant's", { tid: TENANT, preferred_username: "fay@fabrikam.example" }],
    ["somebody of the tenant without a role", { tid: TENANT, preferred_username: "intern@contoso.example" }],
    [
      "an operator of a customer's making",
      { tid: "another-tenant", preferred_username: "x@y.example", roles: ["Talktime.Operator"] },
    ],
  ])("refuses %s", async (_whom, person) => {
    const answer = await signInAs(person);
    expect(location(answer)).toBe("/sign-in?error=OIDC_UNKNOWN_PERSON");
    expect(cookieOf(answer, "talktime_session")).toBe("");
  });
});

describe("a sign-in that was tampered with is refused:", () => {
  const refused = (answer: Answer): void => {
    expect([answer.status, location(answer)]).toEqual([303, "/sign-in?error=OIDC_FAILED"]);
    expect(cookieOf(answer, "talktime_session")).toBe("");
  };
  beforeAll(() => {
    provider.person = { preferred_username: "ann@contoso.example" };
  });

  test("another state", async () => {
    const { address, cookie } = await begin();
    const back = await backFrom(address);
    refused(await get(back.replace(/state=[^&]+/, "state=planted"), cookie));
  });

  test("another nonce", async () => {
    const { address, cookie } = await begin();
    refused(await get(await backFrom(address.replace(/nonce=[^&]+/, "nonce=planted")), cookie));
  });

  test("another browser, which has begun nothing, or something else", async () => {
    const victim = await begin();
    const attacker = await begin();
    const back = await backFrom(attacker.address);
    refused(await get(back));
    refused(await get(back, victim.cookie));
    refused(await get(back, "talktime_oidc=made-up"));
  });

  test("the same code again", async () => {
    const { address, cookie } = await begin();
    const back = await backFrom(address);
    expect(location(await get(back, cookie))).toBe("/");
    refused(await get(back, cookie));
  });

  test.each([
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "evil",
    "/ok\\..\\x",
    "/\t/evil.example",
  ])("a way back to %j", async (returnTo) => {
    const answer = await get(`/auth/oidc/start?returnTo=${encodeURIComponent(returnTo)}`);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ in: "query", pointer: "/returnTo" }] } });
  });
});
