/**
 * One connection of a peer (RFC 6733 §5): capabilities first, then requests, each answered by itself; a watchdog when it
 * is quiet; a goodbye before we go.
 */
import { randomInt } from "node:crypto";
import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { DiameterPeer } from "../../switch-settings.ts";
import { Overloaded, Unavailable } from "../../engine/commands.ts";
import {
  address,
  AVPS,
  avpsOf,
  COMMANDS,
  CREDIT_CONTROL,
  group,
  hint,
  RELAY,
  RESULTS,
  text,
  textOf,
  TGPP,
  u32,
} from "./avps.ts";
import type { CreditControl } from "./charging.ts";
import { type Avp, decodeAvps, type Decoded, decodeMessage, encodeMessage, Framer, type Message } from "./message.ts";
import type { From } from "../../engine/sightings.ts";
import type { DiameterOptions } from "./server.ts";

export interface ConnectionOptions extends DiameterOptions {
  credit: CreditControl;
  peerOf: (originHost: string) => DiameterPeer | undefined;
}

/** Who connects says at once who it is. */
const INTRODUCED_WITHIN_MS = 10_000;
/** RFC 3539 §3.4.1: the watchdog's Tw. */
const QUIET_MS = 30_000;
/** So much may wait for a peer that does not read. */
const MOST_UNREAD = 1_048_576;
/** So many requests of one connection are worked on at a time; the others wait in its socket. */
const MOST_AT_WORK = 1_000;
const REBOOTING = 0;
/** An answer to a request of ours is waited for so long. */
const PATIENCE_MS = 5_000;

export class Connection {
  /** Once it has introduced itself. */
  peer: DiameterPeer | undefined;
  readonly #id = Symbol("connection");
  readonly #socket: Socket;
  /** Kept: a socket that is gone has none. */
  readonly #address: string;
  readonly #options: ConnectionOptions;
  readonly #framer = new Framer();
  readonly #waiting = new Map<number, (answer: Message | undefined) => void>();
  #atWork = 0;
  #nextHop = randomInt(2 ** 31);
  #unanswered = false;
  #closing = false;

