/**
 * Gateways that promise Interim-Updates (`interimSeconds`; RFC 2869 §5.16) and fall silent about a call have ended it,
 * and its Stop is lost: RADIUS tells an end for some seconds only. It is presumed to have lasted as long as was heard of
 * it last, and not as long as it was granted, which for a gateway may be hours.
 */
import { endSilent } from "../../engine/reaper.ts";
import type { Engine } from "../../engine/engine.ts";
import type { RadiusClient } from "../../switch-settings.ts";

/** Two updates may be lost. */
const MISSED = 3;
const LOOK_EVERY_MS = 30_000;

interface Log {
  warn: (about: object, message: string) => void;
}

export class Silence {
  readonly #engine: Engine;
  readonly #clients: readonly RadiusClient[];
  readonly #log: Log;
  /** What was said before is lost, too, if nobody listened. */
  readonly #listeningSince: number;
  readonly #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();

  constructor(engine: Engine, clients: readonly RadiusClient[], log: Log) {
    this.#engine = engine;
    this.#clients = clients.filter(({ interimSeconds }) => interimSeconds !== undefined);
    this.#log = log;
    this.#listeningSince = engine.now();
    if (this.#clients.length === 0) return;
    this.#timer = setInterval(() => {
      this.#looking = this.#looking.then(() => this.#look());
    }, LOOK_EVERY_MS).unref();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  async #look(): Promise<void> {
    for (const { switch: switchId, interimSeconds = 0 } of this.#clients) {
      const before = this.#engine.now() - 1_000 * MISSED * interimSeconds;
      if (before < this.#listeningSince) continue;
      await endSilent(this.#engine, switchId, before).catch((error: unknown) =>
        this.#log.warn({ err: error, switch: switchId }, "calls of a gateway could not be looked at"),
      );
    }
  }
}
