/** The Graph-shaped API: what the tools of Microsoft 365 ask, and in which shape they get it. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeOrganization, OPERATOR_KEY, startServer, type TestServer } from "./support/server.ts";
import { makeCalls, NOW } from "./support/usage.ts";

const MISSING = "00000000-0000-4000-8000-000000000000";
const PUBLIC_URL = "https://talk.example";
const CERTIFICATE = join(import.meta.dirname, "support", "tls", "cert.pem");

let server: TestServer;
let api: TestServer["api"];
let now = NOW;
/** Of contoso. */
const keys = { admin: "", read: "", switch: "" };
const ids = { ...keys };

beforeAll(async () => {
  server = await startServer({
    now: () => now,
    environment: {
      TALKTIME_PUBLIC_URL: PUBLIC_URL,
      TALKTIME_TLS_CERT: CERTIFICATE,
      TALKTIME_TLS_KEY: join(import.meta.dirname, "support", "tls", "key.pem"),
    },
  });
  api = server.api;
  await makeCalls(server, (at) => (now = at));
  await makeOrganization(server, "fabrikam", { licenses: [] });
  for (const scope of ["admin", "read", "switch"] as const) {
    const made = await api("POST", "/v1/api-keys", { name: scope, scopes: [scope], organization: "contoso" });
    keys[scope] = made.body.key;
    ids[scope] = made.body.id;
  }
}, 60_000);
afterAll(() => server.close());

/** `key` null: none. */
const graph = (path: string, { key = keys.read, headers = {} }: { key?: string | null; headers?: object } = {}) =>
  api("GET", `/graph/v1.0${path}`, undefined, { key, headers: headers as Record<string, string> });
const records = "/communications/callRecords";
const OCTOBER_ON = "(fromDateTime=2026-10-01,toDateTime=2026-11-22)";

