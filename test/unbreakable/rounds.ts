/** Rounds of kill -9 under load: what is killed, when, how long until calls are charged again, and what was lost. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Callers } from "./callers.ts";
import { Program, type Victim } from "./program.ts";
import { callOf, importDeck, makeSpender, type Organization } from "./world.ts";

export const VICTIMS: readonly Victim[] = ["database", "server", "both", "backend"];
const CALLERS = 16;
const ORGANIZATIONS = 3;

export interface Round {
  victim: Victim;
  /** From the kill until /readyz says 200, ms. */
  readyMs: number;
  /** How many times as long as on a host of its own everything took, since others use its processors: 1 or more. */
  slowness: number;
  /** From the kill until the next call was granted, ms. */
  chargingMs: number;
  acknowledged: number;
  /** Sent again because no answer had come. */
  repeated: number;
  /** Of the answers meanwhile, those that were 500 instead of 503. */
  internalErrors: number;
  /** Sentences about what was lost or does not add up. */
  wrong: string[];
}

/** The same numbers for the same seed: when the kills come, and what the callers do. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @param loadMs how long the callers are at work before the kill, at most */
export async function* killRounds(
  victims: readonly Victim[],
  { seed, loadMs }: { seed: number; loadMs: number },
): AsyncGenerator<Round> {
  const random = randomOf(seed);
  const program = new Program(mkdtempSync(join(tmpdir(), "talktime-kills-")));
  try {
    await program.start();
    await importDeck(program.ask);
    const organizations: Organization[] = [];
    for (let i = 1; i <= ORGANIZATIONS; i++) organizations.push(await makeSpender(program.ask, `org-${i}`, "10000"));
    const callers = new Callers(program.ask, organizations, random);
    // Besides those whose books are reckoned: the first call that is granted again says when charging goes on.
    const probe = await makeSpender(program.ask, "probe", "1000");
    for (const [i, victim] of victims.entries()) {
      const { acknowledged, repeated, internalErrors } = callers;
      callers.start(CALLERS);
      await sleep(300 + random() * loadMs);
      const killed = performance.now();
      await program.kill(victim);
      if (!program.serves) await program.start();
      const readyMs = await since(killed, async () => (await program.ask("GET", "/readyz")).status === 200);
      const slowness = slownessOfHost();
      const chargingMs = await since(killed, () => connects(program, probe, `probe-${i}`));
      await sleep(200);
      await callers.stop();
      const wrong = await callers.verify();
      const { good, words } = await program.audit();
      if (!good) wrong.push(words);
      yield {
        victim,
        readyMs,
        slowness,
        chargingMs,
        acknowledged: callers.acknowledged - acknowledged,
        repeated: callers.repeated - repeated,
        internalErrors: callers.internalErrors - internalErrors,
        wrong,
      };
    }
  } finally {
    await program.remove();
  }
}

export const READY_WITHIN_MS = 3_000;

/** The time until it was ready again, on a host of its own, ms: the median of the rounds. */
export function medianReady(rounds: readonly Pick<Round, "readyMs" | "slowness">[]): number {
  const own = rounds.map(({ readyMs, slowness }) => readyMs / slowness).sort((a, b) => a - b);
  return Math.round(own[Math.floor(own.length / 2)]!);
}

function slownessOfHost(): number {
  const [began, used] = [performance.now(), process.cpuUsage()];
  let mine = 0;
  while (mine < 150) {
    const { user, system } = process.cpuUsage(used);
    mine = (user + system) / 1000;
  }
  return Math.round(10 * Math.max(1, (performance.now() - began) / mine)) / 10;
}

/** A call that begins and ends. */
async function connects({ ask }: Program, probe: Organization, callId: string): Promise<boolean> {
  if ((await ask("POST", "/v1/calls", callOf(probe, callId))).status !== 201) return false;
  return (await ask("POST", `/v1/calls/${callId}/release`, { usedSeconds: 1 })).status === 200;
}

async function since(began: number, done: () => Promise<boolean>): Promise<number> {
  while (!(await done())) {
    if (performance.now() - began > 60_000) throw new Error("not back within a minute");
    await sleep(10);
  }
  return Math.round(performance.now() - began);
}
