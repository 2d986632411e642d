import { afterAll, beforeAll, expect, test } from "vitest";
import { makeAccount, signedIn } from "../support/people.ts";
import { makeOrganization, startServer, type TestServer } from "../support/server.ts";

const NOW = Date.parse("2026-11-22T14:00:00Z");
const MINUTE = 60_000;
let now = NOW;
let server: TestServer;
let api: TestServer["api"];

beforeAll(async () => {
  server = await startServer({ now: () => now });
  api = server.api;
  await makeOrganization(server, "contoso", { licenses: [] });
  await makeOrganization(server, "fabrikam", { licenses: [] });
});
afterAll(() => server.close());

interface Made {
  id: string;
  key: string;
}
const make = async (body: object, key?: string): Promise<Made> => {
  const made = await api("POST", "/v1/api-keys", { name: "Test", ...body }, key === undefined ? {} : { key });
  expect(made, JSON.stringify(made.body)).toMatchObject({ status: 201 });
  return made.body as Made;
};
const works = async (key: string): Promise<boolean> =>
  (await api("GET", "/v1/organizations/contoso", undefined, { key })).status === 200;
const listed = async (id: string): Promise<object> => {
  const { items } = (await api("GET", "/v1/api-keys?limit=500")).body as { items: { id: string }[] };
  return items.find((item) => item.id === id)!;
};

test("a key ends when it was said to", async () => {
  now = NOW;
  const { key, id } = await make({ scopes: ["read"], expiresAt: "2026-11-22T16:00:00+01:00" });
  expect(await works(key)).toBe(true);
  now = NOW + 60 * MINUTE;
  expect(await works(key)).toBe(false);
  expect(await listed(id)).toMatchObject({ expiresAt: "2026-11-22T15:00:00.000Z", revokedAt: null });
  const past = await api("POST", "/v1/api-keys", { name: "x", scopes: ["read"], expiresAt: "2026-11-22T14:00:00Z" });
  expect(past).toMatchObject({ status: 400, body: { errors: [{ pointer: "/expiresAt" }] } });
});

test("a key that is rotated works beside the new one for the overlap, and never after", async () => {
  now = NOW;
  const { id, key: first } = await make({ scopes: ["read"] });
  const rotated = await api("POST", `/v1/api-keys/${id}/rotate`, { overlapSeconds: 600 });
  const second = (rotated.body as Made).key;
  expect(rotated.body).toMatchObject({ id, oldKeyUntil: "2026-11-22T14:10:00.000Z" });
  expect(second).not.toBe(first);
  expect([await works(first), await works(second)]).toEqual([true, true]);
  now = NOW + 10 * MINUTE;
  expect([await works(first), await works(second)], "reuse after the overlap").toEqual([false, true]);
  const third = ((await api("POST", `/v1/api-keys/${id}/rotate`, {})).body as Made).key;
  expect([await works(first), await works(second), await works(third)], "without an overlap").toEqual([
    false,
    false,
    true,
  ]);
  await api("DELETE", `/v1/api-keys/${id}`);
  expect(await works(third)).toBe(false);
  expect((await api("POST", `/v1/api-keys/${id}/rotate`, {})).body.code).toBe("UNKNOWN_API_KEY");
});

test("the last use is told, but not written down with every call", async () => {
  now = NOW;
  const { id, key } = await make({ scopes: ["read"] });
  expect(await listed(id)).toMatchObject({ lastUsedAt: null });
  await works(key);
  await expect.poll(() => listed(id)).toMatchObject({ lastUsedAt: "2026-11-22T14:00:00.000Z" });
  now = NOW + MINUTE;
  await works(key);
  expect(await listed(id)).toMatchObject({ lastUsedAt: "2026-11-22T14:00:00.000Z" });
  now = NOW + 6 * MINUTE;
  await works(key);
  await expect.poll(() => listed(id)).toMatchObject({ lastUsedAt: "2026-11-22T14:06:00.000Z" });
});

test("an organisation has its own keys in hand, and no other's", async () => {
  now = NOW;
  const admin = await signedIn(
    server,
    await makeAccount(server, { email: "global@contoso.example", organization: "contoso" }),
    ["62e90394-69f5-4237-9190-012177145e10"],
  );
  const theirs = await make({ scopes: ["read"], organization: "fabrikam" });
  const everywhere = await make({ scopes: ["read"] });
  const made = await admin.ask("POST", "/v1/api-keys", { name: "Reports", scopes: ["read"] });
  const own = made.body as Made & { organization: string };
  expect(made).toMatchObject({ status: 201, body: { organization: "contoso" } });
  expect(await works(own.key)).toBe(true);
  expect((await api("GET", "/v1/organizations/fabrikam", undefined, { key: own.key })).status).toBe(404);
  const { items } = (await admin.ask("GET", "/v1/api-keys")).body as { items: { organization: string }[] };
  expect(new Set(items.map(({ organization }) => organization))).toEqual(new Set(["contoso"]));
  for (const id of [theirs.id, everywhere.id]) {
    expect((await admin.ask("DELETE", `/v1/api-keys/${id}`)).body.code).toBe("UNKNOWN_API_KEY");
    expect((await admin.ask("POST", `/v1/api-keys/${id}/rotate`, {})).body.code).toBe("UNKNOWN_API_KEY");
  }
  const refused = [
    [{ name: "x", scopes: ["read"], organization: "fabrikam" }, 404, "UNKNOWN_ORGANIZATION"],
    [{ name: "x", scopes: ["switch"], switch: "edge-1" }, 403, "FORBIDDEN"],
  ] as const;
  for (const [body, status, code] of refused)
    expect(await admin.ask("POST", "/v1/api-keys", body)).toMatchObject({ status, body: { code } });
  expect((await admin.ask("POST", `/v1/api-keys/${own.id}/rotate`, {})).status).toBe(200);
  expect((await admin.ask("DELETE", `/v1/api-keys/${own.id}`)).status).toBe(204);
});
