/** RADIUS spoken by other programs: Debian's radclient, directly and through FreeRADIUS as a proxy, and a gateway of ours. */
import { spawnSync } from "node:child_process";
import { createHmac, randomBytes } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { audit, auditWords } from "../../src/engine/audit.ts";
import { endSilent, reapOverdue } from "../../src/engine/reaper.ts";
import { importRateDeck } from "../../src/engine/import-rate-deck.ts";
import { number, text, textOf, TYPES } from "../../src/switches/radius/attributes.ts";
import { type Attribute, CODES, decodePacket, encodeReply, encodeRequest } from "../../src/switches/radius/packet.ts";
import { type RadiusServer, startRadius } from "../../src/switches/radius/server.ts";
import { freeUdpPort, type RunningProgram, startProgram, waitUntilUp } from "../../switches/lab/process.ts";
import { makeOrganization, startServer, type TestServer } from "../support/server.ts";

const SECRET = "secret-of-the-gateway";
const missing = ["radclient", "freeradius"].filter((name) => spawnSync(name, ["-v"]).error !== undefined);
const reason = missing.length > 0 ? `${missing.join(" and ")} not installed` : undefined;

const DECK = `service,prefix,destination,country,number_class,price_per_minute,connection_fee,initial_increment_seconds,increment_seconds,effective_from,effective_to
user_out,44,United Kingdom,GB,geographic,0.10,0,60,60,2026-01-01T00:00:00Z,
`;

let server: TestServer;
let api: TestServer["api"];
let radius: RadiusServer;
let gateway: Socket;
const counts: Record<string, number> = {};
/** How far the clock was moved, ms. */
let later = 0;

beforeAll(async () => {
  server = await startServer({ now: () => Date.now() + later });
  api = server.api;
  await importRateDeck(server.engine.pool, server.engine.rates, {
    ...{ name: "usd", currency: "USD", replaces: null, namedOnly: false, csv: Readable.from([Buffer.from(DECK)]) },
  });
  for (const org of ["contoso", "empty"]) {
    await makeOrganization(server, org);
    const person = { displayName: "Ann", kind: "person", usageLocation: "US", licenses: ["MCOPSTN1", "MCOPSTNC"] };
    await api("PUT", `/v1/organizations/${org}/users/ann@${org}.example`, person);
  }
  const { body: card } = await api("POST", "/v1/organizations/contoso/payment-methods", {
    type: "card",
    token: "tok_visa",
  });
  await api("POST", "/v1/organizations/contoso/top-ups", { amount: "50", paymentMethod: card.id });
  await api("PUT", "/v1/switches/gateway-1", { canUpdate: false, country: "US" });
  gateway = createSocket("udp4");
  await new Promise<void>((resolve) => gateway.bind(0, "127.0.0.1", resolve));
  radius = await startRadius({
    engine: server.engine,
    host: "127.0.0.1",
    settings: {
      port: 0,
      accountingPort: 0,
      clients: [
        {
          address: "127.0.0.1",
          secret: SECRET,
          switch: "gateway-1",
          disconnectPort: gateway.address().port,
          interimSeconds: 300,
        },
      ],
    },
    log: { warn: () => {} },
    count: (what) => (counts[what] = (counts[what] ?? 0) + 1),
  });
});
afterAll(async () => {
  await radius.close();
  gateway.close();
  const { good, lines } = auditWords(await audit(server.engine, null));
  await server.close();
  expect(good, lines.join("\n")).toBe(true);
});

const call = async (callId: string) => (await api("GET", `/v1/calls?callId=${callId}`)).body.items[0];

