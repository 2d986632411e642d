/**
 * The RADIUS server: two UDP sockets, for authorisation and for accounting. Off unless clients are named. A packet from
 * somebody else, with a wrong secret, or that is none is dropped and counted; a repeat of one gets the same answer.
 */
import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import type { AddressInfo } from "node:net";
import type { RadiusClient, RadiusSettings } from "../../switch-settings.ts";
import { Overloaded, Unavailable } from "../../engine/commands.ts";
import type { Engine } from "../../engine/engine.ts";
import type { CountPacket, From } from "../../engine/sightings.ts";
import { account, authorize, type Reply } from "./calls.ts";
import { Disconnects } from "./disconnect.ts";
import { Silence } from "./silence.ts";
import { CODES, decodePacket, encodeReply, hasMessageAuthenticator, isAuthentic, type Packet } from "./packet.ts";

export interface RadiusServer {
  port: number;
  accountingPort: number;
  close: () => Promise<void>;
}

/** A gateway repeats within seconds (RFC 5080 §2.2.2); what is older was answered or given up. */
const REMEMBERED_MS = 30_000;
const MOST_REMEMBERED = 20_000;

export interface RadiusOptions {
  engine: Engine;
  host: string;
  settings: RadiusSettings;
  log: { warn: (about: object, message: string) => void };
  count: CountPacket;
}

/** @throws Error for a port that is in use */
export async function startRadius(options: RadiusOptions): Promise<RadiusServer> {
  const { engine, host, settings, log } = options;
  const server = new Server(options);
  const access = await bind(host, settings.port);
  const accounting = await bind(host, settings.accountingPort).catch(async (error: unknown) => {
    await closed(access);
    throw error;
  });
  server.serve(access, [CODES.accessRequest]);
  server.serve(accounting, [CODES.accountingRequest]);
  const disconnects = new Disconnects(engine, settings.clients, log);
  const silence = new Silence(engine, settings.clients, log);
  return {
    port: access.address().port,
    accountingPort: accounting.address().port,
    close: async () => {
      await Promise.all([disconnects.close(), silence.close()]);
      await server.drained();
      await Promise.all([closed(access), closed(accounting)]);
    },
  };
}

class Server {
  readonly #engine: Engine;
  readonly #clients: ReadonlyMap<string, RadiusClient>;
  readonly #log: RadiusOptions["log"];
  readonly #count: RadiusOptions["count"];
  /** Answers by sender and packet; of one that is being worked on, undefined. */
  readonly #answered = new Map<string, { at: number; answer: Buffer | undefined }>();
  readonly #atWork = new Set<Promise<void>>();

  constructor({ engine, settings, log, count }: RadiusOptions) {
    this.#engine = engine;
    this.#clients = new Map(settings.clients.map((client) => [client.address, client]));
    this.#log = log;
    this.#count = count;
  }

  serve(socket: Socket, codes: readonly number[]): void {
    socket.on("message", (bytes, sender) => {
      const work = this.#receive(socket, bytes, sender, codes).catch((error: unknown) => {
        // Without an answer the gateway asks again: nothing is lost.
        this.#count("failed", this.#from(sender, true));
        if (!(error instanceof Overloaded || error instanceof Unavailable))
          this.#log.warn({ err: error, switch: this.#clientAt(sender)?.switch }, "a RADIUS request failed");
      });
      this.#atWork.add(work);
      void work.finally(() => this.#atWork.delete(work));
    });
    // Such as a gateway that is gone: UDP tells of it later, about nothing in particular.
    socket.on("error", (error) => this.#log.warn({ err: error }, "a RADIUS socket complains"));
  }

  async drained(): Promise<void> {
    await Promise.all(this.#atWork);
  }

  async #receive(socket: Socket, bytes: Buffer, sender: RemoteInfo, codes: readonly number[]): Promise<void> {
    const client = this.#clientAt(sender);
    if (!client) return this.#count("unknown-client", this.#from(sender, true));
    const packet = decodePacket(bytes);
    if (!packet) return this.#count("malformed", this.#from(sender, true));
    if (!codes.includes(packet.code) && packet.code !== CODES.statusServer)
      return this.#count("wrong-code", this.#from(sender, true));
    if (!isTrusted(packet, client)) return this.#count("not-authentic", this.#from(sender, true));
    const key = `${sender.address}|${sender.port}|${packet.code}|${packet.identifier}|${packet.authenticator.toString("hex")}`;
    const known = this.#answered.get(key);
    if (known) {
      this.#count("repeated", this.#from(sender));
      if (known.answer) socket.send(known.answer, sender.port, sender.address);
      return;
    }
    this.#remember(key);
    try {
      const reply = await this.#answer(client, packet, codes);
      const answer = reply && encodeReply(packet, reply.code, reply.attributes, client.secret);
      if (!answer) this.#answered.delete(key);
      else {
        this.#answered.set(key, { at: Date.now(), answer });
        this.#count(`code-${reply.code}`, this.#from(sender));
        socket.send(answer, sender.port, sender.address);
      }
    } catch (error) {
      this.#answered.delete(key);
      throw error;
    }
  }

  #answer(client: RadiusClient, packet: Packet, codes: readonly number[]): Promise<Reply | undefined> {
    // RFC 5997: it is alive, said in the way of the port that was asked.
    if (packet.code === CODES.statusServer) {
      const alive = codes.includes(CODES.accessRequest) ? CODES.accessAccept : CODES.accountingResponse;
      return Promise.resolve({ code: alive, attributes: [] });
    }
    // Without it the start of one gateway would end the calls of another of the same switch.
    const isOnly = [...this.#clients.values()].every((one) => one === client || one.switch !== client.switch);
    const sender = { ...client, node: isOnly ? null : client.address };
    return packet.code === CODES.accessRequest
      ? authorize(this.#engine, sender, packet)
      : account(this.#engine, sender, packet);
  }

  #remember(key: string): void {
    const now = Date.now();
    this.#answered.set(key, { at: now, answer: undefined });
    for (const [oldest, { at }] of this.#answered) {
      if (now - at < REMEMBERED_MS && this.#answered.size <= MOST_REMEMBERED) break;
      this.#answered.delete(oldest);
    }
  }

  #clientAt = (sender: RemoteInfo): RadiusClient | undefined => this.#clients.get(addressOf(sender));

  #from = (sender: RemoteInfo, failed = false): From => ({
    switch: this.#clientAt(sender)?.switch ?? null,
    address: addressOf(sender),
    failed,
  });
}

const addressOf = ({ address }: RemoteInfo): string => address.replace(/^::ffff:/, "");

/** An Access-Request without a Message-Authenticator comes from whoever says so: taken only where that is allowed. */
function isTrusted(packet: Packet, { secret, requireMessageAuthenticator = true }: RadiusClient): boolean {
  const unsigned = packet.code === CODES.accessRequest && !hasMessageAuthenticator(packet);
  return unsigned ? !requireMessageAuthenticator : isAuthentic(packet, secret);
}

function bind(host: string, port: number): Promise<Socket & { address: () => AddressInfo }> {
  const socket = createSocket({ type: host.includes(":") ? "udp6" : "udp4", recvBufferSize: 4 * 1024 * 1024 });
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.bind(port, host, () => {
      socket.off("error", reject);
      resolve(socket);
    });
  });
}

const closed = (socket: Socket): Promise<void> => new Promise((resolve) => socket.close(() => resolve()));