describe("getPstnCalls", () => {
  test("has the properties, types and quirks of Graph", async () => {
    const { status, body } = await graph(`${records}/getPstnCalls(fromDateTime=2026-11-22,toDateTime=2026-11-22)`);
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body["@odata.context"]).toBe(
      "https://talk.example/graph/v1.0/$metadata#Collection(microsoft.graph.callRecords.pstnCallLogRow)",
    );
    expect(body["@odata.count"]).toBe(3);
    expect(body["@odata.nextLink"]).toBeUndefined();
    expect(body.value.map((row: { callId: string }) => row.callId)).toEqual(["ben", "night", "queue"]);
    expect(body.value[1]).toEqual({
      id: expect.stringMatching(/^74616c6b-7469-8d65-8000-[0-9a-f]{12}$/),
      callId: "night",
      userId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      userPrincipalName: "ann@contoso.example",
      userDisplayName: "Ann",
      callType: "user_out",
      callerNumber: "+12065550101",
      calleeNumber: "+442079460100",
      startDateTime: "2026-11-22T02:00:00.0000000Z",
      endDateTime: "2026-11-22T02:02:01.0000000Z",
      duration: 121,
      charge: 0.065,
      connectionCharge: 0.02,
      currency: "USD",
      usageCountryCode: "US",
      tenantCountryCode: "US",
      destinationContext: "International",
      destinationName: "United Kingdom",
      conferenceId: null,
      licenseCapability: "MCOPSTNPP",
      inventoryType: "Subscriber",
      operator: "Microsoft",
      callDurationSource: "microsoft",
    });
  });

  test("a call of a queue is nobody's, and one that comes in has no destination context", async () => {
    const { body } = await graph(`${records}/getPstnCalls(fromDateTime=2026-11-22,toDateTime=2026-11-22)`);
    expect(body.value[2]).toMatchObject({
      ...{ callType: "ucap_in", userId: null, userPrincipalName: null, userDisplayName: null },
      ...{ destinationContext: null, inventoryType: "TollFree", usageCountryCode: null },
    });
  });

  test.each([
    ["dates, the last day whole", "(fromDateTime=2026-11-20,toDateTime=2026-11-22)", "meeting pool ben night queue"],
    ["quoted", "(fromDateTime='2026-11-20',toDateTime='2026-11-22')", "meeting pool ben night queue"],
    ["encoded", "%28fromDateTime%3D2026-11-20%2CtoDateTime%3D2026-11-22%29", "meeting pool ben night queue"],
    ["with a space", "(fromDateTime=2026-11-20,%20toDateTime=2026-11-22)", "meeting pool ben night queue"],
    ["the other way round", "(toDateTime=2026-11-20,fromDateTime=2026-11-20)", "meeting"],
    ["both ends count", "(fromDateTime=2026-11-22T00:00:00Z,toDateTime=2026-11-22T02:00:00.0000000Z)", "ben night"],
    ["with an offset", "(fromDateTime=2026-11-22T09:00:00%2B09:00,toDateTime=2026-11-22T10:00:00+09:00)", "ben"],
    ["nothing", "(fromDateTime=2026-11-23,toDateTime=2026-11-23)", ""],
  ])("asked for %s: %s", async (_how, period, callIds) => {
    for (const name of ["getPstnCalls", "microsoft.graph.callRecords.getPstnCalls"]) {
      const { status, body } = await graph(`${records}/${name}${period}`);
      expect(status, JSON.stringify(body)).toBe(200);
      expect(body.value.map((row: { callId: string }) => row.callId).join(" ")).toBe(callIds);
    }
  });

  test.each([
    ["more than 90 days", "(fromDateTime=2026-08-01,toDateTime=2026-10-31)", "longer than 90 days"],
    ["an end before the beginning", "(fromDateTime=2026-11-02,toDateTime=2026-11-01)", "after toDateTime"],
    ["no end", "(fromDateTime=2026-11-02)", "Ask with"],
    ["no parameters", "()", "Ask with"],
    ["something else besides", "(fromDateTime=2026-11-01,toDateTime=2026-11-02,user=ann)", "Ask with"],
    ["one of them twice", "(fromDateTime=2026-11-01,fromDateTime=2026-11-02)", "Ask with"],
    ["a day that is none", "(fromDateTime=2026-02-30,toDateTime=2026-03-02)", "fromDateTime"],
    ["words", "(fromDateTime=yesterday,toDateTime=2026-03-02)", "fromDateTime"],
    ["a filter", "(fromDateTime=2026-11-01,toDateTime=2026-11-02)?$filter=charge%20gt%200", "$filter"],
    ["a link that is none", "(fromDateTime=2026-11-01,toDateTime=2026-11-02)?$skiptoken=abc", "$skiptoken"],
  ])("%s is refused", async (_what, period, message) => {
    const { status, body, headers } = await graph(`${records}/getPstnCalls${period}`);
    expect(status).toBe(400);
    expect(headers["content-type"]).toMatch(/^application\/json/);
    expect(body).toEqual({
      error: {
        code: "invalidRequest",
        message: expect.stringContaining(message),
        innerError: {
          code: "INVALID_REQUEST",
          date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
          "request-id": headers["request-id"],
        },
      },
    });
  });

  test("90 days are not too many", async () => {
    expect((await graph(`${records}/getPstnCalls(fromDateTime=2026-08-01,toDateTime=2026-10-30)`)).status).toBe(200);
  });

  test("the links lead through every call once, on the public address", async () => {
    const seen: string[] = [];
    let path: string | undefined = `${records}/getPstnCalls${OCTOBER_ON}?$top=3`;
    for (let pages = 0; path !== undefined; pages++) {
      expect(pages).toBeLessThan(5);
      const { body }: Awaited<ReturnType<typeof graph>> = await graph(path);
      expect(body["@odata.count"]).toBe(body.value.length);
      seen.push(...body.value.map((row: { callId: string }) => row.callId));
      const link: string | undefined = body["@odata.nextLink"];
      if (link !== undefined) expect(link).toMatch(/^https:\/\/talk\.example\/graph\/v1\.0\/communications\//);
      path = link?.slice("https://talk.example/graph/v1.0".length);
    }
    expect(seen.join(" ")).toBe("day cuba meeting pool ben night queue");
  });

  test("an organisation in Germany does not see the last three digits of numbers outside", async () => {
    const headers = { "x-organization": "kontoso" };
    const { body } = await graph(`${records}/getPstnCalls${OCTOBER_ON}`, { key: OPERATOR_KEY, headers });
    const [out, into] = body.value;
    expect([out.callerNumber, out.calleeNumber]).toEqual(["+4930901820", "+442079460***"]);
    expect([into.callerNumber, into.calleeNumber]).toEqual(["+49301234***", "+498001234567"]);
  });
});

