/** FastAGI, ARI and AMI, with a dialplan and an Asterisk of our own making: what no real one would do, too. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Server as TcpServer,
  type Socket,
} from "node:net";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { audit, auditWords } from "../../src/engine/audit.ts";
import { importRateDeck } from "../../src/engine/import-rate-deck.ts";
import { prolongCalls } from "../../src/engine/push.ts";
import { type FastAgi, startFastAgi } from "../../src/switches/asterisk/server.ts";
import { makeOrganization, startServer, type TestServer } from "../support/server.ts";

const DECK = `service,prefix,destination,country,number_class,price_per_minute,connection_fee,initial_increment_seconds,increment_seconds,effective_from,effective_to
user_out,44,United Kingdom,GB,geographic,0.10,0,60,60,2026-01-01T00:00:00Z,
user_out,4479,United Kingdom: dear,GB,mobile,400,0,60,60,2026-01-01T00:00:00Z,
`;
const PATIENCE_MS = 300;

let server: TestServer;
let api: TestServer["api"];
let fastAgi: FastAgi;
let ari: Server;
let ami: TcpServer;
/** What AMI was told, one line an action. */
const told: string[] = [];
/** What Asterisk's ARI was asked, and which channels it has; undefined: it answers 500. */
const asked: string[] = [];
let channels: string[] | undefined = [];
const counts: Record<string, number> = {};

