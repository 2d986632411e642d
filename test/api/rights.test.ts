import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApp } from "../../src/api/app.ts";
import { RIGHTS } from "../../src/api/rights.ts";
import { ORGANIZATION_RIGHTS, rightsOfRoles, rolesWith } from "../../src/domain/rights.ts";
import { readConfig } from "../../src/config.ts";
import { roleOf } from "../../src/engine/roles.ts";
import { makeAccount, signedIn } from "../support/people.ts";
import { makeOrganization, startServer, type TestServer } from "../support/server.ts";

/** The roles, those with the same rights together: one of each stands for the others. */
const ROLES_BY_RIGHTS = Object.values(
  [...new Set(ORGANIZATION_RIGHTS.flatMap(rolesWith))].reduce<Record<string, string[]>>((sets, role) => {
    (sets[[...rightsOfRoles([role])].sort().join()] ??= []).push(role);
    return sets;
  }, {}),
);

let server: TestServer;
let api: TestServer["api"];
/** Every route there is, with an organisation, user, … filled in where the path has a parameter. */
let routes: { row: string; method: "GET" | "PUT" | "POST" | "DELETE"; path: string; ofOrganization: boolean }[];

beforeAll(async () => {
  server = await startServer();
  api = server.api;
  await makeOrganization(server, "contoso", { licenses: [] });
  await makeOrganization(server, "fabrikam", { licenses: [] });
  const { body } = await api("GET", "/openapi.json");
  routes = Object.entries(body.paths as Record<string, object>).flatMap(([path, operations]) =>
    Object.keys(operations).map((verb) => {
      const method = verb.toUpperCase() as "GET";
      return {
        row: `${method} ${path.replace(/\{(\w+)\}/g, ":$1")}`,
        method,
        // What never ends once it has begun is asked with a query that is refused after the rights.
        path: path.replace("{org}", "contoso").replace(/\{\w+\}/g, "1") + (path === "/v1/events" ? "?no=1" : ""),
        ofOrganization: path.includes("{org}") && !path.endsWith("/file"),
      };
    }),
  );
});
afterAll(() => server.close());

/** Under /graph errors are in Graph's shape, with our code inside. */
const codeOf = ({ body }: Awaited<ReturnType<typeof api>>): string => body.code ?? body.error?.innerError.code;

async function makeKey(wanted: { scopes: string[]; organization?: string; switch?: string }): Promise<string> {
  const made = await api("POST", "/v1/api-keys", { name: wanted.scopes.join(), ...wanted });
  expect(made.status).toBe(201);
  return made.body.key;
}

describe("the table of rights", () => {
  test("has a row for every route, and no other", () => {
    expect(routes.map(({ row }) => row).sort()).toEqual(Object.keys(RIGHTS).sort());
  });

  test("a route that it does not name can not be registered", async () => {
    const app = createApp({
      engine: server.engine,
      config: readConfig({}, "/nonexistent"),
      log: pino({ level: "silent" }),
    });
    expect(() => app.get("/v1/open-door", () => "come in")).toThrow("rights.ts has no row for GET /v1/open-door");
    await app.close();
  });

  test("nothing under /v1 and /graph answers without a key, whether it is there or not", async () => {
    const isOpen = ({ row }: { row: string }): boolean => RIGHTS[row] === "public";
    const closed = routes.filter((route) => !isOpen(route));
    expect(closed.length).toBeGreaterThan(40);
    const nowhere = ["/v1/nothing-here", "/graph/v1.0/nothing-here"].map((path) => ({ method: "GET" as const, path }));
    for (const { method, path } of [...closed, ...nowhere]) {
      for (const key of [null, "wrong-key-0123456789012345678901234", "tt_"]) {
        const answer = await api(method, path, undefined, { key });
        expect([answer.status, codeOf(answer)], `${method} ${path}`).toEqual([401, "UNAUTHENTICATED"]);
        expect(answer.headers["www-authenticate"]).toBe('Bearer realm="talktime"');
      }
    }
    expect(
      routes
        .filter(isOpen)
        .map(({ row }) => row)
        .sort(),
    ).toEqual([
      "GET /auth/oidc/callback",
      "GET /auth/oidc/start",
      "GET /healthz",
      "GET /metrics",
      "GET /openapi.json",
      "GET /readyz",
      "GET /v1/organizations/:org/usage-exports/:id/file", // its address is signed
      "GET /v1/public-rates", // answers only where the operator shows prices to everybody
      "GET /v1/sign-in-options",
      "POST /graph/:tenant/oauth2/v2.0/token",
      "POST /v1/invitations/accept",
      "POST /v1/password-resets",
      "POST /v1/password-resets/accept",
      "POST /v1/session",
      "POST /webhooks/stripe",
    ]);
  });

  test("a key of one organisation finds no other", async () => {
    const key = await makeKey({ scopes: ["admin", "read", "switch"], organization: "fabrikam" });
    for (const { method, path, ofOrganization } of routes) {
      if (!ofOrganization) continue;
      const answer = await api(method, path, {}, { key });
      expect(answer, `${method} ${path}`).toMatchObject({ status: 404, body: { code: "UNKNOWN_ORGANIZATION" } });
    }
    const own = await api("GET", "/v1/organizations/fabrikam", undefined, { key });
    expect(own.body).toMatchObject({ id: "fabrikam" });
  });

  test("nobody of another organisation finds it, whatever their role", async () => {
    for (const roles of ROLES_BY_RIGHTS) {
      const email = `${roles[0]!.replaceAll(" ", ".").toLowerCase()}@fabrikam.example`;
      const account = await makeAccount(server, { email, organization: "fabrikam" });
      const { ask } = await signedIn(server, account, [roleOf(roles[0]!)!.templateId]);
      for (const { method, path, ofOrganization } of routes) {
        if (!ofOrganization) continue;
        const { status, body } = await ask(method, path, {});
        const found = `${method} ${path} of contoso for a ${roles.join(", ")} of fabrikam`;
        expect({ status, code: body.code }, found).toEqual({ status: 404, code: "UNKNOWN_ORGANIZATION" });
      }
    }
  });

  const READS = ["read", "usage", "names", "any"];
  test.each<[string, { scopes: string[]; organization?: string }, (right: string) => boolean]>([
    ["that reads", { scopes: ["read"] }, (right) => READS.includes(right)],
    ["that reads one organisation", { scopes: ["read"], organization: "contoso" }, (right) => READS.includes(right)],
    ["of a switch", { scopes: ["switch"] }, (right) => ["switch", "any"].includes(right)],
    [
      "that administers one organisation",
      { scopes: ["admin"], organization: "contoso" },
      (right) => !["operator", "switch"].includes(right),
    ],
    ["of an operator", { scopes: ["admin"] }, () => true],
  ])("a key %s is let in where its row says so, and nowhere else", async (_whose, wanted, may) => {
    const key = await makeKey(wanted);
    for (const { row, method, path } of routes) {
      if (RIGHTS[row] === "public") continue;
      const answer = await api(method, path, undefined, { key });
      const forbidden = answer.status === 403 && codeOf(answer) === "FORBIDDEN";
      expect(forbidden, `${row} answers ${answer.status} to a key with ${JSON.stringify(wanted)}`).toBe(
        ![RIGHTS[row]!].flat().some(may),
      );
    }
  });
});

