/**
 * Pushes to gateways (RFC 5176): a hang-up is a Disconnect-Request, a new limit a CoA-Request with its Session-Timeout.
 * Sent again until it is answered; one that is never answered stands as a command, and is sent again after a restart.
 */
import { createSocket, type Socket } from "node:dgram";
import type { RadiusClient } from "../../switch-settings.ts";
import type { Engine } from "../../engine/engine.ts";
import { commandDone, commandsFor, type ToldCommand } from "../../engine/push.ts";
import { number, text, TYPES } from "./attributes.ts";
import { type Attribute, CODES, decodePacket, encodeRequest, isAnswerTo } from "./packet.ts";

/** RFC 5080 §2.2.1 has the first repeats so soon. */
const TRIES_MS = [1_000, 2_000, 4_000];
const LOOK_EVERY_MS = 10_000;
const AT_ONCE = 50;

interface Log {
  warn: (about: object, message: string) => void;
}

export class Disconnects {
  readonly #engine: Engine;
  readonly #log: Log;
  readonly #gone = new AbortController();
  readonly #loops: readonly Promise<void>[];
  #identifier = 0;

  constructor(engine: Engine, clients: readonly RadiusClient[], log: Log) {
    this.#engine = engine;
    this.#log = log;
    this.#loops = clients.filter(({ disconnectPort }) => disconnectPort !== undefined).map((one) => this.#follow(one));
  }

  async close(): Promise<void> {
    this.#gone.abort();
    await Promise.all(this.#loops);
  }

  async #follow(client: RadiusClient): Promise<void> {
    while (!this.#over()) {
      const wanted = { switchId: client.switch, node: null, after: 0n, limit: AT_ONCE };
      const waiting = { waitMs: 1_000, gone: () => this.#over() };
      const commands = await commandsFor(this.#engine, wanted, waiting).catch((error: unknown) => {
        this.#log.warn({ err: error, switch: client.switch }, "commands to a gateway could not be read");
        return [];
      });
      const done = await Promise.all(commands.map((command) => this.#carryOut(client, command)));
      // What the gateway did not answer is tried again, but not without a pause.
      if (done.includes(false)) await pause(LOOK_EVERY_MS, this.#gone.signal);
    }
  }

  #over = (): boolean => this.#gone.signal.aborted || this.#engine.live.closed;

  /** Whether the gateway answered: with a yes, or with a no, which asking again would not change. */
  async #carryOut(client: RadiusClient, command: ToldCommand): Promise<boolean> {
    const named = [text(TYPES.acctSessionId, command.callId), text(TYPES.class, command.callId)];
    const [code, attributes]: [number, Attribute[]] =
      command.type === "hang-up"
        ? [CODES.disconnectRequest, [...named, text(TYPES.replyMessage, command.reason)]]
        : [CODES.coaRequest, [...named, number(TYPES.sessionTimeout, command.limitSeconds ?? 0)]];
    this.#identifier = (this.#identifier + 1) % 256;
    const request = encodeRequest({ code, identifier: this.#identifier, attributes }, client.secret);
    const answer = await this.#ask(client, request);
    if (answer === undefined) return false;
    if (answer === CODES.disconnectNak || answer === CODES.coaNak)
      this.#log.warn({ switch: client.switch, type: command.type }, "a gateway refused a command");
    await commandDone(this.#engine, client.switch, command.id).catch(() => {}); // its call has ended since
    return true;
  }

  /** The answer's code; undefined for none. A socket of its own, so that no answer is taken for another's. */
  async #ask({ address, disconnectPort, secret }: RadiusClient, request: Buffer): Promise<number | undefined> {
    const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
    try {
      const answered = new Promise<number>((resolve) => {
        socket.on("message", (bytes) => {
          const packet = decodePacket(bytes);
          if (packet && isAnswerTo(request, packet, secret)) resolve(packet.code);
        });
      });
      socket.on("error", () => {}); // nobody listens there: as if it had not answered
      for (const wait of TRIES_MS) {
        if (this.#over()) return undefined;
        await sent(socket, request, disconnectPort!, address);
        const code = await Promise.race([answered, pause(wait, this.#gone.signal)]);
        if (code !== undefined) return code;
      }
      return undefined;
    } finally {
      socket.close();
    }
  }
}

const sent = (socket: Socket, bytes: Buffer, port: number, address: string): Promise<void> =>
  new Promise((resolve) => socket.send(bytes, port, address, () => resolve()));

const pause = (ms: number, signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve(undefined);
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
    if (signal.aborted) done();
  });
