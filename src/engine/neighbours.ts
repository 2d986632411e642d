/**
 * Live events of the other processes on the same database. A process that is listened to says so every now and then, and
 * the others then tell it what they do: after their commit, beside the charging path, what has gathered in one piece.
 * While nobody listens anywhere, nothing is made and nothing is said.
 */
import { randomUUID } from "node:crypto";
import { Channel, MOST_BYTES } from "../postgres/channel.ts";
import type { Connection } from "../postgres/pool.ts";
import type { Live, LiveEvent } from "./live.ts";

const SAID_AGAIN_MS = 20_000;
/** Whoever has not said so for that long is not listened to any more, or has died. */
const BELIEVED_MS = 60_000;
/** Of what waits to be said, the oldest goes first when the database does not take it. */
const MOST_WAITING = 5_000;

type Message =
  /** Who is listened to? */
  | { from: string; says: "who" }
  /** I am. */
  | { from: string; says: "wanted" }
  | { from: string; says: "events"; events: LiveEvent[] };

export class Neighbours {
  readonly #live: Live;
  readonly #channel: Channel;
  readonly #name = randomUUID();
  readonly #waiting: LiveEvent[] = [];
  #saying: Promise<void> | null = null;
  #again: NodeJS.Timeout | undefined;

  constructor(connection: Connection, live: Live) {
    this.#live = live;
    this.#channel = new Channel({
      connection,
      heard: (text) => this.#heard(text),
      joined: () => {
        void this.#channel.say(JSON.stringify({ from: this.#name, says: "who" } satisfies Message));
        this.#sayWanted();
      },
    });
  }

  async join(): Promise<void> {
    this.#live.neighbours = { listened: () => this.#sayWanted(), publish: (event) => this.#publish(event) };
    await this.#channel.join();
    this.#again = setInterval(() => this.#sayWanted(), SAID_AGAIN_MS).unref();
  }

  async close(): Promise<void> {
    this.#live.neighbours = null;
    clearInterval(this.#again);
    await this.#saying;
    await this.#channel.close();
  }

  #sayWanted(): void {
    if (this.#live.wantedHere)
      void this.#channel.say(JSON.stringify({ from: this.#name, says: "wanted" } satisfies Message));
  }

  #heard(text: string): void {
    const message = messageOf(text);
    if (message === null || message.from === this.#name) return;
    if (message.says === "who") this.#sayWanted();
    else if (message.says === "wanted") this.#live.wantedElsewhere(BELIEVED_MS);
    else if (Array.isArray(message.events)) for (const event of message.events) this.#live.hear(event);
  }

  #publish(event: LiveEvent): void {
    this.#waiting.push(event);
    if (this.#waiting.length > MOST_WAITING) this.#waiting.shift();
    this.#saying ??= this.#sayAll().finally(() => (this.#saying = null));
  }

  async #sayAll(): Promise<void> {
    // What the same batch has to tell goes out together.
    await new Promise((next) => setImmediate(next));
    while (this.#waiting.length > 0) await this.#channel.say(this.#next());
  }

  /** As many of those that wait as fit; one that is too long alone is left out. */
  #next(): string {
    const events: string[] = [];
    let left = MOST_BYTES - 100;
    for (; this.#waiting.length > 0; this.#waiting.shift()) {
      const text = JSON.stringify(this.#waiting[0]);
      left -= Buffer.byteLength(text) + 1;
      if (left < 0 && events.length > 0) break;
      if (left >= 0) events.push(text);
      else left = MOST_BYTES - 100;
    }
    return `{"from":${JSON.stringify(this.#name)},"says":"events","events":[${events.join()}]}`;
  }
}

/** Null: of nobody like this process. Whoever may use the database may say anything, and another version something else. */
function messageOf(text: string): Message | null {
  try {
    const said: unknown = JSON.parse(text);
    return typeof said === "object" ? (said as Message | null) : null;
  } catch {
    return null;
  }
}
