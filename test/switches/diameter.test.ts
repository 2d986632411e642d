/** Diameter credit control as an IMS speaks it, over TCP; the client here is of our own, Kamailio's is in the lab. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { audit, auditWords } from "../../src/engine/audit.ts";
import { importRateDeck } from "../../src/engine/import-rate-deck.ts";
import {
  address,
  AVPS,
  avpsOf,
  COMMANDS,
  group,
  groupOf,
  RELAY,
  text,
  textOf,
  u32,
  u32Of,
} from "../../src/switches/diameter/avps.ts";
import {
  type Avp,
  decodeAvps,
  type Decoded,
  decodeMessage,
  encodeMessage,
  Framer,
} from "../../src/switches/diameter/message.ts";
import { type DiameterServer, startDiameter } from "../../src/switches/diameter/server.ts";
import { freeTcpPort, type RunningProgram, startProgram, waitUntilUp } from "../../switches/lab/process.ts";
import { makeOrganization, startServer, type TestServer } from "../support/server.ts";

const DECK = `service,prefix,destination,country,number_class,price_per_minute,connection_fee,initial_increment_seconds,increment_seconds,effective_from,effective_to
user_out,44,United Kingdom,GB,geographic,0.60,0,1,1,2026-01-01T00:00:00Z,
`;
let server: TestServer;
let api: TestServer["api"];
let diameter: DiameterServer;
const counts: Record<string, number> = {};
const peers: Peer[] = [];

beforeAll(async () => {
  server = await startServer();
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
  diameter = await startAgain();
});

const startAgain = (): Promise<DiameterServer> =>
  startDiameter({
    engine: server.engine,
    host: "127.0.0.1",
    settings: {
      ...{ port: 0, originHost: "talktime.test", originRealm: "test" },
      peers: ["ims.test", "relay.test"].map((originHost) => ({ originHost, switch: "ims-1" })),
    },
    log: { warn: () => {} },
    count: (what) => (counts[what] = (counts[what] ?? 0) + 1),
  });
afterEach(() => {
  for (const peer of peers.splice(0)) peer.socket.destroy();
});
afterAll(async () => {
  await diameter.close();
  const { good, lines } = auditWords(await audit(server.engine, null));
  await server.close();
  expect(good, lines.join("\n")).toBe(true);
});

class Peer {
  readonly heard: Decoded[] = [];
  readonly socket: Socket;
  closed = false;
  /** What to do with requests of the server; answers with success unless it says no. */
  onRequest: (message: Decoded) => boolean = () => true;
  #hop = 0;

  constructor(port = diameter.port) {
    const framer = new Framer();
    this.socket = connect(port, "127.0.0.1");
    this.socket.on("data", (bytes) => {
      for (const one of framer.push(bytes)) {
        const message = decodeMessage(one);
        this.heard.push(message);
        if (message.request && this.onRequest(message))
          this.socket.write(encodeMessage({ ...message, request: false, avps: [u32(AVPS.resultCode, 2001)] }));
      }
    });
    this.socket.on("close", () => (this.closed = true));
    this.socket.on("error", () => {});
    peers.push(this);
  }

  encode(command: number, application: number, avps: Avp[]): { bytes: Buffer; hop: number } {
    const hop = ++this.#hop;
    const flags = { request: true, proxiable: true, error: false, retransmitted: false };
    const origin = [text(AVPS.originHost, "ims.test"), text(AVPS.originRealm, "test")];
    const message = { ...flags, command, application, hopByHop: hop, endToEnd: hop, avps: [...avps, ...origin] };
    return { bytes: encodeMessage(message), hop };
  }

  async ask(command: number, application: number, avps: Avp[]): Promise<Decoded> {
    const { bytes, hop } = this.encode(command, application, avps);
    this.socket.write(bytes);
    return this.answerTo(hop);
  }

  async answerTo(hop: number): Promise<Decoded> {
    for (let waited = 0; waited < 400; waited++) {
      const answer = this.heard.find((message) => !message.request && message.hopByHop === hop);
      if (answer) return answer;
      if (this.closed) break;
      await sleep(10);
    }
    throw new Error("the server does not answer");
  }

  introduce = (applications = [u32(AVPS.authApplicationId, 4)]): Promise<Decoded> =>
    this.ask(COMMANDS.capabilitiesExchange, 0, applications);
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const resultOf = ({ avps }: Decoded): number | undefined => u32Of(avps, AVPS.resultCode);
const TYPES = { I: 1, U: 2, T: 3, E: 4 };