beforeAll(async () => {
  server = await startServer();
  api = server.api;
  await importRateDeck(server.engine.pool, server.engine.rates, {
    ...{ name: "usd", currency: "USD", replaces: null, namedOnly: false, csv: Readable.from([Buffer.from(DECK)]) },
  });
  for (const org of ["contoso", "empty"]) {
    await makeOrganization(server, org, org === "contoso" ? { preferredLanguage: "ja-JP" } : {});
    const person = { displayName: "Ann", kind: "person", usageLocation: "US", licenses: ["MCOPSTN1", "MCOPSTNC"] };
    await api("PUT", `/v1/organizations/${org}/users/ann@${org}.example`, person);
  }
  const { body: card } = await api("POST", "/v1/organizations/contoso/payment-methods", {
    type: "card",
    token: "tok_visa",
  });
  await api("POST", "/v1/organizations/contoso/top-ups", { amount: "500", paymentMethod: card.id });
  await api("PUT", "/v1/switches/asterisk-1", { canUpdate: false, country: "US" });
  ari = createServer(answerAri);
  await new Promise<void>((resolve) => ari.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(ari.address() as AddressInfo).port}/ari`;
  ami = createTcpServer(answerAmi);
  await new Promise<void>((resolve) => ami.listen(0, "127.0.0.1", resolve));
  const manager = { port: (ami.address() as AddressInfo).port, user: "talktime", password: "secret" };
  const asterisk = { address: "127.0.0.1", switch: "asterisk-1", node: "pbx-1" };
  fastAgi = await startFastAgi({
    engine: server.engine,
    host: "127.0.0.1",
    settings: {
      ...{ port: 0, compareEveryMs: 150, patienceMs: PATIENCE_MS },
      servers: [{ ...asterisk, ami: manager, ari: { url, user: "talktime", password: "secret" } }],
    },
    log: { warn: () => {} },
    count: (what) => (counts[what] = (counts[what] ?? 0) + 1),
  });
});
afterAll(async () => {
  await fastAgi.close();
  ari.close();
  ami.close();
  const { good, lines } = auditWords(await audit(server.engine, null));
  await server.close();
  expect(good, lines.join("\n")).toBe(true);
});

function answerAri({ method, url = "", headers }: IncomingMessage, answer: ServerResponse): void {
  asked.push(`${method} ${url}`);
  const known = headers.authorization === `Basic ${Buffer.from("talktime:secret").toString("base64")}`;
  if (!known || channels === undefined) return void answer.writeHead(known ? 500 : 401).end();
  if (method === "GET") return void answer.end(JSON.stringify(channels.map((id) => ({ id, state: "Up" }))));
  answer.writeHead(channels.some((id) => url.includes(`/channels/${id}?`)) ? 204 : 404).end();
}

function answerAmi(socket: Socket): void {
  socket.on("error", () => {});
  socket.write("Asterisk Call Manager/11.0.0\r\n");
  let rest = "";
  let known = false;
  socket.on("data", (bytes) => {
    const actions = (rest + bytes.toString()).split("\r\n\r\n");
    rest = actions.pop()!;
    for (const action of actions) {
      const { Action, ActionID, ...fields } = Object.fromEntries(action.split("\r\n").map((line) => line.split(": ")));
      const answer = (...lines: string[]): void => {
        socket.write(
          `Event: Newexten\r\nChannel: x\r\n\r\n${[...lines, `ActionID: ${ActionID}`].join("\r\n")}\r\n\r\n`,
        );
      };
      const line = [Action, ...Object.values(fields)].join(" ");
      const alreadyAsked = told.includes(line);
      if (Action === "Login") known = fields["Username"] === "talktime" && fields["Secret"] === "secret";
      else told.push(line);
      if (!known) answer("Response: Error", "Message: Authentication failed");
      else if (Action !== "Getvar") answer("Response: Success");
      else if (fields["Channel"] === "gone") answer("Response: Error", "Message: No such channel");
      else answer("Response: Success", `Value: ${alreadyAsked ? "PJSIP/callee-1" : ""}`);
    }
  });
}

/** A channel's variables as they are after the request, as Asterisk would answer it. */
async function dialplan(script: string, callId: string, variables: Record<string, string> = {}) {
  const now: Record<string, string> = { ...variables };
  const socket = connect(fastAgi.port, "127.0.0.1");
  const head = { network: "yes", network_script: script, uniqueid: callId, callerid: "+12065550103", extension: "s" };
  socket.write(
    `${Object.entries(head)
      .map(([name, value]) => `agi_${name}: ${value}\n`)
      .join("")}\n`,
  );
  let rest = "";
  socket.on("data", (bytes) => {
    const lines = (rest + bytes.toString()).split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      const [, name, value] = /^SET VARIABLE (\w+) "(.*)"$/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) now[name] = value;
      const wanted = now[/^GET VARIABLE (\w+)$/.exec(line)?.[1] ?? ""];
      socket.write(
        name !== undefined ? "200 result=1\n" : wanted === undefined ? "200 result=0\n" : `200 result=1 (${wanted})\n`,
      );
    }
  });
  await closed(socket);
  return now;
}
const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => socket.on("error", () => {}).on("close", () => resolve()));

const ANN = { TALKTIME_USER: "ann@contoso.example", TALKTIME_TO: "+442079460000" };
const call = async (callId: string) => (await api("GET", `/v1/calls?callId=${callId}`)).body.items[0];
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 10_000; !(await isSo()) && Date.now() < end;)
    await new Promise((resolve) => setTimeout(resolve, 20));
}

describe("a dialplan", () => {
  test("asks for a call, reports its answer and its end; it is charged once", async () => {
    const told = await dialplan("authorize", "1700000000.1", { ...ANN, TALKTIME_CORRELATION_ID: "sip-call-id" });
    expect(told).toMatchObject({ TALKTIME_STATUS: "OK", TALKTIME_LIMIT_MS: "14400000" });
    expect(told).not.toHaveProperty("TALKTIME_WARNING_MS");
    const callee = { TALKTIME_CALL_ID: "1700000000.1" };
    expect(await dialplan("answer", "1700000000.2", callee)).toMatchObject({ TALKTIME_STATUS: "OK" });
    const end = { ...told, ANSWEREDTIME_MS: "60600", DIALSTATUS: "ANSWER", HANGUPCAUSE: "16" };
    await dialplan("release", "1700000000.1", end);
    await dialplan("release", "1700000000.1", end);
    const ended = await call("1700000000.1");
    expect(ended).toMatchObject({ state: "completed", usedSeconds: 61, charge: "0.2", cause: "normal", node: "pbx-1" });
    expect(ended.explanation.transfers).toHaveLength(1);
  });

  test("is told when to warn of the end, and with what, when the money will not last", async () => {
    const told = await dialplan("authorize", "final", { ...ANN, TALKTIME_TO: "+447911123456" });
    expect(told).toMatchObject({
      TALKTIME_LIMIT_MS: "60000",
      TALKTIME_WARNING_MS: "30000",
      TALKTIME_WARNING_SOUND: "ja/call-ends-soon",
    });
    await dialplan("release", "final", { ...told, ANSWEREDTIME_MS: "59980", DIALSTATUS: "ANSWER", HANGUPCAUSE: "16" });
    expect(await call("final")).toMatchObject({ cause: "limit", usedSeconds: 60, charge: "400" });
  });

  test.each([
    [
      "no credit",
      "empty-1",
      { ...ANN, TALKTIME_USER: "ann@empty.example" },
      "OUT_OF_CREDIT",
      "402",
      "21",
      "en/out-of-credit",
    ],
    [
      "nobody we know",
      "nobody-1",
      { ...ANN, TALKTIME_USER: "nobody@contoso.example" },
      "UNKNOWN_USER",
      "404",
      "1",
      "en/not-in-service",
    ],
    [
      "no number",
      "number-1",
      { ...ANN, TALKTIME_TO: "abc" },
      "INVALID_CALL",
      "403",
      "21",
      "en/destination-not-available",
    ],
  ])("is refused with the reason: %s", async (_, callId, variables, code, status, cause, announcement) => {
    expect(await dialplan("authorize", callId, variables)).toMatchObject({
      ...{ TALKTIME_STATUS: "REFUSED", TALKTIME_CODE: code, TALKTIME_SIP_CODE: status },
      ...{ TALKTIME_HANGUP_CAUSE: cause, TALKTIME_ANNOUNCEMENT: announcement },
    });
  });

  test.each([
    ["BUSY", "17", 486],
    ["CANCEL", "0", 487],
    ["NOANSWER", "19", 480],
  ])("reports a call that was not answered: %s", async (dialStatus, cause, sipCode) => {
    const callId = `not-answered-${dialStatus}`;
    const told = await dialplan("authorize", callId, ANN);
    await dialplan("release", callId, { ...told, DIALSTATUS: dialStatus, HANGUPCAUSE: cause });
    expect(await call(callId)).toMatchObject({
      ...{ state: "unanswered", charge: "0", sipCode, cause: dialStatus.toLowerCase() },
    });
  });

  test("that let a call through reports its end: it is charged all the same", async () => {
    const answered = await dialplan("answer", "callee-of-it", { TALKTIME_CALL_ID: "let-through" });
    expect(answered).toMatchObject({ TALKTIME_STATUS: "UNAVAILABLE" });
    const end = { TALKTIME_STATUS: "LET_THROUGH", ANSWEREDTIME_MS: "30000", DIALSTATUS: "ANSWER" };
    await dialplan("release", "let-through", { ...ANN, ...end });
    expect(await call("let-through")).toMatchObject({ state: "completed", usedSeconds: 30, charge: "0.1" });
  });

  test.each([
    ["a user with a control character", { TALKTIME_USER: "ann\u0007" }],
    ["a call type that there is not", { TALKTIME_CALL_TYPE: "user_up" }],
  ])("that says nonsense is told nothing, and nothing is held: %s", async (_, wrong) => {
    expect(await dialplan("authorize", "nonsense", { ...ANN, ...wrong })).not.toHaveProperty("TALKTIME_STATUS");
    expect(await call("nonsense")).toBeUndefined();
  });
});

describe("whoever connects", () => {
  const answerTo = async (text: string): Promise<string> => {
    const socket = connect(fastAgi.port, "127.0.0.1");
    let heard = "";
    socket.on("data", (bytes) => (heard += bytes.toString()));
    socket.write(text);
    await closed(socket);
    return heard;
  };
  test.each([
    ["malformed", "speaks HTTP", "GET / HTTP/1.1\r\n\r\n"],
    ["malformed", "sends a line of 1 MB", "x".repeat(1_000_000)],
    ["malformed", "has a head without end", "agi_arg_1: x\n".repeat(150)],
    ["malformed", "asks for what there is not", "agi_network_script: shutdown\n\n"],
    ["slow", "begins and says no more", "agi_network: yes\n"],
    ["slow", "does not answer", "agi_network_script: authorize\nagi_uniqueid: slow\n\n"],
  ])("is turned away, and counted as %s: who %s", async (what, _, text) => {
    const before = counts[what] ?? 0;
    expect(await answerTo(text)).not.toContain("SET VARIABLE");
    await until(() => (counts[what] ?? 0) > before);
    expect(counts[what]).toBe(before + 1);
  });

  test("from an unknown address is told nothing", async () => {
    const socket = connect({ port: fastAgi.port, host: "127.0.0.1", localAddress: "127.0.0.2" });
    await closed(socket);
    await until(() => (counts["unknown-client"] ?? 0) > 0);
    expect(counts["unknown-client"]).toBe(1);
  });
});

describe("ARI", () => {
  test("ends the call that somebody wants ended, again until Asterisk does", async () => {
    channels = ["pushed"];
    const told = await dialplan("authorize", "pushed", ANN);
    expect((await api("POST", "/v1/calls/pushed/hang-up", {})).status).toBe(202);
    await until(() => asked.includes("DELETE /ari/channels/pushed?reason_code=21"));
    expect(asked).toContain("DELETE /ari/channels/pushed?reason_code=21");
    await dialplan("release", "pushed", { ...told, ANSWEREDTIME_MS: "5000", DIALSTATUS: "ANSWER", HANGUPCAUSE: "21" });
    expect(await call("pushed")).toMatchObject({ cause: "hang-up", usedSeconds: 5 });
  });

  test("tells which calls there are: those that it lost are marked; no answer is never an empty list", async () => {
    const marked = async (): Promise<string[]> =>
      (await server.engine.pool.query("SELECT call_id FROM session WHERE lost_at IS NOT NULL")).rows.map(
        (row) => row.call_id,
      );
    channels = undefined;
    for (const callId of ["kept", "lost"]) await dialplan("authorize", callId, ANN);
    const [failed, compared] = [counts["reconcile-failed"] ?? 0, counts["reconciled"] ?? 0];
    await until(() => counts["reconcile-failed"]! > failed + 1);
    expect([await marked(), counts["reconciled"]]).toEqual([[], compared]);
    channels = ["kept"];
    await until(async () => (await marked()).length > 0);
    expect(await marked()).toEqual(["lost"]);
    for (const callId of ["kept", "lost"]) await dialplan("release", callId, ANN);
  });
});

describe("AMI", () => {
  const DEAR = { ...ANN, TALKTIME_TO: "+447911123456" };
  const comeIn = async (amount: string): Promise<void> => {
    await api("POST", "/v1/organizations/contoso/adjustments", { amount, reason: "more time" });
    await prolongCalls(server.engine);
  };
  /** Holds all that there is, for a last minute, and is answered. */
  const answered = async (callId: string): Promise<void> => {
    channels = [...(channels ?? []), callId];
    const balance = (await api("GET", "/v1/organizations/contoso/credits")).body.balance;
    await comeIn(String(400 - Number(balance)));
    expect(await dialplan("authorize", callId, DEAR)).toMatchObject({ TALKTIME_LIMIT_MS: "60000" });
    await dialplan("answer", `callee-of-${callId}`, { TALKTIME_CALL_ID: callId });
  };
  const end = (callId: string): Promise<unknown> =>
    dialplan("release", callId, { ...DEAR, ANSWEREDTIME_MS: "1000", DIALSTATUS: "ANSWER", HANGUPCAUSE: "16" });

  test("moves the end of a call that money comes in for, as soon as its sides are connected", async () => {
    await answered("prolonged");
    await comeIn("400");
    await until(() => (counts["prolonged"] ?? 0) > 0);
    const [moved, limit] = told.filter((action) => !action.startsWith("Getvar"));
    expect(Number(/^AbsoluteTimeout PJSIP\/callee-1 (\d+\.\d{3})$/.exec(moved ?? "")?.[1])).toBeGreaterThan(60);
    expect(limit).toBe("Setvar prolonged TALKTIME_LIMIT_MS 120000");
    await end("prolonged");
  });

  test("that does not know the call any more is asked once: it has ended", async () => {
    await answered("gone");
    const before = counts["prolonged"] ?? 0;
    await comeIn("400");
    await until(() => (counts["prolonged"] ?? 0) > before);
    expect(told.filter((action) => action.includes(" gone"))).toEqual(["Getvar gone BRIDGEPEER"]);
    await end("gone");
  });
});