  constructor(socket: Socket, options: ConnectionOptions) {
    this.#socket = socket;
    this.#address = socket.remoteAddress?.replace(/^::ffff:/, "") ?? "";
    this.#options = options;
    socket.setTimeout(INTRODUCED_WITHIN_MS);
    socket.on("timeout", () => this.#quiet());
    socket.on("data", (bytes) => this.#read(bytes));
    socket.on("error", () => options.count("connection-broke", this.#from(true)));
    socket.on("close", () => {
      for (const answer of this.#waiting.values()) answer(undefined);
    });
  }

  /** Undefined where no answer comes. */
  request(command: number, application: number, avps: readonly Avp[]): Promise<Message | undefined> {
    this.#nextHop = (this.#nextHop + 1) % 2 ** 32;
    const hopByHop = this.#nextHop;
    return new Promise((resolve) => {
      const timer = setTimeout(() => done(undefined), PATIENCE_MS);
      const done = (answer: Message | undefined): void => {
        clearTimeout(timer);
        this.#waiting.delete(hopByHop);
        resolve(answer);
      };
      this.#waiting.set(hopByHop, done);
      const flags = { request: true, proxiable: application !== 0, error: false, retransmitted: false };
      this.#send({ ...flags, command, application, hopByHop, endToEnd: hopByHop, avps });
    });
  }

  /** Tells the peer that we go, after what it has asked for is answered. */
  async goodbye(): Promise<void> {
    this.#closing = true;
    while (this.#atWork > 0) await sleep(5);
    if (this.peer && !this.#socket.destroyed)
      await this.request(COMMANDS.disconnectPeer, 0, [...this.#origin(), u32(AVPS.disconnectCause, REBOOTING)]);
    this.#socket.destroy();
  }

  #read(bytes: Buffer): void {
    this.#unanswered = false;
    try {
      for (const one of this.#framer.push(bytes)) this.#receive(decodeMessage(one));
    } catch {
      this.#drop("not-diameter");
    }
  }

  #receive(message: Decoded): void {
    if (!message.request) return this.#waiting.get(message.hopByHop)?.(message);
    if (message.malformed) return this.#answer(message, RESULTS.invalidLength);
    if (message.command === COMMANDS.capabilitiesExchange) return this.#introduced(message);
    if (!this.peer) return this.#drop("not-introduced");
    if (message.command === COMMANDS.deviceWatchdog) return this.#answer(message, RESULTS.success);
    if (message.command === COMMANDS.disconnectPeer) {
      this.#answer(message, RESULTS.success);
      this.#socket.end();
      return;
    }
    if (message.command !== COMMANDS.creditControl) return this.#protocolError(message, RESULTS.commandUnsupported);
    if (message.application !== CREDIT_CONTROL) return this.#protocolError(message, RESULTS.applicationUnsupported);
    void this.#creditControl(message, this.peer);
  }

  /** RFC 6733 §5.3: credit control must be among what it can do; a relay can do all. */
  #introduced(message: Decoded): void {
    const peer = this.#options.peerOf(textOf(message.avps, AVPS.originHost) ?? "");
    if (!peer) {
      this.#protocolError(message, RESULTS.unknownPeer);
      return this.#drop("unknown-peer");
    }
    // An IMS has several: of Cx, of Rf and of Ro.
    const specific = avpsOf(message.avps, AVPS.vendorSpecificApplicationId).map(({ value }) => decodeAvps(value).avps);
    const offered = [message.avps, ...specific].flatMap((avps) =>
      [...avpsOf(avps, AVPS.authApplicationId), ...avpsOf(avps, AVPS.acctApplicationId)].map(({ value }) =>
        value.length === 4 ? value.readUInt32BE() : -1,
      ),
    );
    if (!offered.includes(CREDIT_CONTROL) && !offered.includes(RELAY)) {
      this.#answer(message, RESULTS.noCommonApplication, this.#capabilities());
      return this.#drop("no-common-application");
    }
    this.peer = peer;
    this.#socket.setTimeout(QUIET_MS);
    this.#answer(message, RESULTS.success, this.#capabilities());
  }

  async #creditControl(message: Decoded, peer: DiameterPeer): Promise<void> {
    const { credit, log, count } = this.#options;
    this.#atWork += 1;
    if (this.#atWork >= MOST_AT_WORK) this.#socket.pause();
    try {
      const { result, avps } = await credit.charge(
        { switchId: peer.switch, node: peer.originHost, connection: this.#id },
        message.avps,
      );
      count(`result-${result}`, this.#from());
      this.#answer(message, result, [u32(AVPS.authApplicationId, CREDIT_CONTROL), ...avps]);
    } catch (error) {
      count("failed", this.#from(true));
      const busy = error instanceof Overloaded || error instanceof Unavailable;
      if (!busy) log.warn({ err: error, switch: peer.switch }, "a Diameter request failed");
      this.#protocolError(message, RESULTS.tooBusy);
    } finally {
      this.#atWork -= 1;
      if (this.#socket.isPaused()) this.#socket.resume();
    }
  }

  #quiet(): void {
    if (!this.peer) return this.#drop("not-introduced");
    if (this.#unanswered) return this.#drop("watchdog");
    this.#unanswered = true;
    void this.request(COMMANDS.deviceWatchdog, 0, this.#origin());
  }

  #answer(request: Message, result: number, avps: readonly Avp[] = [], error = false): void {
    const session = avpsOf(request.avps, AVPS.sessionId);
    // What proxies on the way have to have back, in its order (RFC 6733 §6.2).
    const passed = avpsOf(request.avps, AVPS.proxyInfo);
    this.#send({
      ...request,
      ...{ request: false, retransmitted: false, error },
      avps: [...session, u32(AVPS.resultCode, result), ...this.#origin(), ...avps, ...passed],
    });
  }

  #protocolError = (request: Message, result: number): void => this.#answer(request, result, [], true);

  #origin(): Avp[] {
    const { originHost, originRealm } = this.#options.settings;
    return [text(AVPS.originHost, originHost), text(AVPS.originRealm, originRealm)];
  }

  #capabilities(): Avp[] {
    return [
      address(AVPS.hostIpAddress, this.#socket.localAddress?.replace(/^::ffff:/, "") ?? "127.0.0.1"),
      u32(AVPS.vendorId, 0),
      hint(AVPS.productName, "Talktime"),
      u32(AVPS.supportedVendorId, TGPP),
      u32(AVPS.authApplicationId, CREDIT_CONTROL),
      group(AVPS.vendorSpecificApplicationId, [u32(AVPS.vendorId, TGPP), u32(AVPS.authApplicationId, CREDIT_CONTROL)]),
    ];
  }

  #send(message: Message): void {
    if (this.#socket.destroyed) return;
    this.#socket.write(encodeMessage(message));
    if (this.#socket.writableLength > MOST_UNREAD) this.#drop("does-not-read");
  }

  #from = (failed = false): From => ({
    switch: this.peer?.switch ?? null,
    address: this.#address,
    failed,
  });

  #drop(why: string): void {
    this.#options.count(why, this.#from(true));
    if (!this.#closing)
      this.#options.log.warn({ why, from: this.#socket.remoteAddress }, "a Diameter connection was dropped");
    this.#socket.destroySoon();
  }
}