interface Ccr {
  session: string;
  number: number;
  requested?: number;
  used?: number;
  org?: string;
  to?: string | null;
}
function ccr(
  type: keyof typeof TYPES,
  { session, number, requested, used, org = "contoso", to = "tel:+442079460000" }: Ccr,
): Avp[] {
  const called = to === null ? [] : [text(AVPS.calledPartyAddress, to)];
  return [
    text(AVPS.sessionId, session),
    u32(AVPS.authApplicationId, 4),
    u32(AVPS.ccRequestType, TYPES[type]),
    u32(AVPS.ccRequestNumber, number),
    text(AVPS.destinationRealm, "test"),
    group(AVPS.subscriptionId, [
      u32(AVPS.subscriptionIdType, 2),
      text(AVPS.subscriptionIdData, `sip:ann@${org}.example`),
    ]),
    group(AVPS.multipleServicesCreditControl, [
      ...(requested === undefined ? [] : [group(AVPS.requestedServiceUnit, [u32(AVPS.ccTime, requested)])]),
      ...(used === undefined ? [] : [group(AVPS.usedServiceUnit, [u32(AVPS.ccTime, used)])]),
      u32(AVPS.ratingGroup, 100),
    ]),
    group(AVPS.serviceInformation, [
      group(AVPS.imsInformation, [text(AVPS.callingPartyAddress, "tel:+12065550103"), ...called]),
    ]),
  ];
}
async function introduced(): Promise<Peer> {
  const peer = new Peer();
  expect(resultOf(await peer.introduce())).toBe(2001);
  return peer;
}
const charge = (peer: Peer, type: keyof typeof TYPES, about: Ccr): Promise<Decoded> =>
  peer.ask(COMMANDS.creditControl, 4, ccr(type, about));
const service = ({ avps }: Decoded) => groupOf(avps, AVPS.multipleServicesCreditControl);
const granted = (answer: Decoded): number | undefined =>
  u32Of(groupOf(service(answer), AVPS.grantedServiceUnit), AVPS.ccTime);
const call = async (callId: string) =>
  (await api("GET", `/v1/calls?callId=${encodeURIComponent(callId)}`)).body.items[0];

