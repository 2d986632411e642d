/**
 * What Asterisk is told from outside of its dialplan: over ARI to end the calls that somebody wants ended, over AMI to
 * let those last longer that money came in for. ARI also tells at the start and every minute which calls there are.
 * Without them the calls of an Asterisk end by themselves, at their limit, or by the reaper.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { AsteriskServer } from "../../switch-settings.ts";
import { findCall } from "../../engine/find-calls.ts";
import { commandDone, commandsFor, type ToldCommand } from "../../engine/push.ts";
import { reconcile } from "../../engine/reaper.ts";
import { moveLimit } from "./ami.ts";
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
    this.#loops = options.settings.servers.flatMap((server) => [
      ...(server.ari || server.ami ? [this.#follow(server)] : []),
      ...(server.ari ? [this.#compare(server, server.ari)] : []),
    ]);
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

  async #follow(server: AsteriskServer): Promise<void> {
    const { engine, log } = this.#options;
    const wanted = { switchId: server.switch, node: server.node ?? null, after: 0n, limit: AT_ONCE };
    while (!this.#over()) {
      const commands = await commandsFor(engine, wanted, { waitMs: 1_000, gone: this.#over }).catch(
        (error: unknown) => {
          log.warn({ err: error, switch: server.switch }, "commands to Asterisk could not be read");
          return [];
        },
      );
      const done = await Promise.all(commands.map((command) => this.#carryOut(server, command)));
      if (done.includes(false)) await this.#pause(AGAIN_MS);
    }
  }

  /** Whether it is done, or can not be: without AMI a call ends at its first limit. */
  async #carryOut(server: AsteriskServer, command: ToldCommand): Promise<boolean> {
    const { engine, log, count } = this.#options;
    try {
      count(command.type === "hang-up" ? await this.#hangUp(server, command) : await this.#prolong(server, command));
      await commandDone(engine, server.switch, command.id).catch(() => {}); // its call has ended since
      return true;
    } catch (error) {
      log.warn({ err: error, switch: server.switch, type: command.type }, "Asterisk did not do what it was told");
      return false;
    }
  }

  async #hangUp({ ari }: AsteriskServer, { callId }: ToldCommand): Promise<string> {
    if (!ari) return "hang-up-ignored";
    await hangUpChannel(ari, callId, HUNG_UP_CAUSE);
    return "hung-up";
  }

  /** Asterisk itself keeps the limit, so that it holds whatever becomes of us. */
  async #prolong({ address, ami, switch: id }: AsteriskServer, { callId }: ToldCommand): Promise<string> {
    if (!ami) return "new-limit-ignored";
    const { engine } = this.#options;
    const call = await findCall(engine, { switch: id, organization: null }, id, callId);
    if (!call || !("limitSeconds" in call) || call.answeredAt === null) return "new-limit-too-late";
    const limitMs = 1000 * call.limitSeconds;
    const leftMs = call.answeredAt + limitMs - engine.now();
    if (leftMs <= 0) return "new-limit-too-late";
    await moveLimit({ ...ami, host: address }, callId, leftMs / 1000, limitMs);
    return "prolonged";
  }
}