test("getDirectRoutingCalls has the properties, types and quirks of Graph, and an exclusive end", async () => {
  const period = "(fromDateTime=2026-11-20T10:00:00Z,toDateTime=2026-11-20T11:00:00Z)";
  const { status, body } = await graph(`${records}/getDirectRoutingCalls${period}`);
  expect(status, JSON.stringify(body)).toBe(200);
  expect(body["@odata.context"]).toMatch(/#Collection\(microsoft\.graph\.callRecords\.directRoutingLogRow\)$/);
  expect(body.value).toEqual([
    {
      id: expect.stringMatching(/^74616c6b-/),
      correlationId: "0f0e0d0c-0b0a-4908-8706-050403020100",
      userId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      userPrincipalName: "ann@contoso.example",
      userDisplayName: "Ann",
      callType: "ByotOut",
      callerNumber: "+12065550190",
      calleeNumber: "+819012345678",
      inviteDateTime: "2026-11-20T10:00:00.0000000Z",
      startDateTime: "2026-11-20T10:00:10.0000000Z",
      failureDateTime: "0001-01-01T00:00:00Z",
      endDateTime: "2026-11-20T10:10:10.0000000Z",
      duration: 610,
      successfulCall: true,
      mediaPathLocation: "EUWE",
      signalingLocation: "EUNO",
      mediaBypassEnabled: true,
      finalSipCode: 200,
      callEndSubReason: 0,
      finalSipCodePhrase: "OK",
      trunkFullyQualifiedDomainName: "sbc1.contoso.example",
    },
  ]);
  const { body: attempts } = await graph(
    `${records}/getDirectRoutingCalls(fromDateTime=2026-11-20T11:00:00Z,toDateTime=2026-11-21)`,
  );
  expect(attempts.value).toMatchObject([
    { successfulCall: false, finalSipCode: 486, failureDateTime: "2026-11-20T11:00:00.0000000Z" },
  ]);
});

describe("whose calls", () => {
  const path = `${records}/getPstnCalls${OCTOBER_ON}`;
  const own = { "x-organization": "contoso" };
  const other = { "x-organization": "fabrikam" };

  test.each<[string, () => string | null, object, number, string | undefined]>([
    ["nobody", () => null, {}, 401, "unauthenticated"],
    ["somebody unknown", () => "wrong-key-0123456789012345678901234", {}, 401, "unauthenticated"],
    ["a switch", () => keys.switch, {}, 403, "accessDenied"],
    ["a key of the organisation", () => keys.read, {}, 200, undefined],
    ["one that names its own", () => keys.read, own, 200, undefined],
    ["one that names another", () => keys.read, other, 404, "itemNotFound"],
    ["an operator who names none", () => OPERATOR_KEY, {}, 404, "itemNotFound"],
    ["an operator who names one", () => OPERATOR_KEY, own, 200, undefined],
    ["an operator who names none that is there", () => OPERATOR_KEY, { "x-organization": "acme" }, 404, "itemNotFound"],
  ])("%s", async (_who, key, headers, status, code) => {
    const answer = await graph(path, { key: key(), headers });
    expect(answer.status, JSON.stringify(answer.body)).toBe(status);
    expect(answer.body.error?.code).toBe(code);
  });

  test("what is not there says so in Graph's shape, to whoever has a key", async () => {
    expect((await graph("/nothing")).body.error.code).toBe("itemNotFound");
    expect((await graph("/nothing", { key: null })).body.error.code).toBe("unauthenticated");
    const { body } = await api("DELETE", `/graph/v1.0${path}`, undefined, { key: keys.read });
    expect(body.error.code).toBe("notAllowed");
  });
});

describe("subscribedSkus", () => {
  const MCOPSTNC = "47794cd0-f0e5-45c5-9033-2eb6b5fc84e0";

  test("tell what is bought and held, the credits without limit", async () => {
    const { body } = await graph("/subscribedSkus");
    const tenant = body.value[0].accountId;
    expect(body.value.map((sku: { skuPartNumber: string }) => sku.skuPartNumber)).toEqual([
      ...["MCOEV", "MCOMEETADV", "MCOPSTN1", "MCOPSTNC", "MCOPSTNPP"],
    ]);
    expect(body.value[3]).toEqual({
      id: `${tenant}_${MCOPSTNC}`,
      accountId: tenant,
      accountName: "contoso",
      appliesTo: "User",
      capabilityStatus: "Enabled",
      consumedUnits: 2,
      prepaidUnits: { enabled: 10_000_000, suspended: 0, warning: 0, lockedOut: 0, unlimited: true },
      servicePlans: [
        {
          servicePlanId: "505e180f-f7e0-4b65-91d4-00d670bbd18c",
          servicePlanName: "MCOPSTNC",
          provisioningStatus: "Success",
          appliesTo: "User",
        },
      ],
      skuId: MCOPSTNC,
      skuPartNumber: "MCOPSTNC",
      subscriptionIds: [expect.stringMatching(/^[0-9a-f-]{36}$/)],
    });
    expect(body.value[2]).toMatchObject({ consumedUnits: 3, prepaidUnits: { enabled: 10, unlimited: false } });
    const one = await graph(`/subscribedSkus/${tenant}_${MCOPSTNC}?$select=skuPartNumber,consumedUnits`);
    expect(one.body).toEqual({
      "@odata.context": `${PUBLIC_URL}/graph/v1.0/$metadata#subscribedSkus/$entity`,
      skuPartNumber: "MCOPSTNC",
      consumedUnits: 2,
    });
  });

  test.each([
    ["/subscribedSkus/nothing", 404, "itemNotFound"],
    ["/subscribedSkus?$select=price", 400, "invalidRequest"],
    ["/subscribedSkus?$filter=consumedUnits%20gt%201", 400, "invalidRequest"],
  ])("%s is refused", async (path, status, code) => {
    const answer = await graph(path);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  });
});

describe("users", () => {
  const MCOEV = "e43b5b99-8dfb-405f-9987-dc307f34bcbd";
  const MCOPSTNC = "47794cd0-f0e5-45c5-9033-2eb6b5fc84e0";
  const MCOPSTN2 = "d3b4fe1f-9992-4930-8acb-ca6ec609365e";
  const namesOf = (body: { value: { userPrincipalName: string }[] }): string =>
    body.value.map(({ userPrincipalName }) => userPrincipalName.split("@")[0]).join(" ");
  const assign = (user: string, addLicenses: string[], removeLicenses: string[] = []) =>
    api(
      "POST",
      `/graph/v1.0/users/${user}/assignLicense`,
      { addLicenses: addLicenses.map((skuId) => ({ skuId, disabledPlans: [] })), removeLicenses },
      { key: keys.admin },
    );

  test.each([
    ["", "ann ben cy"],
    ["$filter=startswith(displayName,'be')", "ben"],
    ["$filter=userPrincipalName eq 'CY@contoso.example'", "cy"],
    ["$filter=startswith(userPrincipalName,'c') and usageLocation eq 'US'", "cy"],
    [`$filter=assignedLicenses/any(x:x/skuId eq ${MCOPSTNC})`, "ann ben"],
    ["$filter=mail eq 'nobody''s@contoso.example'", ""],
  ])("that %s finds: %s", async (query, found) => {
    const { status, body } = await graph(`/users?${encodeURI(query)}`);
    expect(status, JSON.stringify(body)).toBe(200);
    expect(namesOf(body)).toBe(found);
  });

  test("come in pages, with the properties that were asked for", async () => {
    const { body } = await graph("/users?$top=2&$select=id,userPrincipalName");
    expect(body.value.map(Object.keys)).toEqual([
      ["id", "userPrincipalName"],
      ["id", "userPrincipalName"],
    ]);
    const next = await graph(body["@odata.nextLink"].slice(`${PUBLIC_URL}/graph/v1.0`.length));
    expect(namesOf(next.body)).toBe("cy");
    expect(Object.keys(next.body.value[0])).toEqual(["id", "userPrincipalName"]);
    expect(next.body["@odata.nextLink"]).toBeUndefined();
  });

  test("are found by id or principal name", async () => {
    const { body } = await graph("/users/ANN@contoso.example");
    expect(body).toMatchObject({ displayName: "Ann", usageLocation: "US", department: "sales" });
    expect(body.businessPhones).toContain("+12065550101");
    expect(body.assignedLicenses).toContainEqual({ skuId: MCOPSTNC, disabledPlans: [] });
    expect((await graph(`/users/${body.id}`)).body).toEqual(body);
    expect((await graph("/users/dora@kontoso.example")).body.error.code).toBe("itemNotFound");
  });

  test("a licence that is given counts for the next call, and one that is taken no more", async () => {
    const call = async (callId: string): Promise<number> =>
      (
        await api("POST", "/v1/calls", {
          callId,
          user: "cy@contoso.example",
          from: "+12065550103",
          to: "+442079460100",
        })
      ).status;
    now = NOW + 86_400_000; // the calls are not among those that other tests look at
    const { status, body } = await assign("cy@contoso.example", [MCOPSTNC]);
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.assignedLicenses).toContainEqual({ skuId: MCOPSTNC, disabledPlans: [] });
    expect(body.assignedPlans).toContainEqual({
      assignedDateTime: null,
      capabilityStatus: "Enabled",
      service: "MicrosoftCommunicationsOnline",
      servicePlanId: "505e180f-f7e0-4b65-91d4-00d670bbd18c",
    });
    expect(await call("given")).toBe(201);
    await api("POST", "/v1/calls/given/release", { usedSeconds: 0 });
    expect((await assign("cy@contoso.example", [], [MCOPSTNC])).status).toBe(200);
    expect(await call("taken")).toBe(403);
    now = NOW;
  });

  test.each([
    ["more than are bought", "cy@contoso.example", [MCOPSTN2], [], 400, /No MCOPSTN2 is left: 0 bought/],
    ["a product that is none", "cy@contoso.example", [MCOPSTN2.replace("d3", "aa")], [], 400, /does not correspond/],
    ["to take what is not held", "cy@contoso.example", [], [MCOPSTNC], 400, /does not have a corresponding license/],
    ["to give and take the same", "ann@contoso.example", [MCOEV], [MCOEV], 400, /added and removed/],
    ["nobody's licences", "zoe@contoso.example", [MCOEV], [], 404, /no user zoe/],
  ])("%s is refused, and changes nothing", async (_what, user, add, remove, status, message) => {
    const before = await graph("/subscribedSkus");
    const answer = await assign(user, add, remove);
    expect(answer.status).toBe(status);
    expect(answer.body.error.message).toMatch(message);
    expect((await graph("/subscribedSkus")).body).toEqual(before.body);
  });

  test("to read is not enough to give", async () => {
    const path = "/graph/v1.0/users/cy@contoso.example/assignLicense";
    const { status } = await api("POST", path, { addLicenses: [{ skuId: MCOPSTNC }] }, { key: keys.read });
    expect(status).toBe(403);
  });
});