describe("a call", () => {
  test("is granted, granted more, and charged by the sum of what was used", async () => {
    const peer = await introduced();
    const first = await charge(peer, "I", { session: "s;1", number: 0, requested: 30 });
    expect([resultOf(first), granted(first), u32Of(service(first), AVPS.ratingGroup)]).toEqual([2001, 30, 100]);
    expect(u32Of(service(first), AVPS.validityTime)).toBe(30);
    const more = await charge(peer, "U", { session: "s;1", number: 1, used: 30, requested: 30 });
    expect([resultOf(more), granted(more)]).toEqual([2001, 30]);
    const again = await charge(peer, "U", { session: "s;1", number: 1, used: 30, requested: 30 });
    expect(granted(again), "a repeat adds nothing").toBe(30);
    expect(resultOf(await charge(peer, "T", { session: "s;1", number: 2, used: 12 }))).toBe(2001);
    expect(await call("s;1")).toMatchObject({ state: "completed", usedSeconds: 42, charge: "0.42" });
  });

  test("that is refused says why, and its end costs nothing", async () => {
    const peer = await introduced();
    const refused = await charge(peer, "I", { session: "s;2", number: 0, requested: 30, org: "empty" });
    expect([resultOf(refused), u32Of(service(refused), AVPS.resultCode)]).toEqual([4012, 4012]);
    expect(textOf(refused.avps, AVPS.errorMessage)).toMatch(/^OUT_OF_CREDIT: /);
    expect(resultOf(await charge(peer, "T", { session: "s;2", number: 1, used: 0, org: "empty" }))).toBe(2001);
    const unknown = await charge(peer, "I", { session: "s;3", number: 0, requested: 30, org: "nobody" });
    expect(resultOf(unknown)).toBe(5030);
  });

  test("with the last of the money is granted for the last time", async () => {
    const peer = await introduced();
    const last = await charge(peer, "I", { session: "s;4", number: 0, requested: 86_400 });
    const indication = groupOf(service(last), AVPS.finalUnitIndication);
    expect([granted(last), u32Of(indication, AVPS.finalUnitAction)]).toEqual([600, undefined]);
    await charge(peer, "T", { session: "s;4", number: 1, used: 0 });
  });

  test("that is over already is charged at once, also one that nobody asked about", async () => {
    const peer = await introduced();
    const event = [...ccr("E", { session: "s;5", number: 0, requested: 60 }), u32(AVPS.requestedAction, 0)];
    expect(resultOf(await peer.ask(COMMANDS.creditControl, 4, event))).toBe(2001);
    await charge(peer, "T", { session: "s;6", number: 3, used: 10 });
    expect([await call("s;5"), await call("s;6")]).toMatchObject([{ charge: "0.6" }, { charge: "0.1" }]);
  });

  test("goes on at another connection: what was used before is not forgotten", async () => {
    const [one, other] = [await introduced(), await introduced()];
    await charge(one, "I", { session: "s;7", number: 0, requested: 30 });
    await charge(other, "U", { session: "s;7", number: 1, used: 20, requested: 30 });
    one.socket.destroy();
    await charge(other, "T", { session: "s;7", number: 2, used: 5 });
    expect(await call("s;7")).toMatchObject({ usedSeconds: 25 });
  });

  test("is charged once for each report, in whatever order they come and however often", async () => {
    const peer = await introduced();
    const said = (type: "I" | "U" | "T", number: number, used?: number) =>
      charge(peer, type, { session: "s;10", number, requested: 30, ...(used === undefined ? {} : { used }) });
    await said("I", 0);
    await said("U", 2, 20);
    await said("U", 1, 10);
    await said("I", 0);
    await said("U", 2, 20);
    await said("T", 3, 5);
    expect(resultOf(await said("T", 3, 5))).toBe(2001);
    expect(await call("s;10")).toMatchObject({ usedSeconds: 35, charge: "0.35", flags: [] });
  });

  let restarts = 0;
  test("goes on after a restart, with several reports at once", { repeats: 5 }, async () => {
    const session = `s;11;${restarts++}`;
    const peer = await introduced();
    await charge(peer, "I", { session, number: 0, requested: 30 });
    await charge(peer, "U", { session, number: 1, used: 20, requested: 30 });
    const restarted = await startAgain();
    const other = new Peer(restarted.port);
    await other.introduce();
    const asked = (["U", "T"] as const).map((type, i) =>
      other.encode(COMMANDS.creditControl, 4, ccr(type, { session, number: 2 + i, used: 10, requested: 30 })),
    );
    other.socket.write(Buffer.concat(asked.map(({ bytes }) => bytes)));
    for (const { hop } of asked) expect(resultOf(await other.answerTo(hop))).toBe(2001);
    expect(await call(session)).toMatchObject({ usedSeconds: 40 });
    expect(resultOf(await charge(other, "T", { session, number: 3, used: 10 }))).toBe(2001);
    other.socket.destroy();
    await restarted.close();
    expect(await call(session)).toMatchObject({ usedSeconds: 40, flags: [] });
  });

  test("whose peer goes back to a process that has not heard all of it is charged for all", async () => {
    const peer = await introduced();
    await charge(peer, "I", { session: "s;12", number: 0, requested: 30 });
    await charge(peer, "U", { session: "s;12", number: 1, used: 10, requested: 30 });
    const elsewhere = await startAgain();
    const other = new Peer(elsewhere.port);
    await other.introduce();
    await charge(other, "U", { session: "s;12", number: 2, used: 20, requested: 30 });
    const back = await introduced();
    await charge(back, "T", { session: "s;12", number: 3, used: 5 });
    other.socket.destroy();
    await elsewhere.close();
    expect(await call("s;12")).toMatchObject({ usedSeconds: 35 });
  });

  test("of several services is granted and answered for each, and lasts as long as the longest", async () => {
    const peer = await introduced();
    const asks = (type: "I" | "U" | "T", number: number, services: (readonly [group: number, used: number])[]) =>
      peer.ask(COMMANDS.creditControl, 4, [
        ...ccr(type, { session: "s;13", number }).filter(({ code }) => code !== 456),
        ...services.map(([ratingGroup, used]) =>
          group(AVPS.multipleServicesCreditControl, [
            ...(type === "T" ? [] : [group(AVPS.requestedServiceUnit, [])]),
            group(AVPS.usedServiceUnit, [u32(AVPS.ccTime, used)]),
            u32(AVPS.ratingGroup, ratingGroup),
          ]),
        ),
      ]);
    const first = await asks("I", 0, [
      [100, 0],
      [200, 0],
    ]);
    const told = avpsOf(first.avps, AVPS.multipleServicesCreditControl).map(({ value }) => decodeAvps(value).avps);
    expect(told.map((inside) => u32Of(inside, AVPS.ratingGroup))).toEqual([100, 200]);
    expect(told.map((inside) => u32Of(groupOf(inside, AVPS.grantedServiceUnit), AVPS.ccTime))).toEqual([300, 300]);
    await asks("U", 1, [[100, 60]]);
    await asks("T", 2, [
      [100, 10],
      [200, 50],
    ]);
    expect(await call("s;13")).toMatchObject({ usedSeconds: 70 });
  });

  test("of a time that no call lasts is not believed", async () => {
    const peer = await introduced();
    await charge(peer, "I", { session: "s;14", number: 0, requested: 30 });
    const refused = await charge(peer, "T", { session: "s;14", number: 1, used: 0xffff_ffff });
    const failed = groupOf(refused.avps, AVPS.failedAvp);
    expect([resultOf(refused), u32Of(failed, AVPS.ccTime)]).toEqual([5004, 0xffff_ffff]);
    await charge(peer, "T", { session: "s;14", number: 1, used: 7 });
    expect(await call("s;14")).toMatchObject({ usedSeconds: 7 });
  });

  test("that somebody wants ended is aborted at its peer", async () => {
    const peer = await introduced();
    await charge(peer, "I", { session: "s;8", number: 0, requested: 30 });
    const { body } = await api("POST", "/v1/api-keys", { name: "ims", scopes: ["switch", "read"], switch: "ims-1" });
    await api("POST", "/v1/calls/s%3B8/hang-up", {}, { key: body.key });
    for (let waited = 0; waited < 300 && !peer.heard.some(({ command }) => command === COMMANDS.abortSession); waited++)
      await sleep(10);
    const abort = peer.heard.find(({ command }) => command === COMMANDS.abortSession);
    expect(abort && textOf(abort.avps, AVPS.sessionId)).toBe("s;8");
    await charge(peer, "T", { session: "s;8", number: 1, used: 3 });
  });
});

