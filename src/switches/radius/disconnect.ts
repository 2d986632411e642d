/**
 * Pushes to gateways (RFC 5176): a hang-up is a Disconnect-Request, a new limit a CoA-Request with its Session-Timeout.
 * Sent again until it is answered; one that is never answered stands as a command, and is sent again after a restart.
 */
import { createSocket, type Socket } from "node:dgram";
import type { RadiusClient } from "../../switch-settings.ts";
import type { Engine } from "../../engine/engine.ts";
import { commandDone, commandsFor, type ToldCommand } from "../../engine/push.ts";
import { number, text, TYPES } from "./attributes.ts";
import { classOf } from "./calls.ts";
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
    const told = clients.filter(({ disconnectPort }) => disconnectPort !== undefined);
    const switches = new Set(told.map((client) => client.switch));
    this.#loops = [...switches].map((id) =>
      this.#follow(
        id,
        told.filter((client) => client.switch === id),
      ),
    );
  }

  async close(): Promise<void> {
    this.#gone.abort();
    await Promise.all(this.#loops);
  }

  async #follow(switchId: string, gateways: readonly RadiusClient[]): Promise<void> {
    while (!this.#over()) {
      const wanted = { switchId, node: null, after: 0n, limit: AT_ONCE };
      const waiting = { waitMs: 1_000, gone: () => this.#over() };
      const commands = await commandsFor(this.#engine, wanted, waiting).catch((error: unknown) => {
        this.#log.warn({ err: error, switch: switchId }, "commands to a gateway could not be read");
        return [];
      });
      const done = await Promise.all(commands.map((command) => this.#carryOut(switchId, gateways, command)));
      // What the gateway did not answer is tried again, but not without a pause.
      if (done.includes(false)) await pause(LOOK_EVERY_MS, this.#gone.signal);
    }
  }

  #over = (): boolean => this.#gone.signal.aborted || this.#engine.live.closed;

  /**
   * Whether it is done, or asking again would not change that: one of the switch's gateways did it, or each of them said
   * no. Which of them has the call is not known here, and the others know nothing of it.
   */
  async #carryOut(switchId: string, gateways: readonly RadiusClient[], command: ToldCommand): Promise<boolean> {
    const named = [text(TYPES.acctSessionId, command.callId), ...classOf(command.callId)];
    const [code, attributes]: [number, Attribute[]] =
      command.type === "hang-up"
        ? [CODES.disconnectRequest, [...named, text(TYPES.replyMessage, command.reason)]]
        : [CODES.coaRequest, [...named, number(TYPES.sessionTimeout, command.limitSeconds ?? 0)]];
    this.#identifier = (this.#identifier + 1) % 256;
    const identifier = this.#identifier;
    const answers = gateways.map((client) =>
      this.#ask(client, encodeRequest({ code, identifier, attributes }, client.secret)),
    );
    if (!(await isOneOf(ACKS, answers))) {
      const refused = (await Promise.all(answers)).every((answer) => answer !== undefined && NAKS.includes(answer));
      if (!refused) return false;
      this.#log.warn({ switch: switchId, type: command.type }, "a gateway refused a command");
    }
    await commandDone(this.#engine, switchId, command.id).catch(() => {}); // its call has ended since
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

const ACKS: readonly number[] = [CODES.disconnectAck, CODES.coaAck];
const NAKS: readonly number[] = [CODES.disconnectNak, CODES.coaNak];

/** As soon as one is, without waiting for the others. */
const isOneOf = (wanted: readonly number[], answers: Promise<number | undefined>[]): Promise<boolean> =>
  Promise.any(
    answers.map(async (answer) => {
      if (!wanted.includes((await answer) ?? -1)) throw new Error("another answer");
    }),
  ).then(
    () => true,
    () => false,
  );

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
