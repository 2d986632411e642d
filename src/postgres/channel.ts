/**
 * What processes on one database say to each other: LISTEN and NOTIFY on a connection of its own, which comes back when
 * it breaks. What is said meanwhile is lost, as is what nobody hears: nothing may rest on it.
 */
import pg from "pg";
import type { Connection } from "./pool.ts";

const NAME = "talktime";
/** PostgreSQL takes less than 8,000 bytes at once. */
export const MOST_BYTES = 7_900;
const COME_BACK_MS = 1_000;

export interface ChannelOptions {
  connection: Connection;
  /** Also told what this process said itself. */
  heard: (text: string) => void;
  /** From now on others are heard: at the beginning, and each time that the connection has come back. */
  joined: () => void;
}

export class Channel {
  readonly #options: ChannelOptions;
  #client: pg.Client | null = null;
  #again: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: ChannelOptions) {
    this.#options = options;
  }

  /** Settles when others are heard, or when the database can not be reached now: it is tried again until `close`. */
  async join(): Promise<void> {
    const client = new pg.Client({ application_name: "talktime channel", ...this.#options.connection });
    let lost = false;
    const lose = (): void => {
      if (lost) return;
      lost = true;
      if (this.#client === client) this.#client = null;
      client.end().catch(() => {});
      if (!this.#closed) this.#again = setTimeout(() => void this.join(), COME_BACK_MS);
    };
    client.on("error", lose);
    client.on("end", lose);
    client.on("notification", ({ payload = "" }) => this.#options.heard(payload));
    try {
      await client.connect();
      await client.query(`LISTEN ${NAME}`);
    } catch {
      return lose();
    }
    if (this.#closed || lost) return lose();
    this.#client = client;
    this.#options.joined();
  }

  /** @param text of at most MOST_BYTES as UTF-8 */
  async say(text: string): Promise<void> {
    // A connection that breaks over it says so by its events.
    await this.#client?.query("SELECT pg_notify($1, $2)", [NAME, text]).catch(() => {});
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#again);
    await this.#client?.end().catch(() => {});
  }
}