describe("a connection", () => {
  test("may carry several messages in one segment, each is answered", async () => {
    const peer = await introduced();
    const asked = [10, 11, 12].map((n) =>
      peer.encode(COMMANDS.creditControl, 4, ccr("I", { session: `m;${n}`, number: 0, requested: 30 })),
    );
    peer.socket.write(Buffer.concat(asked.map(({ bytes }) => bytes)));
    for (const { hop } of asked) expect(resultOf(await peer.answerTo(hop))).toBe(2001);
    for (const n of [10, 11, 12]) await charge(peer, "T", { session: `m;${n}`, number: 1, used: 0 });
  });

  test("is watched, and told goodbye", async () => {
    const peer = await introduced();
    expect(resultOf(await peer.ask(COMMANDS.deviceWatchdog, 0, []))).toBe(2001);
    expect(resultOf(await peer.ask(COMMANDS.disconnectPeer, 0, [u32(AVPS.disconnectCause, 0)]))).toBe(2001);
    await until(() => peer.closed);
  });

  test("of a relay is taken, of one without credit control is not", async () => {
    expect(resultOf(await new Peer().introduce([u32(AVPS.authApplicationId, RELAY)]))).toBe(2001);
    const other = new Peer();
    expect(resultOf(await other.introduce([u32(AVPS.authApplicationId, 16_777_251)]))).toBe(5010);
    await until(() => other.closed);
  });

  test("of an IMS that does other things, too, is taken", async () => {
    const specific = (application: number) =>
      group(AVPS.vendorSpecificApplicationId, [u32(AVPS.vendorId, 10_415), u32(AVPS.authApplicationId, application)]);
    expect(resultOf(await new Peer().introduce([specific(16_777_216), specific(4)]))).toBe(2001);
  });

  test("through proxies gives them back what they need to find their way", async () => {
    const peer = await introduced();
    const info = (host: string) => group(AVPS.proxyInfo, [text([280], host), text([33], "state")]);
    const asked = [...ccr("I", { session: "s;15", number: 0, to: null }), info("one.test"), info("two.test")];
    const answer = await peer.ask(COMMANDS.creditControl, 4, asked);
    const hosts = avpsOf(answer.avps, AVPS.proxyInfo).map(({ value }) => textOf(decodeAvps(value).avps, [280]));
    expect(hosts).toEqual(["one.test", "two.test"]);
  });

  test.each([
    ["that is of nobody", (peer: Peer) => unknownPeer(peer), "unknown-peer"],
    [
      "that does not introduce itself",
      (peer: Peer) => peer.encode(COMMANDS.creditControl, 4, []).bytes,
      "not-introduced",
    ],
    ["that speaks HTTP", () => Buffer.from("GET / HTTP/1.1\r\n\r\n"), "not-diameter"],
    ["with an AVP of a megabyte", () => Buffer.from("01100000" + "00".repeat(16), "hex"), "not-diameter"],
  ])("%s is dropped and counted", async (_, bytes, why) => {
    const before = counts[why] ?? 0;
    const peer = new Peer();
    peer.socket.write(bytes(peer));
    await until(() => peer.closed);
    expect(counts[why]).toBe(before + 1);
  });

  test("hears of what is wrong with a message, and goes on", async () => {
    const peer = await introduced();
    const asked = (avps: Avp[], command: number = COMMANDS.creditControl, application = 4) =>
      peer.ask(command, application, avps).then(resultOf);
    expect(await asked([], 999)).toBe(3001);
    expect(await asked([], COMMANDS.creditControl, 16_777_251)).toBe(3007);
    expect(await asked([])).toBe(5005);
    expect(await asked(ccr("I", { session: "s;9", number: 0, to: null }))).toBe(5005);
    expect(await asked([...ccr("E", { session: "s;9", number: 0 }), u32(AVPS.requestedAction, 3)])).toBe(5004);
    expect(await asked(ccr("U", { session: "s;never", number: 1, used: 1 }))).toBe(5002);
    expect(resultOf(await peer.ask(COMMANDS.deviceWatchdog, 0, []))).toBe(2001);
  });
});