/** What radclient sends and prints; attributes as `Name = value` lines. */
function radclient(
  command: "auth" | "acct",
  lines: string[],
  { port, secret = SECRET }: { port?: number; secret?: string } = {},
) {
  const to = port ?? (command === "auth" ? radius.port : radius.accountingPort);
  const signed = command === "auth" ? [...lines, "Message-Authenticator = 0x00"] : lines;
  return new Promise<string>((resolve) => {
    const program = startProgram(
      "sh",
      ["-c", `printf '%s' "$LINES_TO_SEND" | radclient -x -t 1 -r 2 127.0.0.1:${to} ${command} "$SECRET"`],
      {
        env: { LINES_TO_SEND: signed.join("\n"), SECRET: secret },
      },
    );
    void program.ended.then(() => resolve(program.output()));
  });
}
const asks = (id: string, org = "contoso"): string[] => [
  `User-Name = "ann@${org}.example"`,
  'Calling-Station-Id = "+12065550103"',
  'Called-Station-Id = "+442079460000"',
  `Acct-Session-Id = "${id}"`,
];
const reports = (id: string, status: "Start" | "Interim-Update" | "Stop", seconds: number): string[] => [
  ...asks(id),
  `Acct-Status-Type = ${status}`,
  `Acct-Session-Time = ${seconds}`,
];

describe.skipIf(reason !== undefined)(`radclient${reason === undefined ? "" : ` (${reason})`}`, () => {
  test("asks for a call, reports its answer, its course and its end; it is charged once", async () => {
    const accepted = await radclient("auth", asks("call-1"));
    expect(accepted).toContain("Received Access-Accept");
    expect(accepted).toMatch(/Session-Timeout = 14400\b/);
    expect(accepted).toContain('h323-credit-time = "h323-credit-time=14400"');
    expect(accepted).toMatch(/Acct-Interim-Interval = 300\b/);
    for (const [status, seconds] of [
      ["Start", 0],
      ["Interim-Update", 61],
      ["Stop", 121],
      ["Stop", 121],
    ] as const)
      expect(await radclient("acct", reports("call-1", status, seconds))).toContain("Received Accounting-Response");
    expect(await call("call-1")).toMatchObject({ state: "completed", usedSeconds: 121, charge: "0.3" });
  });

  test.each([
    ["no credit", asks("no-credit", "empty"), "OUT_OF_CREDIT"],
    ["nobody we know", ['User-Name = "nobody@contoso.example"', ...asks("nobody").slice(1)], "UNKNOWN_USER"],
    ["no number that is called", asks("no-number").filter((line) => !line.startsWith("Called")), "INVALID_REQUEST"],
  ])("is refused with the reason: %s", async (_, lines, code) => {
    const answer = await radclient("auth", lines);
    expect(answer).toContain("Received Access-Reject");
    expect(answer).toContain(`Reply-Message = "${code}: `);
  });

  test("reports a call that nobody was asked about: it is charged all the same", async () => {
    expect(await radclient("acct", reports("let-through", "Stop", 60))).toContain("Received Accounting-Response");
    expect(await call("let-through")).toMatchObject({ state: "completed", usedSeconds: 60, charge: "0.1" });
  });

  test("with a wrong secret hears nothing, and nothing is held", async () => {
    const answer = await radclient("auth", asks("wrong-secret"), { secret: "another-secret" });
    expect(answer).toContain("No reply");
    expect([await call("wrong-secret"), counts["not-authentic"]! > 0]).toEqual([undefined, true]);
  });

  test("through FreeRADIUS as a proxy is answered the same", async () => {
    const proxy = await startProxy();
    try {
      const accepted = await radclient("auth", asks("proxied"), proxy);
      expect(accepted, proxy.program.output()).toContain("Received Access-Accept");
      expect(accepted).toMatch(/Session-Timeout = \d+/);
      const stopped = await radclient("acct", reports("proxied", "Stop", 30), { ...proxy, port: proxy.accountingPort });
      expect(stopped, proxy.program.output()).toContain("Received Accounting-Response");
      expect(await call("proxied")).toMatchObject({ usedSeconds: 30, charge: "0.1" });
    } finally {
      await proxy.stop();
    }
  });
});