describe("directory roles", () => {
  const BILLING = "b0f54661-2d74-4c50-afa3-1ec803f12efe";
  beforeAll(() => api("PUT", "/v1/organizations/contoso/users/ben@contoso.example", { roles: [BILLING] }));

  test("are listed with who holds them", async () => {
    const { body } = await graph("/directoryRoles");
    expect(body.value).toContainEqual(
      expect.objectContaining({ id: BILLING, roleTemplateId: BILLING, displayName: "Billing Administrator" }),
    );
    for (const role of [BILLING, `roleTemplateId=${BILLING}`, `roleTemplateId%3D'${BILLING}'`]) {
      const { body: members } = await graph(`/directoryRoles/${role}/members?$select=userPrincipalName`);
      expect(members.value).toEqual([
        { "@odata.type": "#microsoft.graph.user", userPrincipalName: "ben@contoso.example" },
      ]);
    }
    expect((await graph(`/directoryRoles/${MISSING}/members`)).status).toBe(404);
  });

  test("are activated as often as one likes", async () => {
    for (let times = 0; times < 2; times++) {
      const { status, body } = await api(
        "POST",
        "/graph/v1.0/directoryRoles",
        { roleTemplateId: BILLING },
        { key: keys.admin },
      );
      expect([status, body.displayName]).toEqual([201, "Billing Administrator"]);
    }
    const { body } = await api("POST", "/graph/v1.0/directoryRoles", { roleTemplateId: MISSING }, { key: keys.admin });
    expect(body.error.code).toBe("invalidRequest");
  });
});

