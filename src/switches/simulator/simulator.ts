/**
 * A switch without phones: it makes calls over the HTTP API as any switch does, authorises, rings, answers, asks for more
 * time, hangs up at the limit or when it is told to. For demos, and to try an installation under load.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { Random } from "../../engine/sample/random.ts";
import { type Api, complaintOf, type Reply } from "./client.ts";
import { Phones } from "./phones.ts";

export interface Simulation {
  organization: string;
  /** How many calls to make; Infinity: until it is stopped. */
  calls: number;
  /** How many go on at a time. */
  concurrent: number;
  seed: number;
  /** Seconds of a call that pass in one second. */
  speed: number;
  /** Part of the calls' ids, so that two runs do not name the same. */
  run: string;
}

export interface Tally {
  made: number;
  ended: number;
  unanswered: number;
  /** Cut at the limit of what was granted. */
  cut: number;
  /** By code. */
  refused: Record<string, number>;
  /** Nobody answered the switch, or something else than yes or no was answered. */
  failed: number;
}

/** Seconds that a call lasts at least and at most; most are short. */
const LASTS = [15, 420] as const;
const RINGS = [1, 8] as const;
/** Longest pause of a line between two calls. */
const PAUSE_SECONDS = 15;
const UNANSWERED = 0.08;
/** Calls of a line that can not ask for more: cut after this. */
const NEVER_ASKS = 0.1;
const SHORT_GRANT_SECONDS = 90;
const POLL_MS = 1_000;
const OVERLOADED_MS = 2_000;

export class Simulator {
  readonly #api: Api;
  readonly #simulation: Simulation;
  readonly #tally: Tally = { made: 0, ended: 0, unanswered: 0, cut: 0, refused: {}, failed: 0 };
  /** Calls in progress, by callId: how to hang each up. */
  readonly #hangUps = new Map<string, AbortController>();

  constructor(api: Api, simulation: Simulation) {
    this.#api = api;
    this.#simulation = simulation;
  }

  /** Ends when all calls are made and over, or soon after `stop`, with every call in progress ended. */
  async run(stop: AbortSignal): Promise<Tally> {
    const { organization, concurrent } = this.#simulation;
    const phones = await Phones.of(this.#api, organization);
    const over = new AbortController();
    const obeying = this.#obey(AbortSignal.any([stop, over.signal]));
    await Promise.all(Array.from({ length: concurrent }, (_, line) => this.#line(phones, line, stop)));
    over.abort();
    await obeying;
    return this.#tally;
  }

  async #line(phones: Phones, line: number, stop: AbortSignal): Promise<void> {
    const { calls, seed, run } = this.#simulation;
    const random = new Random(seed, `line ${line}`);
    for (let n = 0; this.#tally.made < calls && !stop.aborted; n++) {
      this.#tally.made += 1;
      try {
        await this.#call(phones, `${run}-${line}-${n}`, random, stop);
      } catch {
        this.#tally.failed += 1;
        await this.#pass(OVERLOADED_MS / 1000, stop);
      }
      await this.#pass(random.next() * PAUSE_SECONDS, stop);
    }
  }

  async #call(phones: Phones, callId: string, random: Random, stop: AbortSignal): Promise<void> {
    const path = `/v1/calls/${encodeURIComponent(callId)}`;
    const neverAsks = random.chance(NEVER_ASKS);
    const lasts = LASTS[0] + (LASTS[1] - LASTS[0]) * random.next() ** 2;
    const dialling = phones.dial(random);
    const asked = neverAsks ? { requestedSeconds: SHORT_GRANT_SECONDS } : {};
    const granted = await this.#api("POST", "/v1/calls", { callId, ...dialling, ...asked });
    if (granted.status !== 201) return this.#wasRefused(granted);

    const hangUp = new AbortController();
    this.#hangUps.set(callId, hangUp);
    const ended = AbortSignal.any([stop, hangUp.signal]);
    const release = async (usedSeconds: number, cause: string): Promise<void> => {
      this.#hangUps.delete(callId);
      await this.#api("POST", `${path}/release`, { usedSeconds, cause });
    };
    await this.#pass(random.int(...RINGS), ended);
    if (ended.aborted || random.chance(UNANSWERED)) {
      this.#tally.unanswered += 1;
      return release(0, "no-answer");
    }
    await this.#api("POST", `${path}/answer`, {});
    const answeredAt = performance.now();
    const used = (): number => Math.floor(((performance.now() - answeredAt) / 1000) * this.#simulation.speed);
    let limit = Number(granted.body["limitSeconds"]);
    let askAt = neverAsks ? Infinity : Number(granted.body["nextUpdateSeconds"] ?? Infinity);
    while (!ended.aborted && used() < Math.min(lasts, limit)) {
      await this.#pass(Math.min(lasts, limit, askAt) - used(), ended);
      if (used() < askAt || used() >= lasts || ended.aborted) continue;
      const more = await this.#api("POST", `${path}/update`, { usedSeconds: used() });
      limit = Number(more.body["limitSeconds"] ?? limit);
      askAt = more.status === 200 ? used() + Number(more.body["nextUpdateSeconds"] ?? Infinity) : Infinity;
    }
    const cut = !ended.aborted && limit < lasts;
    this.#tally[cut ? "cut" : "ended"] += 1;
    await release(Math.min(used(), limit), cut ? "limit" : "normal");
  }

  #wasRefused(reply: Reply): void {
    if (reply.status < 402 || reply.status > 404) throw new Error(complaintOf(reply));
    const code = reply.body["code"] as string;
    this.#tally.refused[code] = (this.#tally.refused[code] ?? 0) + 1;
  }

  /** Seconds of a call, at the simulation's speed; ends early, without a word, when it is stopped. */
  async #pass(seconds: number, stop: AbortSignal): Promise<void> {
    const ms = Math.max(5, (1000 * seconds) / this.#simulation.speed);
    await sleep(ms, undefined, { signal: stop }).catch(() => {});
  }

  /** Does what the server tells its switches to do: hangs up. */
  async #obey(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      try {
        const { body } = await this.#api("GET", "/v1/switch-commands");
        for (const command of (body["items"] ?? []) as { id: string; type: string; callId: string }[]) {
          const hangUp = this.#hangUps.get(command.callId);
          if (command.type === "hang-up") hangUp?.abort();
          if (hangUp) await this.#api("POST", `/v1/switch-commands/${command.id}/done`, {});
        }
      } catch {
        // It is asked again in a moment.
      }
      await sleep(POLL_MS, undefined, { signal: stop }).catch(() => {});
    }
  }
}