function unknownPeer(peer: Peer): Buffer {
  const { bytes } = peer.encode(COMMANDS.capabilitiesExchange, 0, [u32(AVPS.authApplicationId, 4)]);
  const at = bytes.indexOf("ims.test");
  bytes.write("who.test", at);
  return bytes;
}

async function until(isSo: () => boolean): Promise<void> {
  for (let waited = 0; !isSo(); waited++) {
    if (waited > 300) throw new Error("it did not come to that in three seconds");
    await sleep(10);
  }
}

const noRelay = spawnSync("freeDiameterd", ["--version"]).error && "freeDiameter is not installed (freediameterd)";

test("freeDiameter relays a call, and knows by name all that is said of it", { timeout: 30_000 }, async ({ skip }) => {
  if (noRelay) return skip(noRelay);
  const relay = await startRelay();
  try {
    const peer = new Peer(relay.port);
    const host = [address(AVPS.hostIpAddress, "127.0.0.1"), u32(AVPS.vendorId, 0), text(AVPS.productName, "ims")];
    expect(resultOf(await peer.introduce([...host, u32(AVPS.authApplicationId, 4)]))).toBe(2001);
    const first = await charge(peer, "I", { session: "relayed;1", number: 0, requested: 30 });
    expect([resultOf(first), granted(first)]).toEqual([2001, 30]);
    const more = await charge(peer, "U", { session: "relayed;1", number: 1, used: 30, requested: 30 });
    expect([resultOf(more), granted(more)]).toEqual([2001, 30]);
    expect(resultOf(await charge(peer, "T", { session: "relayed;1", number: 2, used: 12 }))).toBe(2001);
    expect(await call("relayed;1")).toMatchObject({ state: "completed", usedSeconds: 42, charge: "0.42" });
  } finally {
    await relay.program.stop();
    rmSync(relay.folder, { recursive: true, force: true });
  }
  const said = relay.program.output();
  for (const name of ["Credit-Control-Answer", "Multiple-Services-Credit-Control", "Granted-Service-Unit", "CC-Time"])
    expect(said).toContain(name);
  expect(said, "it says goodbye").toContain("Disconnect-Peer-Answer");
});

