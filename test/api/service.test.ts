import { Writable } from "node:stream";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeOrganization, OPERATOR_KEY, startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
let api: TestServer["api"];
let logged = "";
beforeAll(async () => {
  const into = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logged += chunk.toString();
      done();
    },
  });
  server = await startServer({ log: pino({ level: "trace" }, into) });
  api = server.api;
  await makeOrganization(server);
});
afterAll(() => server.close());

test("healthz and readyz answer without a key", async () => {
  for (const path of ["/healthz", "/readyz"])
    expect(await api("GET", path, undefined, { key: null })).toMatchObject({ status: 200, body: { status: "ok" } });
});

test("load balancers may ask for them with HEAD", async () => {
  for (const url of ["/healthz", "/readyz"]) {
    const { statusCode, body } = await server.app.inject({ method: "HEAD", url });
    expect([statusCode, body]).toEqual([200, ""]);
  }
});

test("readyz is 503 when the database does not answer, healthz is not", async () => {
  const query = server.engine.pool.query.bind(server.engine.pool);
  server.engine.pool.query = () => Promise.reject(new Error("the database is away"));
  try {
    const answer = await api("GET", "/readyz");
    expect(answer).toMatchObject({ status: 503, body: { code: "UNAVAILABLE" } });
    expect(answer.headers["retry-after"]).toBe("1");
    expect((await api("GET", "/healthz")).status).toBe(200);
  } finally {
    server.engine.pool.query = query;
  }
});

test("while the database is away everything else is 503 and says so", async () => {
  const connect = server.engine.pool.connect.bind(server.engine.pool);
  const away = Object.assign(new Error("connect ECONNREFUSED 10.0.0.1:5432"), {
    code: "ECONNREFUSED",
    syscall: "connect",
  });
  // As the driver asks for it: with a callback for its own queries.
  const refuse = (told?: (error: Error) => void): unknown => (told ? told(away) : Promise.reject(away));
  server.engine.pool.connect = refuse as typeof connect;
  try {
    const answer = await api("PUT", "/v1/organizations/contoso", { displayName: "Later" });
    expect(answer).toMatchObject({ status: 503, body: { code: "UNAVAILABLE" } });
    expect(JSON.stringify(answer.body)).not.toContain("10.0.0.1");
  } finally {
    server.engine.pool.connect = connect;
  }
});

test("metrics tell how long requests took, by the pattern of their route", async () => {
  await api("GET", "/v1/organizations/contoso");
  await api("GET", "/v1/organizations/nobody");
  const { body, headers } = await api("GET", "/metrics", undefined, { key: null });
  expect(headers["content-type"]).toContain("text/plain");
  const line = (status: number) =>
    `talktime_http_request_duration_seconds_count{method="GET",route="/v1/organizations/:org",status="${status}"} 1`;
  expect(body).toContain(line(200));
  expect(body).toContain(line(404));
  expect(body).toContain("process_resident_memory_bytes");
});

test("metrics tell how charging keeps up", async () => {
  const told = async (name: string): Promise<number> => {
    const { body } = await api("GET", "/metrics", undefined, { key: null });
    return Number(new RegExp(`^talktime_lane_${name} (.+)$`, "m").exec(String(body))?.[1]);
  };
  const before = await told("operations_total");
  await api("POST", "/v1/calls", { callId: "watched", organization: "contoso", from: "+13125550142", to: "911" });
  expect((await told("operations_total")) - before).toBe(1);
  expect([await told("shed_total"), await told("waiting"), await told("connected")]).toEqual([0, 0, 1]);
  expect(await told("wait_p99_seconds")).toBeGreaterThan(0);
});

test("the messages hold no key, no full number of a caller, and no name of a person", async () => {
  const user = {
    displayName: "Ann Adams",
    kind: "person",
    usageLocation: "US",
    licenses: ["MCOEV"],
    mail: "ann@mail.example",
  };
  await api("PUT", "/v1/organizations/contoso/users/ann@contoso.example", user);
  const use = { type: "user", id: "ann@contoso.example" };
  await api("PUT", "/v1/organizations/contoso/numbers/+13125550142", { kind: "subscriber", use });
  const { key } = (await api("POST", "/v1/api-keys", { name: "x", scopes: ["switch"] })).body;
  const call = { callId: "call-1@10.0.0.1", from: "+13125550142", to: "+442079460123" };
  expect((await api("POST", "/v1/calls", call, { key })).status).toBeLessThan(500);
  await api("POST", "/v1/calls", { ...call, to: "not a number +442079460123" }, { key });
  await api("GET", "/v1/plans", undefined, { key: "a-wrong-key-that-somebody-typed-0123456789" });

  expect(
    logged.split("\n").filter((line) => line.includes('"route":"/v1/organizations/:org/users/:userPrincipalName"')),
  ).toHaveLength(1);
  for (const secret of [
    OPERATOR_KEY,
    key,
    "a-wrong-key-that-somebody-typed",
    "3125550142",
    "2079460123",
    "ann@",
    "Ann Adams",
  ])
    expect(logged, `the messages of the server hold ${secret}`).not.toContain(secret);
});

test("a mistake of ours answers 500 without telling what went wrong, and the log tells it", async () => {
  await server.engine.pool.query("ALTER TABLE conference_bridge RENAME TO bridge_away");
  const answer = await api("GET", "/v1/organizations/contoso/conference-bridges");
  await server.engine.pool.query("ALTER TABLE bridge_away RENAME TO conference_bridge");
  expect(answer).toMatchObject({ status: 500, body: { code: "INTERNAL_ERROR" } });
  expect(JSON.stringify(answer.body)).not.toMatch(/conference_bridge|relation|\.ts/);
  expect(logged).toContain('relation \\"conference_bridge\\" does not exist');
});

test("openapi.json names every answer and every right, and problems by one schema but for Graph's and OAuth's own", async () => {
  const { body } = await api("GET", "/openapi.json", undefined, { key: null });
  expect(body.openapi).toBe("3.1.0");
  expect(body.security).toEqual([{ apiKey: [] }]);
  const paths = Object.entries(body.paths as Record<string, Record<string, Record<string, unknown>>>);
  const operations = paths.flatMap(([path, methods]) =>
    Object.values(methods).map((operation) => ({ ...operation, problems: problemsOf(path) })),
  );
  const ids = operations.map((operation: Record<string, unknown>) => String(operation["operationId"]));
  expect(new Set(ids).size).toBe(operations.length);
  for (const [i, { problems, ...operation }] of operations.entries()) {
    expect(operation, ids[i]).toMatchObject({
      summary: expect.any(String),
      tags: [expect.any(String)],
      responses: { default: { content: problems } },
    });
  }
});

function problemsOf(path: string) {
  const by = (schema: string) => ({ schema: { $ref: `#/components/schemas/${schema}` } });
  if (path.includes("/oauth2/")) return { "application/json": by("OAuthError") };
  if (path.startsWith("/graph/")) return { "application/json": by("GraphError") };
  return { "application/problem+json": by("Problem") };
}
