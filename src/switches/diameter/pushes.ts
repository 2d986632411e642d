/**
 * Pushes to peers: a hang-up is an Abort-Session-Request, a new limit a Re-Auth-Request (RFC 6733 §8.5, §8.3), on which
 * the peer asks for more by a CCR UPDATE. Peers that do not answer end the call when its grant is used up.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { DiameterPeer } from "../../switch-settings.ts";
import { commandDone, commandsFor, type ToldCommand } from "../../engine/push.ts";
import { AVPS, COMMANDS, CREDIT_CONTROL, text, u32 } from "./avps.ts";
import type { Connection } from "./connection.ts";
import type { DiameterOptions } from "./server.ts";

const AUTHORIZE_ONLY = 0;
/** What was not answered is said again so much later. */
const AGAIN_MS = 10_000;
const AT_ONCE = 50;

export class Pushes {
  readonly #options: DiameterOptions;
  readonly #connectionTo: (peer: DiameterPeer) => Connection | undefined;
  readonly #gone = new AbortController();
  readonly #loops: readonly Promise<void>[];

  constructor(options: DiameterOptions, connectionTo: (peer: DiameterPeer) => Connection | undefined) {
    this.#options = options;
    this.#connectionTo = connectionTo;
    this.#loops = options.settings.peers.map((peer) => this.#follow(peer));
  }

  async close(): Promise<void> {
    this.#gone.abort();
    await Promise.all(this.#loops);
  }

  #over = (): boolean => this.#gone.signal.aborted || this.#options.engine.live.closed;

  async #follow(peer: DiameterPeer): Promise<void> {
    const { engine, log } = this.#options;
    const wanted = { switchId: peer.switch, node: peer.originHost, after: 0n, limit: AT_ONCE };
    while (!this.#over()) {
      const waiting = { waitMs: 1_000, gone: this.#over };
      const commands = await commandsFor(engine, wanted, waiting).catch((error: unknown) => {
        log.warn({ err: error, switch: peer.switch }, "commands to a peer could not be read");
        return [];
      });
      const done = await Promise.all(commands.map((command) => this.#tell(peer, command)));
      if (done.includes(false)) await sleep(AGAIN_MS, undefined, { signal: this.#gone.signal }).catch(() => {});
    }
  }

  /** Whether it was answered. */
  async #tell(peer: DiameterPeer, command: ToldCommand): Promise<boolean> {
    const { engine, settings } = this.#options;
    const avps = [
      text(AVPS.sessionId, command.callId),
      text(AVPS.originHost, settings.originHost),
      text(AVPS.originRealm, settings.originRealm),
      text(AVPS.destinationRealm, peer.originHost.replace(/^[^.]*\./, "")),
      text(AVPS.destinationHost, peer.originHost),
      u32(AVPS.authApplicationId, CREDIT_CONTROL),
      ...(command.type === "hang-up" ? [] : [u32(AVPS.reAuthRequestType, AUTHORIZE_ONLY)]),
    ];
    const code = command.type === "hang-up" ? COMMANDS.abortSession : COMMANDS.reAuth;
    const answer = await this.#connectionTo(peer)?.request(code, CREDIT_CONTROL, avps);
    if (!answer) return false;
    await commandDone(engine, peer.switch, command.id).catch(() => {}); // its call has ended since
    return true;
  }
}