describe("a gateway", () => {
  const send = async (port: number, bytes: Buffer, times = 1): Promise<Buffer[]> => {
    const socket = createSocket("udp4");
    const heard: Buffer[] = [];
    socket.on("message", (answer) => heard.push(answer));
    for (let i = 0; i < times; i++) {
      await new Promise((resolve) => socket.send(bytes, port, "127.0.0.1", resolve));
      for (let waited = 0; heard.length <= i && waited < 40; waited++) await sleep(25);
    }
    socket.close();
    return heard;
  };
  const accounting = (
    identifier: number,
    callId: string,
    status: number,
    seconds?: number,
    more: Attribute[] = [],
  ): Buffer =>
    encodeRequest(
      {
        code: CODES.accountingRequest,
        identifier,
        attributes: [
          text(TYPES.userName, "ann@contoso.example"),
          text(TYPES.callingStationId, "+12065550103"),
          text(TYPES.calledStationId, "+442079460000"),
          text(TYPES.nasIdentifier, "node-1"),
          text(TYPES.acctSessionId, callId),
          number(TYPES.acctStatusType, status),
          ...(seconds === undefined ? [] : [number(TYPES.acctSessionTime, seconds)]),
          ...more,
        ],
      },
      SECRET,
    );

  test("behind proxies gets their Proxy-State back as it was, in its order", async () => {
    const states = ["first", "\u0001\u0002", "first"].map((state) => ({ type: 33, value: Buffer.from(state) }));
    const [answer] = await send(radius.accountingPort, accounting(21, "behind-proxies", 2, 60, states));
    expect(decodePacket(answer!)!.attributes.filter(({ type }) => type === 33)).toEqual(states);
  });

  test("behind a proxy with a Class of its own has the call that it asked for", async () => {
    const asked = { user: "ann@contoso.example", from: "+12065550103", to: "+442079460000" };
    await api("POST", "/v1/calls", { callId: "own-class", ...asked }, { key: await switchKey() });
    const classes = [text(TYPES.class, "customers"), text(TYPES.class, "talktime:own-class")];
    await send(radius.accountingPort, accounting(22, "another-leg", 2, 60, classes));
    await send(radius.accountingPort, accounting(23, "no-class-of-ours", 2, 61, classes.slice(0, 1)));
    expect(await call("own-class")).toMatchObject({ state: "completed", usedSeconds: 60 });
    expect(await call("no-class-of-ours")).toMatchObject({ usedSeconds: 61 });
    expect(await call("customers")).toBeUndefined();
  });

  test("that says a time that no call lasts has it from its Start to its Stop, also when these come late", async () => {
    const asked = { user: "ann@contoso.example", from: "+12065550103", to: "+442079460000" };
    await api("POST", "/v1/calls", { callId: "implausible", ...asked }, { key: await switchKey() });
    const late = (seconds: number): Attribute[] => [number(TYPES.acctDelayTime, seconds)];
    await send(radius.accountingPort, accounting(24, "implausible", 1, undefined, late(70)));
    expect(await send(radius.accountingPort, accounting(25, "implausible", 2, 0xffff_fff0, late(5)))).toHaveLength(1);
    expect(await call("implausible")).toMatchObject({ usedSeconds: 65, charge: "0.2" });
  });

  test("that repeats a packet gets the same answer", async () => {
    const stop = accounting(1, "repeated", 2, 60);
    const [first, second] = await send(radius.accountingPort, stop, 2);
    expect(first).toBeDefined();
    expect(second).toEqual(first);
    expect(counts["repeated"]).toBeGreaterThan(0);
  });

  test("whose Stop is lost has a call that ended with its last Interim-Update; a late Stop corrects that", async () => {
    const asked = { user: "ann@contoso.example", from: "+12065550103", to: "+442079460000" };
    const ring = { key: await switchKey() };
    for (const callId of ["silent", "heard"]) await api("POST", "/v1/calls", { callId, ...asked }, ring);
    await send(radius.accountingPort, accounting(11, "silent", 1));
    await send(radius.accountingPort, accounting(12, "heard", 1));
    later += 200_000;
    await send(radius.accountingPort, accounting(13, "silent", 3, 200));
    later += 60_000;
    await send(radius.accountingPort, accounting(14, "heard", 3, 260));
    await endSilent(server.engine, "gateway-1", server.engine.now() - 30_000);
    await reapOverdue(server.engine);
    expect(await call("silent")).toMatchObject({ end: "presumed", usedSeconds: 200, charge: "0.4" });
    expect((await call("heard")).state).toBe("answered");
    await send(radius.accountingPort, accounting(15, "silent", 2, 245));
    await send(radius.accountingPort, accounting(16, "heard", 2, 300));
    expect(await call("silent")).toMatchObject({ end: "real", usedSeconds: 245, charge: "0.5" });
    expect(await call("heard")).toMatchObject({ end: "real", usedSeconds: 300, charge: "0.5" });
  });

  test("that says Failed, as SIP proxies do, has a call that was not answered; it frees what is held", async () => {
    const asked = { user: "ann@contoso.example", from: "+12065550103", to: "+442079460000" };
    await api("POST", "/v1/calls", { callId: "failed", ...asked }, { key: await switchKey() });
    expect(await send(radius.accountingPort, accounting(7, "failed", 15))).toHaveLength(1);
    expect(await call("failed")).toMatchObject({ state: "unanswered", charge: "0", cause: "failed" });
  });

  test("that says no duration is charged from its Start to its Stop", async () => {
    const asked = { user: "ann@contoso.example", from: "+12065550103", to: "+442079460000" };
    await api("POST", "/v1/calls", { callId: "no-duration", ...asked }, { key: await switchKey() });
    await send(radius.accountingPort, accounting(8, "no-duration", 1));
    await sleep(600);
    expect(await send(radius.accountingPort, accounting(9, "no-duration", 2))).toHaveLength(1);
    expect(await call("no-duration")).toMatchObject({ state: "completed", charge: "0.1" });
  });

  test("hears nothing to garbage, and the server goes on", async () => {
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.alloc(19),
      Buffer.alloc(4096, 255),
      accounting(2, "x", 2, 1).subarray(0, 30),
    ])
      expect(await send(radius.accountingPort, bytes)).toEqual([]);
    expect(await send(radius.accountingPort, accounting(3, "after-garbage", 2, 1))).toHaveLength(1);
  });

  test("is told to end a call that somebody wants ended, and again until it says that it has", async () => {
    const { status } = await api(
      "POST",
      "/v1/calls",
      { callId: "pushed", user: "ann@contoso.example", from: "+12065550103", to: "+442079460000" },
      { key: await switchKey() },
    );
    expect(status).toBe(201);
    const heard: Buffer[] = [];
    const told = new Promise<void>((resolve) => {
      gateway.on("message", (bytes, { port, address }) => {
        heard.push(bytes);
        if (heard.length < 2) return; // as if the first was lost
        gateway.send(encodeReply(decodePacket(bytes)!, CODES.disconnectAck, [], SECRET), port, address);
        resolve();
      });
    });
    const { items } = (await api("GET", "/v1/calls?callId=pushed")).body;
    expect(items).toHaveLength(1);
    expect(
      (await api("POST", "/v1/calls/pushed/hang-up", { reason: "fraud" }, { key: await switchKey() })).status,
    ).toBe(202);
    await told;
    const packet = decodePacket(heard[1]!)!;
    expect(packet.code).toBe(CODES.disconnectRequest);
    expect([textOf(packet, TYPES.acctSessionId), textOf(packet, TYPES.replyMessage)]).toEqual(["pushed", "fraud"]);
    expect(heard[1]).toEqual(heard[0]);
    await send(radius.accountingPort, accounting(4, "pushed", 2, 5));
    expect(await call("pushed")).toMatchObject({ state: "completed", usedSeconds: 5 });
  });

  test("that has restarted says so: its calls are looked at again and ended as lost", async () => {
    const asked = { user: "ann@contoso.example", from: "+12065550103", to: "+442079460000", node: "node-1" };
    await api("POST", "/v1/calls", { callId: "lost", ...asked }, { key: await switchKey() });
    const on = encodeRequest(
      {
        code: CODES.accountingRequest,
        identifier: 5,
        attributes: [text(TYPES.nasIdentifier, "node-1"), number(TYPES.acctStatusType, 7)],
      },
      SECRET,
    );
    expect(await send(radius.accountingPort, on)).toHaveLength(1);
    const { rows } = await server.engine.pool.query(
      "SELECT FROM session WHERE call_id = 'lost' AND lost_at IS NOT NULL",
    );
    expect(rows).toHaveLength(1);
    await send(radius.accountingPort, accounting(6, "lost", 2, 0));
  });
});