describe("the token endpoint", () => {
  const TENANT = "11111111-2222-4333-8444-555555555555";
  const granted = { grant_type: "client_credentials", scope: "https://graph.microsoft.com/.default" };
  const ask = (tenant: string, form: object, headers: Record<string, string> = {}) =>
    api("POST", `/graph/${tenant}/oauth2/v2.0/token`, new URLSearchParams({ ...form }).toString(), {
      key: null,
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    });
  const withKey = (more: object = {}) => ({ ...granted, client_id: ids.read, client_secret: keys.read, ...more });

  beforeAll(async () => {
    const { body } = await api("GET", "/v1/organizations/contoso");
    await api("PUT", "/v1/organizations/contoso", { ...body, id: undefined, createdAt: undefined, tenantId: TENANT });
  });

  test.each([
    ["the id of the organisation", "contoso"],
    ["its tenant id", TENANT],
    ["its tenant id in capitals", TENANT.toUpperCase()],
  ])("gives a token for a key, the tenant being %s", async (_what, tenant) => {
    const { status, body, headers } = await ask(tenant, withKey());
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body).toMatchObject({ token_type: "Bearer", expires_in: 3600, ext_expires_in: 3600 });
    expect(headers["cache-control"]).toBe("no-store");
    const { body: page } = await graph(`${records}/getPstnCalls${OCTOBER_ON}`, { key: body.access_token });
    expect(page["@odata.count"]).toBe(7);
  });

  test("takes the key by Basic too", async () => {
    const authorization = `Basic ${Buffer.from(`${ids.read}:${keys.read}`).toString("base64")}`;
    const { status, body } = await ask("contoso", granted, { authorization });
    expect(status, JSON.stringify(body)).toBe(200);
  });

  test("gives an operator a token of that organisation alone", async () => {
    const { body } = await ask("contoso", { ...granted, client_id: "operator", client_secret: OPERATOR_KEY });
    const key: string = body.access_token;
    expect((await api("GET", "/v1/organizations/contoso", undefined, { key })).status).toBe(200);
    expect((await api("GET", "/v1/organizations/fabrikam", undefined, { key })).status).toBe(404);
    expect((await api("GET", "/v1/organizations", undefined, { key })).status).toBe(403);
  });

  test.each([
    ["a wrong secret", "contoso", { client_secret: "wrong" }, 401, "invalid_client"],
    ["the secret of another key", "contoso", { client_id: "1" }, 401, "invalid_client"],
    ["no secret", "contoso", { client_secret: "" }, 401, "invalid_client"],
    ["another organisation", "fabrikam", {}, 400, "unauthorized_client"],
    ["an organisation that is not there", "acme", {}, 400, "unauthorized_client"],
    ["another grant", "contoso", { grant_type: "password" }, 400, "unsupported_grant_type"],
    ["a scope of its own", "contoso", { scope: "User.Read" }, 400, "invalid_scope"],
  ])("refuses %s in OAuth's shape", async (_what, tenant, more, status, error) => {
    const answer = await ask(tenant, withKey(more));
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ error, error_description: expect.any(String) });
  });

  test("refuses a form without a grant", async () => {
    expect((await ask("contoso", {})).body.error).toBe("invalid_request");
  });

  test("a token ends after an hour, and with its key", async () => {
    const made = await api("POST", "/v1/api-keys", { name: "short", scopes: ["read"], organization: "contoso" });
    const { body } = await ask("contoso", { ...granted, client_id: made.body.id, client_secret: made.body.key });
    const status = async () => (await graph(`${records}/getPstnCalls${OCTOBER_ON}`, { key: body.access_token })).status;
    now = NOW + 3_599_000;
    expect(await status()).toBe(200);
    now = NOW + 3_601_000;
    expect(await status()).toBe(401);
    now = NOW;
    expect(await status()).toBe(200);
    await api("DELETE", `/v1/api-keys/${made.body.id}`);
    now = NOW + 6_000; // a key that is revoked may be remembered for some seconds
    expect(await status()).toBe(401);
    now = NOW;
  });
});

