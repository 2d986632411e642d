/** What the reader of a tenant does when Graph is busy, pages, or says no: against a server that speaks its words. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { GraphTenant } from "./tenant.ts";

let server: Server | undefined;
afterEach(() => server?.close());

/** Answers one after the other, and keeps what it was asked. `{base}` in an answer is its own address. */
async function graphThat(answers: readonly { status?: number; headers?: Record<string, string>; body: object }[]) {
  const asked: string[] = [];
  const left = [...answers];
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? ""}`.trim());
    const token = { access_token: "secret-token", expires_in: 3600 };
    const { status = 200, headers = {}, body } = request.method === "POST" ? { body: token } : left.shift()!;
    const text = JSON.stringify(body).replaceAll("{base}", base);
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(text);
  });
  await new Promise<void>((listening) => server!.listen(0, "127.0.0.1", listening));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const app = { base, authority: base, tenant: "contoso", clientId: "app", clientSecret: "pass" };
  return { tenant: new GraphTenant(app), asked };
}

test("follows links with one token, and waits as long as Graph asks for when it is busy", async () => {
  const { tenant, asked } = await graphThat([
    { body: { value: [{ id: 1 }], "@odata.nextLink": "{base}/v1.0/users?$skiptoken=x" } },
    { status: 429, headers: { "retry-after": "0" }, body: { error: { code: "activityLimitReached" } } },
    { status: 503, headers: { "retry-after": new Date(0).toUTCString() }, body: {} },
    { body: { value: [{ id: 2 }] } },
  ]);
  expect(await tenant.all("/users")).toEqual([{ id: 1 }, { id: 2 }]);
  expect(asked).toEqual([
    "POST /contoso/oauth2/v2.0/token",
    "GET /v1.0/users Bearer secret-token",
    ...Array.from({ length: 3 }, () => "GET /v1.0/users?$skiptoken=x Bearer secret-token"),
  ]);
});

test("gives its token to no other host", async () => {
  const { tenant } = await graphThat([
    { body: { value: [], "@odata.nextLink": "https://elsewhere.example/v1.0/users" } },
  ]);
  await expect(tenant.all("/users")).rejects.toThrow("leads elsewhere: https://elsewhere.example");
});

test("a refusal is told in Graph's words", async () => {
  const body = { error: { code: "Authorization_RequestDenied", message: "Insufficient privileges" } };
  const { tenant } = await graphThat([{ status: 403, body }]);
  await expect(tenant.all("/users")).rejects.toThrow(
    "answered 403: Authorization_RequestDenied: Insufficient privileges",
  );
});
