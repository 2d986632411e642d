/** Outgoing webhooks, taken by a real HTTP server and checked with the library that receivers use. */
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { deliver } from "../src/engine/deliver.ts";
import { notify } from "../src/engine/notify.ts";
import { sealOf } from "../src/engine/seal.ts";
import { sealPlainSecrets } from "../src/engine/webhooks.ts";
import { makeOrganization, startServer, type TestServer } from "./support/server.ts";

const ORG = "/v1/organizations/contoso";
const HOUR = 3_600_000;

interface Received {
  url: string;
  headers: IncomingHttpHeaders & Record<string, string>;
  body: string;
}

let server: TestServer;
let api: TestServer["api"];
/** Beside the real clock: the library refuses what is five minutes off. */
let ahead: number;
let receiver: Server;
let received: Received[];
let answerWith: { status: number; headers?: Record<string, string>; delayMs?: number };
let url: string;

beforeEach(async () => {
  ahead = 0;
  server = await startServer({ now: () => Date.now() + ahead });
  api = server.api;
  await makeOrganization(server, "contoso", { licenses: [] });
  received = [];
  answerWith = { status: 204 };
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      received.push({ url: request.url!, headers: request.headers as Received["headers"], body });
      const { status, headers = {}, delayMs = 0 } = answerWith;
      setTimeout(() => response.writeHead(status, headers).end(), delayMs);
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
});
afterEach(async () => {
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
  await server.close();
});

async function happens(name: string, about: object = {}): Promise<void> {
  await server.engine.pool.query(
    "INSERT INTO event (organization, id, name, about, at) VALUES ('contoso', $1, $2, $3, '2026-11-22T09:00:00Z')",
    [await server.engine.ids.one(), name, JSON.stringify(about)],
  );
}
async function work(): Promise<void> {
  await notify(server.engine, "https://billing.example");
  await deliver(server.engine, { patienceMs: 300 });
}
async function hook(id = "crm", body: object = {}): Promise<string> {
  const made = await api("PUT", `${ORG}/webhooks/${id}`, { url, ...body });
  expect(made.status, JSON.stringify(made.body)).toBe(200);
  return made.body.secret;
}
const deliveriesOf = async (id = "crm") => (await api("GET", `${ORG}/webhooks/${id}/deliveries`)).body.items;

describe("what is sent", () => {
  test("Standard Webhooks: the receivers' own library accepts the signature, and no other secret's", async () => {
    const secret = await hook();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    await happens("recharge.failed", { amount: "200", currency: "USD", failure: "The card has expired. 髙" });
    await work();
    expect(received).toHaveLength(1);
    const [{ url: path, headers, body }] = received as [Received];
    expect(path).toBe("/hook");
    expect(headers["content-type"]).toBe("application/json");
    expect(new Webhook(secret).verify(body, headers)).toEqual({
      type: "recharge.failed",
      timestamp: "2026-11-22T09:00:00.000Z",
      data: { organization: "contoso", amount: "200", currency: "USD", failure: "The card has expired. 髙" },
    });
    expect(() => new Webhook(secret).verify(body.replace("200", "900"), headers)).toThrow();
    expect(() => new Webhook(`whsec_${Buffer.alloc(32).toString("base64")}`).verify(body, headers)).toThrow();
    const [delivery] = await deliveriesOf();
    expect(delivery).toMatchObject({
      event: "recharge.failed",
      state: "delivered",
      tries: 1,
      lastStatus: 204,
      failure: null,
    });
    expect(headers["webhook-id"]).toBe(`msg_${delivery.id}`);
    await work();
    expect(received, "once is enough").toHaveLength(1);
  });

  test("to each that wants it: all events, one, or a family", async () => {
    await hook("all");
    await hook("pools", { events: ["pool.*"] });
    await hook("zero", { events: ["balance.zero"] });
    for (const event of ["pool.80", "balance.zero", "pool.100", "incident.settled"]) await happens(event);
    await work();
    const seen = async (id: string) =>
      ((await deliveriesOf(id)) as { event: string }[]).map(({ event }) => event).sort();
    expect(await seen("all")).toEqual(["balance.zero", "incident.settled", "pool.100", "pool.80"]);
    expect(await seen("pools")).toEqual(["pool.100", "pool.80"]);
    expect(await seen("zero")).toEqual(["balance.zero"]);
    expect(received).toHaveLength(7);
  });

  test("a new secret signs at once, the old one beside it for a day", async () => {
    const old = await hook();
    const rotated = await api("POST", `${ORG}/webhooks/crm/rotate-secret`, {});
    expect(rotated.status).toBe(200);
    const fresh: string = rotated.body.secret;
    expect(fresh).not.toBe(old);
    await happens("pool.80");
    await work();
    for (const secret of [old, fresh]) new Webhook(secret).verify(received[0]!.body, received[0]!.headers);
    ahead = 24 * HOUR + 1000;
    await happens("pool.100");
    await work();
    expect(received[1]!.headers["webhook-signature"]!.split(" ")).toHaveLength(1);
  });

  test("the secret is shown once, in no list, and not again by a repeat", async () => {
    const secret = await hook();
    const again = await api("PUT", `${ORG}/webhooks/crm`, { events: ["pool.80"] });
    expect(again.body).toMatchObject({ url, events: ["pool.80"], state: "active" });
    const headers = { "idempotency-key": "rotate-1" };
    await api("POST", `${ORG}/webhooks/crm/rotate-secret`, {}, { headers });
    const repeat = await api("POST", `${ORG}/webhooks/crm/rotate-secret`, {}, { headers });
    const read = await api("GET", `${ORG}/webhooks/crm`);
    const list = await api("GET", `${ORG}/webhooks`);
    for (const { body } of [again, repeat, read, list]) {
      expect(JSON.stringify(body)).not.toContain("whsec_");
      expect(JSON.stringify(body)).not.toContain(secret);
    }
    expect(list.body.items).toHaveLength(1);
  });
});

