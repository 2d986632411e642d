/**
 * What the calls of peers have used. A CCR tells what was used since the one before; the engine wants the total since the
 * answer, which is kept here, and taken from the session after a restart, or where another process has served the peer.
 */
import type { Engine } from "../../engine/engine.ts";
import { findCall } from "../../engine/find-calls.ts";
import { longest } from "./units.ts";

/** A request of a session. */
export interface Asked {
  switchId: string;
  /** Through which it comes. */
  connection: symbol;
  callId: string;
  number: number;
}

const keyOf = ({ switchId, callId }: Asked): string => `${switchId} ${callId}`;

/** What is known here of a session in progress, beside what the engine knows. */
interface Reported {
  /** Seconds of each of its services; the call itself is one, and has lasted as long as the longest. */
  seconds: Map<string, number>;
  /** What had been used before anything was reported here. */
  before: number;
  /** CC-Request-Numbers that were counted: each once, in whatever order they come. */
  counted: Set<number>;
  /** Through which connection it was reported last: another one may be that of a peer which was at another process. */
  connection: symbol;
}

/** Sessions whose end is lost are forgotten after so many newer ones; what they used is read from the books then. */
const MOST_KNOWN = 50_000;

export class UsedSeconds {
  readonly #engine: Engine;
  readonly #reported = new Map<string, Reported>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  ended(asked: Asked): void {
    this.#reported.delete(keyOf(asked));
  }

  /** The total since the answer, to which a repeat adds nothing; null: the call has ended, and its total is known. */
  async total(asked: Asked, used: ReadonlyMap<string, number>): Promise<number | null> {
    const key = keyOf(asked);
    let known = this.#reported.get(key);
    if (known?.connection !== asked.connection) {
      const before = await this.#usedBefore(asked);
      known = this.#reported.get(key);
      if (!known && before === null) return null;
      known ??= this.#begin(asked, before ?? 0);
      if (known.connection !== asked.connection) known.before += Math.max(0, (before ?? 0) - totalOf(known));
      known.connection = asked.connection;
    }
    if (!known.counted.has(asked.number)) {
      known.counted.add(asked.number);
      for (const [service, seconds] of used) known.seconds.set(service, (known.seconds.get(service) ?? 0) + seconds);
    }
    return totalOf(known);
  }

  /**
   * At the first report, after a restart, or of a call that was at another process; null: it has ended. Of an end that was
   * presumed the last report is not the total, unless nothing was reported before it.
   */
  async #usedBefore({ switchId, callId, number }: Asked): Promise<number | null> {
    const found = await findCall(this.#engine, { switch: switchId, organization: null }, switchId, callId);
    if (!found) return 0;
    if ("usedSeconds" in found) return found.usedSeconds;
    return found.outcome === "refused" || (found.end === "presumed" && number <= 1) ? 0 : null;
  }

  #begin(asked: Asked, before: number): Reported {
    const begun = { seconds: new Map(), before, counted: new Set<number>(), connection: asked.connection };
    this.#reported.set(keyOf(asked), begun);
    for (const oldest of this.#reported.keys()) {
      if (this.#reported.size <= MOST_KNOWN) break;
      this.#reported.delete(oldest);
    }
    return begun;
  }
}

const totalOf = ({ before, seconds }: Reported): number => before + longest(seconds.values());