const noIpv6 = Object.values(networkInterfaces())
  .flat()
  .every((one) => one?.address !== "::1");

test.skipIf(noIpv6)("of two gateways that are one switch, each has its own calls, also over IPv6", async () => {
  const told = { v4: createSocket("udp4"), v6: createSocket("udp6") };
  const sockets = Object.values(told);
  const bindAt = (socket: Socket, host: string) => new Promise<void>((done) => socket.bind(0, host, done));
  await Promise.all([bindAt(told.v4, "127.0.0.1"), bindAt(told.v6, "::1")]);
  const of = (address: string, socket: Socket) => ({
    ...{ address, secret: SECRET, switch: "pair", disconnectPort: socket.address().port },
  });
  const pair = await startRadius({
    ...{ engine: server.engine, host: "::", log: { warn: () => {} }, count: () => {} },
    settings: { port: 0, accountingPort: 0, clients: [of("127.0.0.1", told.v4), of("::1", told.v6)] },
  });
  const ask = async (socket: Socket, port: number, bytes: Buffer): Promise<number | undefined> => {
    const heard = once(socket, "message") as Promise<[Buffer]>;
    socket.send(bytes, port, socket === told.v6 ? "::1" : "127.0.0.1");
    return decodePacket((await heard)[0])?.code;
  };
  const request = (code: number, identifier: number, attributes: Attribute[]) =>
    encodeRequest({ code, identifier, attributes }, SECRET);
  const access = (callId: string) =>
    encodeAccess([
      text(TYPES.userName, "ann@contoso.example"),
      text(TYPES.callingStationId, "+12065550103"),
      text(TYPES.calledStationId, "+442079460000"),
      text(TYPES.acctSessionId, callId),
    ]);
  try {
    expect(await ask(told.v4, pair.port, access("of-v4"))).toBe(CODES.accessAccept);
    expect(await ask(told.v6, pair.port, access("of-v6"))).toBe(CODES.accessAccept);
    const restarted = request(CODES.accountingRequest, 1, [number(TYPES.acctStatusType, 7)]);
    expect(await ask(told.v6, pair.accountingPort, restarted)).toBe(CODES.accountingResponse);
    const { rows } = await server.engine.pool.query(
      "SELECT call_id FROM session WHERE switch = 'pair' AND lost_at IS NOT NULL",
    );
    expect(rows).toEqual([{ call_id: "of-v6" }]);

    // The one that has no such call says no at once; the one that has it is slower.
    const answering = (socket: Socket, code: number, waitMs: number) =>
      socket.on("message", (bytes: Buffer, { port, address }) => {
        const packet = decodePacket(bytes);
        if (packet?.code !== CODES.disconnectRequest) return;
        setTimeout(() => socket.send(encodeReply(packet, code, [], SECRET), port, address), waitMs);
      });
    answering(told.v6, CODES.disconnectNak, 0);
    answering(told.v4, CODES.disconnectAck, 1_500);
    const asked = Promise.all(sockets.map((socket) => once(socket, "message")));
    expect((await api("POST", "/v1/calls/of-v4/hang-up", {})).status).toBe(202);
    await asked;
    await sleep(300);
    const standing = "SELECT done_at FROM switch_command WHERE switch = 'pair'";
    const isDone = async () => (await server.engine.pool.query<{ done_at: unknown }>(standing)).rows[0]!.done_at;
    expect(await isDone(), "a gateway that knows nothing of the call is not asked whether it is over").toBeNull();
    for (let waited = 0; !(await isDone()) && waited < 40; waited++) await sleep(100);
    expect(await isDone()).not.toBeNull();
    const stop = (callId: string) =>
      request(CODES.accountingRequest, 2, [text(TYPES.acctSessionId, callId), number(TYPES.acctStatusType, 15)]);
    expect(await ask(told.v4, pair.accountingPort, stop("of-v4"))).toBe(CODES.accountingResponse);
    expect(await ask(told.v6, pair.accountingPort, stop("of-v6"))).toBe(CODES.accountingResponse);
  } finally {
    await pair.close();
    for (const socket of sockets) socket.close();
  }
});