/** It takes us for the server of the realm, and `ims.test` for a client. */
async function startRelay(): Promise<{ port: number; folder: string; program: RunningProgram }> {
  const folder = mkdtempSync(join(tmpdir(), "talktime-freediameter-"));
  const port = await freeTcpPort();
  // It wants a certificate, also where it uses none.
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  const wanted = ["-newkey", "rsa:2048", "-nodes", "-subj", "/CN=relay.test", "-days", "2"];
  spawnSync("openssl", ["req", "-x509", ...wanted, "-keyout", key, "-out", certificate]);
  writeFileSync(join(folder, "clients"), "ALLOW_IPSEC ims.test\n");
  const extensions = ["dict_nasreq", "dict_dcca", "dict_dcca_3gpp"].map((name) => `LoadExtension = "${name}.fdx";`);
  writeFileSync(
    join(folder, "relay.conf"),
    `Identity = "relay.test";\nRealm = "test";\nPort = ${port};\nSecPort = 0;\nListenOn = "127.0.0.1";
No_SCTP;\nNo_IPv6;\nTLS_Cred = "${certificate}", "${key}";\nTLS_CA = "${certificate}";
${extensions.join("\n")}\nLoadExtension = "dbg_msg_dumps.fdx" : "0x0080";
LoadExtension = "acl_wl.fdx" : "${join(folder, "clients")}";
ConnectPeer = "talktime.test" { ConnectTo = "127.0.0.1"; Port = ${diameter.port}; No_TLS; };\n`,
  );
  const program = startProgram("freeDiameterd", ["-c", join(folder, "relay.conf")]);
  const isOpen = async (): Promise<boolean> => /-> 'STATE_OPEN'|STATE_OPEN.*talktime\.test/.test(program.output());
  await waitUntilUp("freeDiameter", program, isOpen, 15);
  return { port, folder, program };
}
