/**
 * Talktime's side of ARI: it ends the calls that somebody wants ended, and compares at the start and every minute which
 * calls there are. Without ARI the calls of an Asterisk end by themselves, at their limit, or by the reaper.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { AsteriskServer } from "../../switch-settings.ts";
import { commandDone, commandsFor, type ToldCommand } from "../../engine/push.ts";
import { reconcile } from "../../engine/reaper.ts";
import { type AriSettings, hangUpChannel, listChannels } from "./ari.ts";
import { HUNG_UP_CAUSE } from "./calls.ts";
import type { AsteriskOptions } from "./server.ts";

/** What Asterisk did not do is tried again so much later. */
const AGAIN_MS = 10_000;
const AT_ONCE = 50;

export class Control {
  readonly #options: AsteriskOptions;
  readonly #gone = new AbortController();
  readonly #loops: readonly Promise<void>[];

  constructor(options: AsteriskOptions) {
    this.#options = options;
    this.#loops = options.settings.servers.flatMap((server) =>
      server.ari ? [this.#follow(server, server.ari), this.#compare(server, server.ari)] : [],
    );
  }

  async close(): Promise<void> {
    this.#gone.abort();
    await Promise.all(this.#loops);
  }

  #over = (): boolean => this.#gone.signal.aborted || this.#options.engine.live.closed;

  #pause = (ms: number): Promise<void> => sleep(ms, undefined, { signal: this.#gone.signal }).catch(() => {});

  async #compare(server: AsteriskServer, ari: AriSettings): Promise<void> {
    const { engine, log, settings, count } = this.#options;
    for (; !this.#over(); await this.#pause(settings.compareEveryMs)) {
      try {
        const asOf = engine.now();
        const active = await listChannels(ari);
        const profile = await engine.switches.profile(server.switch);
        const { missing } = await reconcile(engine, server.switch, profile, {
          node: server.node ?? null,
          asOf,
          active,
        });
        if (missing.length > 0) log.warn({ switch: server.switch, calls: missing.length }, "Asterisk has lost calls");
        count("reconciled");
      } catch (error) {
        count("reconcile-failed", { switch: server.switch, address: new URL(ari.url).hostname, failed: true });
        log.warn({ err: error, switch: server.switch }, "Asterisk could not be asked which calls there are");
      }
    }
  }

  async #follow(server: AsteriskServer, ari: AriSettings): Promise<void> {
    const { engine, log } = this.#options;
    const wanted = { switchId: server.switch, node: server.node ?? null, after: 0n, limit: AT_ONCE };
    while (!this.#over()) {
      const commands = await commandsFor(engine, wanted, { waitMs: 1_000, gone: this.#over }).catch(
        (error: unknown) => {
          log.warn({ err: error, switch: server.switch }, "commands to Asterisk could not be read");
          return [];
        },
      );
      const done = await Promise.all(commands.map((command) => this.#carryOut(server, ari, command)));
      if (done.includes(false)) await this.#pause(AGAIN_MS);
    }
  }

  /** Whether it is done. A new limit is not: ARI has no request that moves the limit of a Dial. */
  async #carryOut(server: AsteriskServer, ari: AriSettings, command: ToldCommand): Promise<boolean> {
    const { engine, log, count } = this.#options;
    try {
      if (command.type === "hang-up") await hangUpChannel(ari, command.callId, HUNG_UP_CAUSE);
      count(command.type === "hang-up" ? "hung-up" : "new-limit-ignored");
      await commandDone(engine, server.switch, command.id).catch(() => {}); // its call has ended since
      return true;
    } catch (error) {
      log.warn({ err: error, switch: server.switch }, "Asterisk did not hang up");
      return false;
    }
  }
}