describe("Microsoft's client, over https", () => {
  let base: string;
  beforeAll(async () => {
    base = (await server.listen()).replace("127.0.0.1", "localhost");
    server.engine.post.publicUrl = base;
  });
  afterAll(() => (server.engine.post.publicUrl = PUBLIC_URL));

  async function withClient(wanted: object) {
    const client = join(import.meta.dirname, "support", "graph-client.mjs");
    const asked = { base, tenant: "contoso", clientId: ids.admin, clientSecret: keys.admin, ...wanted };
    const { stdout } = await promisify(execFile)(process.execPath, [client, JSON.stringify(asked)], {
      env: { ...process.env, NODE_EXTRA_CA_CERTS: CERTIFICATE },
    });
    return JSON.parse(stdout) as { walked: { complete: boolean; ids: string[] }[]; posted: never[] };
  }

  test("walks all pages of the calls", async () => {
    const { walked } = await withClient({
      walk: [`${records}/getPstnCalls${OCTOBER_ON}?$top=2`, `${records}/getDirectRoutingCalls${OCTOBER_ON}?$top=1`],
    });
    expect(walked.map(({ complete, ids }) => [complete, ids.length, new Set(ids).size])).toEqual([
      [true, 7, 7],
      [true, 2, 2],
    ]);
  });

  test("walks users and roles, gives a licence, and understands a refusal", async () => {
    const skuId = "47794cd0-f0e5-45c5-9033-2eb6b5fc84e0";
    const path = "/users/cy@contoso.example/assignLicense";
    const { walked, posted } = await withClient({
      walk: ["/users?$top=2&$select=id", "/subscribedSkus?$select=id", "/directoryRoles"],
      post: [
        { path, body: { addLicenses: [{ skuId, disabledPlans: [] }], removeLicenses: [] } },
        { path, body: { addLicenses: [], removeLicenses: ["d3b4fe1f-9992-4930-8acb-ca6ec609365e"] } },
      ],
    });
    expect(walked.map(({ complete, ids }) => [complete, ids.length])).toEqual([
      [true, 3],
      [true, 5],
      [true, 21],
    ]);
    expect(posted).toMatchObject([
      {
        userPrincipalName: "cy@contoso.example",
        assignedLicenses: expect.arrayContaining([{ skuId, disabledPlans: [] }]),
      },
      { statusCode: 400, code: "invalidRequest", message: expect.stringContaining("corresponding license") },
    ]);
  });
});