describe("an API key", () => {
  test("is shown once, kept as a hash, and works until it is revoked", async () => {
    const made = await api("POST", "/v1/api-keys", { name: "Edge", scopes: ["switch"], switch: "edge-1" });
    expect(made.body).toMatchObject({ name: "Edge", scopes: ["switch"], switch: "edge-1", organization: null });
    const { key, id } = made.body as { key: string; id: string };
    const stored = JSON.stringify(
      (await server.engine.pool.query("SELECT *, id::text FROM api_key")).rows.map((row) => ({
        ...row,
        id: String(row.id),
      })),
    );
    expect(stored).not.toContain(key);
    const listed = await api("GET", "/v1/api-keys?limit=500");
    expect(listed.body.items).toContainEqual(expect.objectContaining({ id, name: "Edge", revokedAt: null }));
    expect(JSON.stringify(listed.body)).not.toContain(key);
    expect((await api("GET", "/v1/plans", undefined, { key })).status).toBe(200);
    expect((await api("DELETE", `/v1/api-keys/${id}`)).status).toBe(204);
    expect((await api("GET", "/v1/plans", undefined, { key })).status).toBe(401);
    expect((await api("DELETE", "/v1/api-keys/999999999")).body.code).toBe("UNKNOWN_API_KEY");
  });

  test("belongs to a switch, which may look at itself alone; the switch is made with it", async () => {
    const key = await makeKey({ scopes: ["switch"], switch: "edge-2" });
    expect((await api("GET", "/v1/switches/edge-2", undefined, { key })).body).toMatchObject({
      id: "edge-2",
      canUpdate: true,
    });
    await api("PUT", "/v1/switches/edge-3", {});
    expect((await api("GET", "/v1/switches/edge-3", undefined, { key })).body.code).toBe("UNKNOWN_SWITCH");
  });

  test.each([
    ["of a switch without the scope", { name: "x", scopes: ["read"], switch: "edge" }, 400, "/switch"],
    ["of an organisation that is not there", { name: "x", scopes: ["read"], organization: "nowhere" }, 404, undefined],
    ["without a scope", { name: "x", scopes: [] }, 400, "/scopes"],
    ["with a scope that is none", { name: "x", scopes: ["root"] }, 400, "/scopes/0"],
  ])("%s is refused", async (_what, body, status, pointer) => {
    const before = (await server.engine.pool.query("SELECT count(*) FROM api_key")).rows[0].count;
    const answer = await api("POST", "/v1/api-keys", body);
    expect(answer.status).toBe(status);
    if (pointer) expect(answer.body.errors[0].pointer).toBe(pointer);
    expect((await server.engine.pool.query("SELECT count(*) FROM api_key")).rows[0].count).toBe(before);
  });
});
