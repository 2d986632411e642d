/** The lane's own connection: made, made again when it breaks, and given up when the database does not answer. */
import { within } from "./within.ts";
import type { Client } from "../postgres/pool.ts";
import { Unavailable } from "./commands.ts";

export interface LaneLog {
  warn: (about: object, message: string) => void;
}

const ANSWER_WITHIN_MS = 2_000;

export class LaneConnection {
  readonly #connect: () => Promise<Client>;
  readonly #log: LaneLog;
  readonly #onLost: () => void;
  #client: Client | null = null;
  #everOpen = false;
  #away = false;

  /** @param onLost is told when an open connection breaks */
  constructor(connect: () => Promise<Client>, log: LaneLog, onLost: () => void) {
    this.#connect = connect;
    this.#log = log;
    this.#onLost = onLost;
  }

  get client(): Client | null {
    return this.#client;
  }

  /** It was open once, and is not. */
  get lost(): boolean {
    return this.#client === null && this.#everOpen;
  }

  /** The last attempt to open it failed. */
  get away(): boolean {
    return this.#away;
  }

  /** False if the database does not answer. */
  async open(): Promise<boolean> {
    const connecting = this.#connect();
    try {
      const client = await within(ANSWER_WITHIN_MS, connecting);
      client.on("error", () => this.drop(client));
      client.on("end", () => this.drop(client));
      this.#client = client;
      this.#everOpen = true;
      if (this.#away) this.#log.warn({}, "the database answers again");
      this.#away = false;
      return true;
    } catch (error) {
      connecting.then((late) => late.end()).catch(() => {});
      if (!this.#away) this.#log.warn({ err: error }, "the database does not answer");
      this.#away = true;
      return false;
    }
  }

  /** After an error: leaves the refused transaction. True if the connection is gone, or of no use. */
  async isBroken(client: Client, error: unknown): Promise<boolean> {
    try {
      if (error instanceof Unavailable || this.#client !== client) throw error;
      await within(ANSWER_WITHIN_MS, client.query("ROLLBACK"));
      return false;
    } catch {
      this.drop(client);
      return true;
    }
  }

  drop(client: Client): void {
    client.end().catch(() => {});
    // One that does not answer does not say goodbye either, and what was asked of it must fail.
    (client as Client & { connection: { stream: { destroy: () => void } } }).connection.stream.destroy();
    if (this.#client !== client) return;
    this.#client = null;
    this.#onLost();
  }

  async close(): Promise<void> {
    await this.#client?.end().catch(() => {});
    this.#client = null;
  }
}