/** An Access-Request: its authenticator is random, and so it is not what is signed. */
function encodeAccess(attributes: Attribute[]): Buffer {
  const authenticator = randomBytes(16);
  const signed = [{ type: 80, value: Buffer.alloc(16) }, ...attributes];
  const body = Buffer.concat(signed.map(({ type, value }) => Buffer.from([type, value.length + 2, ...value])));
  const head = Buffer.concat([Buffer.from([CODES.accessRequest, 9, 0, 0]), authenticator]);
  head.writeUInt16BE(20 + body.length, 2);
  const bytes = Buffer.concat([head, body]);
  createHmac("md5", SECRET).update(bytes).digest().copy(bytes, 22);
  return bytes;
}

let key: string | undefined;
async function switchKey(): Promise<string> {
  key ??= (await api("POST", "/v1/api-keys", { name: "gateway", scopes: ["switch", "read"], switch: "gateway-1" })).body
    .key;
  return key!;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** FreeRADIUS between radclient and us: it asks us for everything. */
async function startProxy(): Promise<{
  port: number;
  accountingPort: number;
  program: RunningProgram;
  stop: () => Promise<void>;
}> {
  const folder = mkdtempSync(join(tmpdir(), "talktime-freeradius-"));
  const [port, accountingPort] = [await freeUdpPort(), await freeUdpPort()];
  const home = (name: string, type: string, at: number): string =>
    `home_server ${name} {\n type = ${type}\n ipaddr = 127.0.0.1\n port = ${at}\n secret = ${SECRET}\n}\nhome_server_pool ${name}s {\n home_server = ${name}\n}\n`;
  writeFileSync(
    join(folder, "radiusd.conf"),
    `prefix = /usr\nlibdir = /usr/lib/freeradius\nlogdir = ${folder}\nrun_dir = ${folder}\npidfile = ${folder}/pid
log {\n destination = stdout\n}
client radclient {\n ipaddr = 127.0.0.1\n secret = ${SECRET}\n}
${home("access", "auth", radius.port)}${home("accounting", "acct", radius.accountingPort)}
realm talktime {\n auth_pool = accesss\n acct_pool = accountings\n}
modules {\n}
server default {
 listen {\n  type = auth\n  ipaddr = 127.0.0.1\n  port = ${port}\n }
 listen {\n  type = acct\n  ipaddr = 127.0.0.1\n  port = ${accountingPort}\n }
 authorize {\n  update control {\n   Proxy-To-Realm := "talktime"\n  }\n }
 preacct {\n  update control {\n   Proxy-To-Realm := "talktime"\n  }\n }
}\n`,
  );
  const program = startProgram("freeradius", ["-f", "-X", "-d", folder, "-n", "radiusd"]);
  await waitUntilUp("FreeRADIUS", program, async () => program.output().includes("Ready to process requests"), 20);
  return {
    ...{ port, accountingPort, program },
    stop: async () => {
      await program.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