test("talktime usage import --from-graph brings calls, people, licences and roles of a tenant", async () => {
  const base = (await baseOf(server)).replace("127.0.0.1", "localhost");
  server.engine.post.publicUrl = base;
  const other = await startServer({ now: () => now });
  try {
    await makeOrganization(other, "moved", { licenses: [] });
    const url = await baseOf(other);
    const talktime = async () => {
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [
          ...[
            "bin/talktime.mjs",
            "usage",
            "import",
            "--from-graph",
            "--organization",
            "moved",
            "--base",
            `${base}/graph`,
          ],
          ...["--tenant", "contoso", "--client-id", ids.read, "--url", url, "--key", OPERATOR_KEY],
          ...["--from", "2026-06-01", "--to", "2026-11-22T14:00:00Z"],
        ],
        { env: { ...process.env, GRAPH_CLIENT_SECRET: keys.read, NODE_EXTRA_CA_CERTS: CERTIFICATE } },
      );
      return JSON.parse(stdout);
    };
    expect(await talktime()).toMatchObject({
      subscriptions: { MCOEV: 10, MCOMEETADV: 10, MCOPSTN1: 10 },
      users: { rows: 3, created: 3 },
      leftOut: [],
      calls: { state: "ready", rowsRead: 10, added: 10, refusedCount: 0 },
    });
    const { body: ben } = await other.api("GET", "/v1/organizations/moved/users/ben@contoso.example");
    expect(ben).toMatchObject({
      ...{ displayName: "Ben", usageLocation: "US", roles: ["Billing Administrator"] },
      licenses: expect.arrayContaining(["MCOEV", "MCOPSTN1", "MCOPSTNC"]),
    });
    expect(await talktime()).toMatchObject({
      users: { rows: 3, created: 0, same: 3 },
      calls: { added: 0, alreadyThere: 10 },
    });
  } finally {
    server.engine.post.publicUrl = PUBLIC_URL;
    await other.close();
  }
}, 60_000);

async function baseOf({ app, listen }: TestServer): Promise<string> {
  const { port } = (app.server.address() ?? { port: undefined }) as { port?: number };
  return port === undefined ? listen() : `https://127.0.0.1:${port}`;
}
