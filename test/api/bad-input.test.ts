import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { makeOrganization, OPERATOR_KEY, startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
let api: TestServer["api"];
let address: string;
beforeAll(async () => {
  server = await startServer();
  api = server.api;
  address = await server.listen();
  await makeOrganization(server);
  for (const path of Object.values(SAMPLES)) await path();
});
afterAll(() => server.close());

/** What the paths below name, so that a good request would succeed. */
const SAMPLES = {
  user: () =>
    api("PUT", "/v1/organizations/contoso/users/ann@contoso.example", {
      displayName: "Ann",
      kind: "person",
      usageLocation: "US",
      licenses: [],
    }),
  switch: () => api("PUT", "/v1/switches/edge", {}),
};

/** Every table with a hash over its rows: nothing of a refused request may be left in any of them. */
async function contents(): Promise<Record<string, string>> {
  const { rows } = await server.engine.pool.query<{ name: string }>(
    `SELECT format('%I', relname) AS name FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1`,
  );
  const hashes = rows.map(async ({ name }) => {
    const query = `SELECT coalesce(md5(string_agg(t::text, chr(10) ORDER BY t::text)), 'empty') AS hash FROM ${name} t`;
    return [name, (await server.engine.pool.query<{ hash: string }>(query)).rows[0]!.hash] as const;
  });
  return Object.fromEntries(await Promise.all(hashes));
}

let before: Record<string, string>;
beforeEach(async () => {
  before = await contents();
});

/** The answer is a problem of the client's making, nothing is stored, and the server goes on. */
async function expectRefused(answer: Awaited<ReturnType<TestServer["api"]>>, what: string): Promise<void> {
  expect(answer.status, `${what}: ${JSON.stringify(answer.body).slice(0, 300)}`).toBeGreaterThanOrEqual(400);
  expect(answer.status, `${what}: ${JSON.stringify(answer.body).slice(0, 300)}`).toBeLessThan(500);
  expect(answer.headers["content-type"], what).toContain("application/problem+json");
  expect(answer.body, what).toMatchObject({
    type: expect.stringMatching(/^urn:talktime:problem:[a-z-]+$/),
    title: expect.any(String),
    status: answer.status,
    code: expect.stringMatching(/^[A-Z]+(_[A-Z]+)*$/),
    detail: expect.any(String),
  });
}
const expectNothingStored = async (): Promise<void> =>
  expect(await contents(), "stored by a refused request").toEqual(before);

interface Route {
  method: "GET" | "PUT" | "POST";
  path: string;
  body: JsonSchema | undefined;
}
interface JsonSchema {
  type?: string | string[];
  enum?: unknown[];
  pattern?: string;
  properties?: Record<string, JsonSchema>;
  anyOf?: JsonSchema[];
}
const PARAMETERS: Record<string, string> = {
  org: "contoso",
  userPrincipalName: "ann@contoso.example",
  sku: "MCOEV",
  e164: "+13125550100",
  switch: "edge",
  callId: "call-1",
  id: "1",
};

/** Of openapi.json. Graph's errors have another shape: test/graph.test.ts and the fuzzer look at those. */
async function allPaths<Operation = object>(): Promise<[path: string, operations: Record<string, Operation>][]> {
  const { body } = await api("GET", "/openapi.json");
  const paths = Object.entries(body.paths as Record<string, Record<string, Operation>>);
  return paths.filter(([path]) => !path.startsWith("/graph/"));
}

async function allRoutes(): Promise<Route[]> {
  const paths = await allPaths<{ requestBody?: { content: Record<string, { schema: JsonSchema }> } }>();
  return paths.flatMap(([path, operations]) =>
    Object.entries(operations).map(([verb, operation]) => ({
      method: verb.toUpperCase() as "PUT",
      path: path.replace(/\{(\w+)\}/g, (_whole, name: string) => PARAMETERS[name]!),
      body: operation.requestBody?.content["application/json"]?.schema,
    })),
  );
}

describe("every address that takes a body", () => {
  let routes: Route[];
  beforeAll(async () => {
    // A webhook that is not signed is not even read: test/payments-stripe.test.ts.
    routes = (await allRoutes()).filter(({ body, path }) => body !== undefined && !path.startsWith("/webhooks/"));
    expect(routes.length).toBeGreaterThan(15);
  });

  test.each<[string, string | Buffer, string, object]>([
    ["a list", "[]", "INVALID_REQUEST", { errors: [{ in: "body", pointer: "" }] }],
    ["a text", '"text"', "INVALID_REQUEST", { errors: [{ in: "body", pointer: "" }] }],
    ["a number", "5", "INVALID_REQUEST", { errors: [{ in: "body", pointer: "" }] }],
    ["no JSON", "{displayName: 1}", "INVALID_JSON", {}],
    ["half of a JSON", '{"displayName": "Con', "INVALID_JSON", {}],
    ["broken UTF-8", Buffer.from('{"displayName":"\xff\xfe"}', "latin1"), "INVALID_ENCODING", {}],
    ["a surrogate as UTF-8", Buffer.from('{"a":"\xed\xa0\x80"}', "latin1"), "INVALID_ENCODING", {}],
    ["UTF-16", Buffer.from("{}", "utf16le"), "INVALID_JSON", {}],
    ["half of a character", '{"displayName":"\\ud83d"}', "INVALID_REQUEST", { errors: [{ pointer: "/displayName" }] }],
    ["U+0000", '{"displayName":"a\\u0000b"}', "INVALID_REQUEST", { errors: [{ pointer: "/displayName" }] }],
    ["__proto__", '{"__proto__":{"admin":true}}', "INVALID_REQUEST", { errors: [{ pointer: "/__proto__" }] }],
    ["escaped __proto__", '{"\\u005f_proto__":1}', "INVALID_REQUEST", { errors: [{ pointer: "/__proto__" }] }],
    ["nested __proto__", '{"a":[{"__proto__":1}]}', "INVALID_REQUEST", { errors: [{ pointer: "/a/0/__proto__" }] }],
  ])("refuses %s and says what it is", async (what, body, code, more) => {
    for (const { method, path } of routes) {
      const answer = await api(method, path, body);
      await expectRefused(answer, `${what} to ${method} ${path}`);
      expect(answer.body, `${what} to ${method} ${path}`).toMatchObject({ status: 400, code, ...more });
    }
    await expectNothingStored();
  });

  test("names a field that it does not know", async () => {
    for (const unknown of ["surprise", "constructor", "a/b~c", "'; DROP TABLE account; --"]) {
      const pointer = `/${unknown.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      for (const { method, path } of routes) {
        const answer = await api(method, path, { [unknown]: { prototype: 1 } });
        await expectRefused(answer, `${unknown} to ${method} ${path}`);
        // Of a body that comes in several kinds, nobody can say what belongs in it before its kind is known.
        if (answer.body.errors.length === 1 && answer.body.errors[0].pointer === "/type") continue;
        expect(answer.body.errors, `${method} ${path}`).toContainEqual({
          in: "body",
          pointer,
          code: "UNKNOWN_FIELD",
          message: "There is no such field.",
        });
      }
    }
    await expectNothingStored();
  });

  test("names a field of the wrong type, each of them", async () => {
    const wrong: Record<string, unknown[]> = {
      string: [7, true, {}, [], ["x"]],
      integer: ["7", 1.5, true, {}, [], 1e300, -1e300],
      number: ["7", true, {}, []],
      boolean: ["true", 1, 0, {}, []],
      array: ["x", 7, {}, true],
      object: ["x", 7, true, []],
    };
    let tried = 0;
    for (const { method, path, body } of routes) {
      for (const [field, schema] of fieldsOf(body!)) {
        const types = [schema, ...(schema.anyOf ?? [])].flatMap(
          ({ type, enum: values }) => type ?? (values ? "string" : []),
        );
        const type = types.find((candidate) => candidate !== "null");
        for (const value of type === undefined ? [] : wrong[type]!) {
          // Some fields may be either, as Q.850's causes are words or numbers.
          if (type === "string" && typeof value === "number" && types.includes("integer")) continue;
          tried++;
          const answer = await api(method, path, { [field]: value });
          const what = `${JSON.stringify({ [field]: value })} to ${method} ${path}`;
          await expectRefused(answer, what);
          expect(answer.status, what).toBe(400);
          const pointers = (answer.body.errors as { pointer: string }[]).map(({ pointer }) => pointer);
          expect(
            pointers.some((pointer) => pointer === `/${field}` || pointer.startsWith(`/${field}/`)),
            `${what}: ${pointers.join()}`,
          ).toBe(true);
        }
      }
    }
    expect(tried).toBeGreaterThan(200);
    await expectNothingStored();
  });

  test("refuses other types of content, and a body over 1 MB (a list of all calls: 32 MB)", async () => {
    for (const { method, path } of routes) {
      for (const type of [
        "text/plain",
        "application/xml",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "nonsense",
      ]) {
        const answer = await api(method, path, "{}", { headers: { "content-type": type } });
        await expectRefused(answer, `${type} to ${method} ${path}`);
        expect(answer.body).toMatchObject({ status: 415, code: "UNSUPPORTED_MEDIA_TYPE" });
      }
      const large = await api(
        method,
        path,
        JSON.stringify({ displayName: "x".repeat(path.endsWith("/reconcile") ? 33_600_000 : 1_100_000) }),
      );
      expect(large.body, `${method} ${path}`).toMatchObject({ status: 413, code: "BODY_TOO_LARGE" });
    }
    await expectNothingStored();
  });
});

const fieldsOf = (schema: JsonSchema): [string, JsonSchema][] =>
  [schema, ...(schema.anyOf ?? [])].flatMap(({ properties }) => Object.entries(properties ?? {}));

test.each<[string, string]>(
  [
    "%00",
    "a%00b",
    "%FF",
    "%ED%A0%80",
    "%zz",
    "'; DROP TABLE organization; --",
    "1 OR 1=1",
    "__proto__",
    "constructor",
    "../../etc/passwd",
    "a\r\nb: c",
    "x".repeat(5000),
  ].map((value) => [value.slice(0, 40), value] as [string, string]),
)("every address refuses %j as what its path names, or does not find it", async (_shown, value) => {
  const encoded = /^%|%00/.test(value) ? value : encodeURIComponent(value);
  for (const [path, operations] of await allPaths()) {
    for (const name of path.match(/\{\w+\}/g) ?? []) {
      const filled = path.replace(name, encoded).replace(/\{(\w+)\}/g, (_whole, other: string) => PARAMETERS[other]!);
      for (const verb of Object.keys(operations)) {
        const answer = await api(
          verb.toUpperCase() as "GET",
          filled,
          verb === "get" || verb === "delete" ? undefined : { nothing: true },
        );
        await expectRefused(answer, `${verb} ${filled.slice(0, 200)}`);
      }
    }
  }
  await expectNothingStored();
});

test.each([
  ["limit=0", "/limit"],
  ["limit=501", "/limit"],
  ["limit=-1", "/limit"],
  ["limit=1.5", "/limit"],
  ["limit=abc", "/limit"],
  ["limit=1&limit=2", "/limit"],
  ["limit=", "/limit"],
  ["cursor=", "/cursor"],
  ["cursor=%00", "/cursor"],
  ["surprise=1", "/surprise"],
  ["__proto__=1", "/__proto__"],
])("every list refuses ?%s and names it", async (query, pointer) => {
  const lists = (await allPaths<{ parameters?: { name: string }[] }>()).filter(([, { get }]) =>
    get?.parameters?.some(({ name }) => name === "cursor"),
  );
  expect(lists.length).toBeGreaterThan(8);
  for (const [path] of lists) {
    const filled = path.replace(/\{(\w+)\}/g, (_whole, name: string) => PARAMETERS[name]!);
    const answer = await api("GET", `${filled}?${query}`);
    await expectRefused(answer, `${filled}?${query}`);
    expect(answer.body.errors, `${filled}?${query}`).toContainEqual(expect.objectContaining({ in: "query", pointer }));
  }
});

test.each(["%FF", "%", "%zz"])("a query that is not percent-encoded UTF-8 is refused: %s", async (value) => {
  const answer = await api("GET", `/v1/organizations?cursor=${value}`);
  expect(answer.body).toMatchObject({ status: 400, code: "INVALID_ENCODING" });
});

const ORG = "/v1/organizations/contoso";
const NEW_ORG = { displayName: "New", country: "US", currency: "USD", billing: { agreement: "direct", country: "US" } };
const NEW_USER = { displayName: "New", kind: "person", usageLocation: "US", licenses: [] };
const NEW_NUMBER = { kind: "subscriber", use: { type: "unassigned" } };

test.each<[string, string, object, number, string, string]>([
  [
    "an unknown currency",
    "/v1/organizations/new",
    { ...NEW_ORG, currency: "XYZ" },
    400,
    "INVALID_REQUEST",
    "/currency",
  ],
  [
    "a currency in small letters",
    "/v1/organizations/new",
    { ...NEW_ORG, currency: "usd" },
    400,
    "INVALID_REQUEST",
    "/currency",
  ],
  ["an unknown country", "/v1/organizations/new", { ...NEW_ORG, country: "XX" }, 400, "INVALID_REQUEST", "/country"],
  [
    "an unknown country of billing",
    "/v1/organizations/new",
    { ...NEW_ORG, billing: { agreement: "direct", country: "ZZ" } },
    400,
    "INVALID_REQUEST",
    "/billing/country",
  ],
  [
    "an unknown agreement",
    "/v1/organizations/new",
    { ...NEW_ORG, billing: { agreement: "free", country: "US" } },
    400,
    "INVALID_REQUEST",
    "/billing/agreement",
  ],
  [
    "an unknown time zone",
    "/v1/organizations/new",
    { ...NEW_ORG, timeZone: "Mars/Olympus" },
    400,
    "INVALID_REQUEST",
    "/timeZone",
  ],
  [
    "an offset as time zone",
    "/v1/organizations/new",
    { ...NEW_ORG, timeZone: "+02:00" },
    400,
    "INVALID_REQUEST",
    "/timeZone",
  ],
  [
    "an unknown language",
    "/v1/organizations/new",
    { ...NEW_ORG, preferredLanguage: "not a tag" },
    400,
    "INVALID_REQUEST",
    "/preferredLanguage",
  ],
  [
    "a tenant that is no UUID",
    "/v1/organizations/new",
    { ...NEW_ORG, tenantId: "1" },
    400,
    "INVALID_REQUEST",
    "/tenantId",
  ],
  ["an empty name", "/v1/organizations/new", { ...NEW_ORG, displayName: "  " }, 400, "INVALID_REQUEST", "/displayName"],
  [
    "a name of two lines",
    "/v1/organizations/new",
    { ...NEW_ORG, displayName: "a\nb" },
    400,
    "INVALID_REQUEST",
    "/displayName",
  ],
  [
    "a name of 257 letters",
    "/v1/organizations/new",
    { ...NEW_ORG, displayName: "x".repeat(257) },
    400,
    "INVALID_REQUEST",
    "/displayName",
  ],
  ["less than none bought", `${ORG}/subscriptions/MCOEV`, { purchased: -1 }, 400, "INVALID_REQUEST", "/purchased"],
  [
    "more bought than people live",
    `${ORG}/subscriptions/MCOEV`,
    { purchased: 1e10 },
    400,
    "INVALID_REQUEST",
    "/purchased",
  ],
  ["an unknown product", `${ORG}/subscriptions/NOPE`, { purchased: 1 }, 404, "UNKNOWN_SUBSCRIPTION", "/sku"],
  [
    "an unknown licence",
    `${ORG}/users/new@contoso.example`,
    { ...NEW_USER, licenses: ["MCOEV", "NOPE"] },
    400,
    "UNKNOWN_LICENSE",
    "/licenses/1",
  ],
  [
    "an unknown role",
    `${ORG}/users/new@contoso.example`,
    { ...NEW_USER, roles: ["King"] },
    400,
    "INVALID_REQUEST",
    "/roles/0",
  ],
  [
    "an unknown policy",
    `${ORG}/users/new@contoso.example`,
    { ...NEW_USER, dialOutPolicy: "AllOfIt" },
    400,
    "INVALID_REQUEST",
    "/dialOutPolicy",
  ],
  [
    "a policy that every object has",
    `${ORG}/users/new@contoso.example`,
    { ...NEW_USER, dialOutPolicy: "constructor" },
    400,
    "INVALID_REQUEST",
    "/dialOutPolicy",
  ],
  [
    "no usage location",
    `${ORG}/users/new@contoso.example`,
    { ...NEW_USER, usageLocation: undefined },
    400,
    "INVALID_REQUEST",
    "/usageLocation",
  ],
  [
    "a usage location that is none",
    `${ORG}/users/new@contoso.example`,
    { ...NEW_USER, usageLocation: "QQ" },
    400,
    "INVALID_REQUEST",
    "/usageLocation",
  ],
  [
    "a mail that is none",
    `${ORG}/users/new@contoso.example`,
    { ...NEW_USER, mail: "new at contoso" },
    400,
    "INVALID_REQUEST",
    "/mail",
  ],
  [
    "a mail with another header in it",
    `${ORG}/users/new@contoso.example`,
    { ...NEW_USER, mail: "a@b.example\r\nBcc: c@d.example" },
    400,
    "INVALID_REQUEST",
    "/mail",
  ],
  ["a principal name that is none", `${ORG}/users/nobody`, NEW_USER, 400, "INVALID_REQUEST", "/userPrincipalName"],
  ["a number that is none", `${ORG}/numbers/ann`, NEW_NUMBER, 400, "INVALID_REQUEST", "/e164"],
  ["a number that is too long", `${ORG}/numbers/+1234567890123456789`, NEW_NUMBER, 400, "INVALID_REQUEST", "/e164"],
  ["an emergency number", `${ORG}/numbers/911`, NEW_NUMBER, 400, "INVALID_REQUEST", "/e164"],
  [
    "a use without an id",
    `${ORG}/numbers/+13125550111`,
    { kind: "subscriber", use: { type: "user" } },
    400,
    "INVALID_REQUEST",
    "/use/id",
  ],
  [
    "a use with an id for nothing",
    `${ORG}/numbers/+13125550111`,
    { kind: "subscriber", use: { type: "unassigned", id: "x" } },
    400,
    "INVALID_REQUEST",
    "/use/id",
  ],
  [
    "a bridge of a bad name",
    `${ORG}/numbers/+13125550111`,
    { kind: "service-toll", use: { type: "conference-bridge", id: "a b" } },
    400,
    "INVALID_REQUEST",
    "/use/id",
  ],
  [
    "an unknown user behind a queue",
    `${ORG}/voice-apps/queue`,
    { kind: "call-queue", displayName: "Q", resourceAccount: "who@contoso.example" },
    404,
    "UNKNOWN_USER",
    "/resourceAccount",
  ],
  [
    "a blocked place that is none",
    `${ORG}/calling-settings`,
    { blockedDestinations: ["CU", "QQ"] },
    400,
    "INVALID_REQUEST",
    "/blockedDestinations/1",
  ],
  [
    "a blocked prefix that is none",
    `${ORG}/calling-settings`,
    { blockedDestinations: ["0044"] },
    400,
    "INVALID_REQUEST",
    "/blockedDestinations/0",
  ],
  [
    "a negative price",
    `${ORG}/calling-settings`,
    { maxPricePerMinute: "-1" },
    400,
    "INVALID_REQUEST",
    "/maxPricePerMinute",
  ],
  [
    "a huge price",
    `${ORG}/calling-settings`,
    { maxPricePerMinute: "999999999999" },
    400,
    "INVALID_REQUEST",
    "/maxPricePerMinute",
  ],
  [
    "a price with a comma",
    `${ORG}/calling-settings`,
    { maxPricePerMinute: "1,5" },
    400,
    "INVALID_REQUEST",
    "/maxPricePerMinute",
  ],
  [
    "no call at a time",
    `${ORG}/calling-settings`,
    { maxConcurrentCalls: 0 },
    400,
    "INVALID_REQUEST",
    "/maxConcurrentCalls",
  ],
  [
    "a grant of no time",
    "/v1/switches/edge",
    { defaultGrantSeconds: 0 },
    400,
    "INVALID_REQUEST",
    "/defaultGrantSeconds",
  ],
  [
    "a grant beyond a day",
    "/v1/switches/edge",
    { maximumGrantSeconds: 86_401 },
    400,
    "INVALID_REQUEST",
    "/maximumGrantSeconds",
  ],
])("%s is refused and named", async (what, path, body, status, code, pointer) => {
  const answer = await api("PUT", path, body);
  await expectRefused(answer, what);
  expect(answer.body).toMatchObject({ status, code });
  expect(answer.body.errors).toContainEqual(expect.objectContaining({ pointer }));
  await expectNothingStored();
});

test("names and texts with SQL in them are only text", async () => {
  const displayName = "Robert'); DROP TABLE app_user; --";
  await api("PUT", `${ORG}/users/bobby@contoso.example`, { ...NEW_USER, displayName });
  expect((await api("GET", `${ORG}/users/bobby@contoso.example`)).body.displayName).toBe(displayName);
});

test("an address that is not there is 404, a method that it does not take 405", async () => {
  expect((await api("GET", "/v1/nothing")).body).toMatchObject({ status: 404, code: "NOT_FOUND" });
  expect((await api("GET", "/nothing", undefined, { key: null })).body).toMatchObject({
    status: 404,
    code: "NOT_FOUND",
  });
  const wrong = await api("DELETE", ORG);
  expect(wrong.body).toMatchObject({ status: 405, code: "METHOD_NOT_ALLOWED", allowed: ["PUT", "GET"] });
  expect(wrong.headers["allow"]).toBe("PUT, GET");
});

test("who sends another type is told which one is taken, and that compressed bodies are not", async () => {
  const send = (path: string, body: string | Buffer, headers: Record<string, string>) =>
    api("POST", path, body, { headers });
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const deck = await send("/v1/rate-decks?name=x&currency=USD", "service,prefix", form);
  expect(deck.body).toMatchObject({ status: 415, detail: "Send text/csv." });
  const file = await send(`${ORG}/usage-imports`, "Call ID", form);
  expect(file.body).toMatchObject({ status: 415, detail: "Send multipart/form-data." });
  const zipped = await send("/v1/calls", gzipSync("{}"), {
    "content-type": "application/json",
    "content-encoding": "gzip",
  });
  expect(zipped.body).toMatchObject({ status: 415, detail: expect.stringContaining("Content-Encoding") });
});

describe("over a socket", () => {
  test("10 MB are refused, whether their length is said or not, and the next request is served", async () => {
    const send = (body: string | ReadableStream) =>
      fetch(`${address}${ORG}/calling-settings`, {
        method: "PUT",
        headers: { authorization: `Bearer ${OPERATOR_KEY}`, "content-type": "application/json" },
        body,
        duplex: "half",
      });
    const large = `{"premiumCalls":"${"x".repeat(10_000_000)}"}`;
    for (const body of [large, new Blob([large]).stream()]) {
      const answer = await send(body);
      expect(answer.status).toBe(413);
      expect(await answer.json()).toMatchObject({ code: "BODY_TOO_LARGE" });
    }
    expect((await send("{}")).status).toBe(200);
    await server.engine.pool.query("SELECT 1");
  });

  test("what is no HTTP is refused, and the next request is served", async () => {
    const say = (bytes: string | Buffer) =>
      new Promise<string>((resolve, reject) => {
        const { hostname, port } = new URL(address);
        const socket = connect(Number(port), hostname, () => socket.end(bytes));
        let heard = "";
        socket.on("data", (data) => (heard += data.toString("latin1")));
        socket.on("close", () => resolve(heard));
        socket.on("error", reject);
      });
    const problem = (answer: string) => {
      expect(answer).toContain("Content-Type: application/problem+json");
      return JSON.parse(answer.slice(answer.indexOf("\r\n\r\n") + 4)) as unknown;
    };
    const hello = await say("HELLO\r\n\r\n");
    expect(hello).toMatch(/^HTTP\/1\.1 400 /);
    expect(problem(hello)).toMatchObject({ status: 400, code: "INVALID_HTTP" });
    expect(await say(Buffer.from("GET /v1/\xff HTTP/1.1\r\nhost: x\r\n\r\n", "latin1"))).toMatch(/^HTTP\/1\.1 40[01] /);
    const large = await say(`GET /healthz HTTP/1.1\r\nhost: x\r\nx: ${"y".repeat(100_000)}\r\n\r\n`);
    expect(large).toMatch(/^HTTP\/1\.1 431 /);
    expect(problem(large)).toMatchObject({ status: 431, code: "HEADERS_TOO_LARGE" });
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
  });
});