describe("secrets in the database", () => {
  const stored = async () =>
    (await server.engine.pool.query<{ row: string }>("SELECT w::text AS row FROM webhook w")).rows[0]!.row;
  const newest = (): Received => received.at(-1)!;

  test("are encrypted, the old one as well", async () => {
    const old = await hook();
    const { secret } = (await api("POST", `${ORG}/webhooks/crm/rotate-secret`, {})).body;
    for (const each of [old, secret, "whsec_"]) expect(await stored()).not.toContain(each);
  });

  test("that an earlier version kept as they were are encrypted by the next start, and go on to sign", async () => {
    await hook();
    const [plain, old] = [3, 4].map((byte) => `whsec_${Buffer.alloc(32, byte).toString("base64")}`);
    await server.engine.pool.query(
      "UPDATE webhook SET secret = $1, old_secret = $2, old_secret_until = now() + interval '1 day'",
      [plain, old],
    );
    for (let start = 0; start < 2; start++) await sealPlainSecrets(server.engine);
    expect(await stored()).not.toContain("whsec_");
    await happens("pool.80");
    await work();
    for (const secret of [plain!, old!]) new Webhook(secret).verify(newest().body, newest().headers);
  });

  test("encrypted with a key that is lost: the delivery says so, and a new secret mends it", async () => {
    await hook();
    await happens("pool.80");
    await notify(server.engine, "https://billing.example");
    await deliver({ ...server.engine, webhookSeal: sealOf("another-secret-key-of-32-characters-or-more", "webhook") });
    expect(received).toEqual([]);
    const [delivery] = await deliveriesOf();
    expect(delivery).toMatchObject({ state: "pending", tries: 1, lastStatus: null });
    expect(delivery.failure).toContain("another TALKTIME_SECRET_KEY");
    const { secret } = (await api("POST", `${ORG}/webhooks/crm/rotate-secret`, {})).body;
    ahead = 10_000;
    await deliver(server.engine, { patienceMs: 300 });
    new Webhook(secret).verify(newest().body, newest().headers);
  });
});

describe("what is not taken", () => {
  test.each([
    [{ status: 500 }, "It answered 500."],
    [{ status: 302, headers: { location: "/elsewhere" } }, "It answered 302, and redirects are not followed."],
    [{ status: 204, delayMs: 900 }, "No answer within 0.3 seconds."],
  ])("%j is tried again later, under the same id", async (answer, failure) => {
    const secret = await hook();
    answerWith = answer;
    await happens("pool.80");
    await work();
    expect(received).toHaveLength(1);
    expect(await deliveriesOf()).toEqual([expect.objectContaining({ state: "pending", tries: 1, failure })]);
    answerWith = { status: 200 };
    await work();
    expect(received, "not before its time").toHaveLength(1);
    ahead = 6_000;
    await work();
    expect(received).toHaveLength(2);
    expect(received[1]!.url).toBe("/hook");
    expect(received[1]!.headers["webhook-id"]).toBe(received[0]!.headers["webhook-id"]);
    expect(received[1]!.body).toBe(received[0]!.body);
    new Webhook(secret).verify(received[1]!.body, received[1]!.headers);
    expect(await deliveriesOf()).toEqual([expect.objectContaining({ state: "delivered", tries: 2, failure: null })]);
  });

  test("nobody there: for three days, then given up; a replay sends it again under its id", async () => {
    await hook();
    answerWith = { status: 503 };
    await happens("pool.80");
    let lastTry = 0;
    for (let hours = 0; hours <= 80; hours++, ahead += HOUR) {
      const before = received.length;
      await work();
      if (received.length > before) lastTry = hours;
    }
    expect(await deliveriesOf()).toEqual([expect.objectContaining({ state: "failed", tries: 10, nextTryAt: null })]);
    expect(lastTry, "hours that it was tried for").toBeGreaterThanOrEqual(70);
    expect(lastTry).toBeLessThanOrEqual(80);
    answerWith = { status: 200 };
    const [{ id }] = await deliveriesOf();
    expect((await api("POST", `${ORG}/webhooks/crm/replay`, {})).body).toEqual({ replayed: 1 });
    await work();
    expect(received.at(-1)!.headers["webhook-id"]).toBe(`msg_${id}`);
    expect(await deliveriesOf()).toEqual([expect.objectContaining({ state: "delivered", tries: 1 })]);
    expect((await api("POST", `${ORG}/webhooks/crm/replay`, {})).body).toEqual({ replayed: 0 });
    expect((await api("POST", `${ORG}/webhooks/crm/replay`, { deliveries: [id] })).body).toEqual({ replayed: 1 });
    await work();
    expect((await api("POST", `${ORG}/webhooks/crm/replay`, { since: "2026-01-01T00:00:00Z" })).body).toEqual({
      replayed: 1,
    });
    expect((await api("POST", `${ORG}/webhooks/crm/replay`, { since: "2100-01-01T00:00:00Z" })).body).toEqual({
      replayed: 0,
    });
  });

  test("410 ends it until it is put again; one that is away does not hold up another", async () => {
    await hook("away", { url: "http://127.0.0.1:9/" });
    await hook("gone");
    answerWith = { status: 410 };
    await happens("pool.80");
    await work();
    expect((await api("GET", `${ORG}/webhooks/gone`)).body.state).toBe("gone");
    expect(await deliveriesOf("away")).toEqual([
      expect.objectContaining({ state: "pending", failure: expect.stringContaining("can not be reached") }),
    ]);
    answerWith = { status: 200 };
    await happens("pool.100");
    await work();
    expect(received).toHaveLength(1);
    await api("PUT", `${ORG}/webhooks/gone`, {});
    await happens("balance.zero");
    await work();
    expect(received).toHaveLength(2);
  });

  test("removed, nothing more is sent", async () => {
    await hook();
    answerWith = { status: 500 };
    await happens("pool.80");
    await work();
    expect((await api("DELETE", `${ORG}/webhooks/crm`)).status).toBe(204);
    ahead = 10 * HOUR;
    await work();
    expect(received).toHaveLength(1);
    expect(await api("GET", `${ORG}/webhooks/crm`)).toMatchObject({ status: 404, body: { code: "UNKNOWN_WEBHOOK" } });
    expect((await api("DELETE", `${ORG}/webhooks/crm`)).status).toBe(404);
  });
});

test.each<[string, object, string]>([
  ["no address", {}, "/url"],
  ["an address that is none", { url: "example" }, "/url"],
  ["a file", { url: "file:///etc/passwd" }, "/url"],
  ["a script", { url: "javascript:alert(1)" }, "/url"],
  ["a password in the address", { url: "https://a:b@hook.example/" }, "/url"],
  ["no events at all", { url: "https://hook.example/", events: [] }, "/events"],
  ["an event that is no name", { url: "https://hook.example/", events: ["pool 80"] }, "/events/0"],
  ["everything by a star", { url: "https://hook.example/", events: ["*"] }, "/events/0"],
  ["a secret of one's own", { url: "https://hook.example/", secret: "x" }, "/secret"],
])("refused: %s", async (_what, body, pointer) => {
  const answer = await api("PUT", `${ORG}/webhooks/new`, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(400);
  expect(answer.body.errors).toContainEqual(expect.objectContaining({ in: "body", pointer }));
  expect((await api("GET", `${ORG}/webhooks`)).body.items).toEqual([]);
});
