/**
 * One round: a seed, a database, two engines on it, some hundred steps of calls and money and mishaps, and the auditor
 * after each. One scheduler decides everything from the seed; only what happens inside of a burst, whose requests are
 * under way at the same time, is up to the machine.
 */
import type { Engine } from "../../src/engine/engine.ts";
import { audit, auditWords } from "../../src/engine/audit.ts";
import { expireLots } from "../../src/engine/expire.ts";
import { findCall } from "../../src/engine/find-calls.ts";
import { hangUp, prolongCalls } from "../../src/engine/push.ts";
import { reapOverdue, reconcile } from "../../src/engine/reaper.ts";
import { Overloaded, Unavailable } from "../../src/engine/commands.ts";
import type { Connection } from "../../src/postgres/pool.ts";
import { Auditor } from "./auditor.ts";
import { type Act, textOf } from "./call-acts.ts";
import { Crashed, Host, type Moment } from "./host.ts";
import { changeLicences } from "./licence-acts.ts";
import { nameOf } from "./model.ts";
import { Receipts, topUpsOf } from "./money-acts.ts";
import { Disagreement, Observer } from "./observe.ts";
import { pricesOf } from "./prices.ts";
import { setTimeout as sleep } from "node:timers/promises";
import { Random } from "./random.ts";
import { Traffic } from "./traffic.ts";
import { organizations, settle, START } from "./world.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MOST_TRIES = 10;

export interface Round {
  /** An empty, migrated database of its own. */
  connection: Connection;
  seed: number;
  steps: number;
  /** Plants a bug: changes the database or an engine behind the auditor's back. */
  tamper?: Tamper;
}
export interface Tamper {
  database?: (observer: Observer) => Promise<unknown>;
  engine?: (engine: Engine, host: string) => void;
}

export interface Tally {
  steps: number;
  requests: number;
  repeats: number;
  crashes: number;
  cuts: number;
  audits: number;
}

/** @throws Disagreement naming seed and step */
export async function simulate(round: Round): Promise<Tally> {
  const simulation = new Simulation(round);
  try {
    await simulation.begin();
    for (let step = 0; step < round.steps; step++) await simulation.step(step);
    await simulation.finish();
    return simulation.tally;
  } catch (error) {
    const at = new Date(simulation.clock.at).toISOString();
    const words = error instanceof Disagreement ? error.message : String((error as Error).stack ?? error);
    const story = simulation.storyOf(words).map((line) => `\n  ${line}`);
    throw new Disagreement(
      `seed ${round.seed}, step ${simulation.tally.steps} (${at}): ${words}\nlast: ${simulation.last.join("; ")}` +
        (story.length > 0 ? `\nall that was asked of this call:${story.join("")}` : ""),
      { cause: error },
    );
  } finally {
    await simulation.end();
  }
}

class Simulation {
  readonly clock = { at: START };
  readonly tally: Tally = { steps: 0, requests: 0, repeats: 0, crashes: 0, cuts: 0, audits: 0 };
  /** What was asked last, for whoever reads a failure. */
  last: string[] = [];
  /** All that was asked of each call and answered, by its callId: a call that is wrong went wrong earlier, mostly. */
  readonly #stories = new Map<string, string[]>();
  readonly #round: Round;
  readonly #prices = pricesOf(START);
  readonly #organizations = organizations();
  readonly #receipts = new Receipts();
  readonly #observer: Observer;
  readonly #auditor: Auditor;
  readonly #traffic: Traffic;
  readonly #hosts: Host[];

  constructor(round: Round) {
    this.#round = round;
    this.#observer = new Observer(round.connection);
    this.#auditor = new Auditor(this.#observer, this.#organizations, this.#receipts);
    const now = () => this.clock.at;
    this.#hosts = ["one", "two"].map((name) => new Host(name, round.connection, now));
    const rules = { prices: this.#prices, budgets: this.#auditor.budgets };
    this.#traffic = new Traffic(this.#organizations, this.#receipts, this.#auditor.calls, rules);
  }

  async begin(): Promise<void> {
    await settle(this.#round.connection, this.#organizations, this.#prices);
    await this.#observer.connect();
    await this.#round.tamper?.database?.(this.#observer);
    for (const host of this.#hosts) await this.#start(host);
  }

  async #start(host: Host): Promise<void> {
    await host.start();
    this.#round.tamper?.engine?.(host.engine, host.name);
  }

  async step(step: number): Promise<void> {
    this.tally.steps = step;
    const random = new Random(this.#round.seed, step + 1);
    this.clock.at += random.int(1, 90_000);
    const what = random.weighted({
      exact: 45,
      burst: 30,
      mishap: 8,
      clock: 6,
      keep: 5,
      reconcile: 2,
      licences: 5,
      promotion: 2,
    });
    this.last = [what];
    const host = random.pick(this.#hosts);
    if (what === "exact")
      for (let i = 0; i < 4; i++)
        await this.#exactly(random.pick(this.#hosts), this.#traffic.next(random, this.clock.at));
    else if (what === "burst") await this.#burst(random);
    else if (what === "mishap") await this.#mishap(random, host);
    else if (what === "clock") this.#moveClock(random);
    else if (what === "keep") await this.#keep(random, host.engine);
    else if (what === "reconcile") await this.#reconcile(random, host.engine);
    else if (what === "licences") await this.#changeLicences(random, host);
    else await this.#promote(random, host.engine);
    if (what !== "exact" || step % 4 === 0) await this.#audit();
  }

  async #audit(): Promise<void> {
    this.tally.audits += 1;
    await this.#auditor.compare();
  }

  /** One request with nobody else at work: its effect is foretold to the micro-unit. */
  async #exactly(host: Host, act: Act): Promise<void> {
    this.last.push(act.words);
    const key = act.call?.key ?? null;
    const foreseen = act.foresee(await this.#observer.see(act.org.id, key), this.clock.at);
    const reply = await this.#sendUntilHeard(act, () => host);
    act.check(reply, this.clock.at);
    foreseen?.check(reply, await this.#observer.see(act.org.id, key));
  }

  async #send(act: Act, host: Host): Promise<unknown> {
    this.tally.requests += 1;
    const at = `step ${this.tally.steps}, ${new Date(this.clock.at).toISOString()}, ${host.name}`;
    const tell = (outcome: string): void => {
      const { callId } = act.call?.key ?? {};
      if (callId === undefined) return;
      const story = this.#stories.get(callId) ?? [];
      this.#stories.set(callId, [...story, `${at}: ${act.words}: ${outcome}`]);
    };
    try {
      const reply = await host.run((engine) => act.run(engine));
      tell(textOf(reply));
      return reply;
    } catch (error) {
      tell((error as Error).message);
      throw error;
    }
  }

  /** On a machine that is busy with other things an answer may come too late for its switch, which asks again. */
  async #sendUntilHeard(act: Act, pick: () => Host): Promise<unknown> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#send(act, pick());
      } catch (error) {
        if (tries === MOST_TRIES || !(error instanceof Unavailable || error instanceof Overloaded)) throw error;
        // Refused at once: asked again at once it would be just as busy.
        await sleep(100 * tries);
      }
    }
  }

  /** What happened to the call that these words name. */
  storyOf(words: string): string[] {
    const callId = /call (\S+) of/.exec(words)?.[1];
    return (callId !== undefined && this.#stories.get(callId)) || [];
  }

  /** Many at once on both engines; repeats of the same at the same time, races of one call's own requests. */
  async #burst(random: Random): Promise<void> {
    let host = this.#hosts[0]!;
    const sent = this.#traffic.burst(random, this.clock.at).map(({ act, follows }) => {
      if (!follows) host = random.pick(this.#hosts);
      return { act, host };
    });
    this.last.push(...sent.map(({ act, host }) => `${act.words} [${host.name}]`));
    const forgets = sent.map(() => random.chance(0.08));
    const replies = await Promise.all(
      sent.map(async ({ act, host }, i) => {
        try {
          const reply = await this.#send(act, host);
          return forgets[i] ? undefined : { reply };
        } catch (error) {
          if (error instanceof Crashed || error instanceof Unavailable || error instanceof Overloaded) return undefined;
          throw new Disagreement(`${act.words} failed: ${(error as Error).message}`, { cause: error });
        }
      }),
    );
    sent.forEach(({ act }, i) => {
      const heard = replies[i];
      if (heard) act.check(heard.reply, this.clock.at);
    });
    for (const host of this.#hosts) {
      host.calm();
      if (!host.crashed) continue;
      this.tally.crashes += 1;
      await this.#start(host);
    }
    // Whose answer was lost asks again, of whichever engine.
    for (const [i, { act }] of sent.entries()) {
      if (replies[i]) continue;
      this.tally.repeats += 1;
      act.check(await this.#sendUntilHeard(act, () => random.pick(this.#hosts)), this.clock.at);
    }
    this.#traffic.calm();
  }

  /** A burst during which one engine dies, or its connection breaks, also around its COMMIT. */
  async #mishap(random: Random, host: Host): Promise<void> {
    const how = random.pick(["crash", "cut"] as const);
    const moment = random.pick<Moment>(["before-commit", "after-commit", "after-commit", "any-write", "answer"]);
    this.last.push(`${how} of ${host.name} at ${moment}`);
    host.plan(how, moment, random.int(0, moment === "any-write" || moment === "answer" ? 30 : 2));
    const before = host.strikes;
    await this.#burst(random);
    if (how === "cut") this.tally.cuts += host.strikes - before;
  }

  #moveClock(random: Random): void {
    const by = random.weighted({ back: 4, hours: 3, days: 1, "month's end": 1 });
    if (by === "back") this.clock.at -= random.int(1, HOUR);
    else if (by === "hours") this.clock.at += random.int(HOUR, 30 * HOUR);
    else if (by === "days") this.clock.at += random.int(DAY, 6 * DAY);
    else {
      // Midnight in UTC is the end of a month for one organisation, and hours from it for the others.
      const now = new Date(this.clock.at);
      this.clock.at = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1) - random.int(0, 2 * MINUTE);
    }
    this.last.push(`the clock goes ${by} to ${new Date(this.clock.at).toISOString()}`);
  }

  async #keep(random: Random, engine: Engine): Promise<void> {
    if (random.chance(0.5)) this.clock.at += random.int(0, 15 * MINUTE);
    await reapOverdue(engine);
    await expireLots(engine);
    await topUpsOf(engine).finishPending(this.clock.at - 1000);
    await prolongCalls(engine);
    const call = this.#traffic.oneInProgress(random);
    if (!call || random.chance(0.5)) return;
    // Nothing on the books changes before its switch has ended it.
    this.last.push(`somebody asks for the end of ${nameOf(call)}`);
    const found = await findCall(engine, { switch: null, organization: null }, call.key.switch, call.key.callId);
    if (found) await hangUp(engine, found, undefined);
  }

  async #reconcile(random: Random, engine: Engine): Promise<void> {
    const { switchId, profile, calls } = this.#traffic.openOnOneSwitch(random);
    const kept = calls.filter(() => random.chance(0.9));
    const listed = [...kept.map((call) => call.key.callId), "a-call-of-nobody"];
    const list = { node: null, asOf: this.clock.at - random.int(0, 5 * MINUTE), active: listed };
    const { unknown, missing } = await reconcile(engine, switchId, profile, list);
    if (!unknown.includes("a-call-of-nobody"))
      throw new Disagreement("a switch listed a call that nobody knows, and was not told");
    const lost = kept.find((call) => missing.includes(call.key.callId));
    if (lost) throw new Disagreement(`${lost.key.callId} is on its switch's list, and was taken for lost`);
  }

  /** One engine is told; the next calls on both have to show it. */
  async #changeLicences(random: Random, host: Host): Promise<void> {
    const { words, user } = await changeLicences(host.engine, random, this.#organizations);
    this.last.push(words);
    for (const other of this.#hosts) await this.#exactly(other, this.#traffic.callOf(random, user));
  }

  async #promote(random: Random, engine: Engine): Promise<void> {
    const org = random.pick(this.#organizations);
    const endsAt = this.clock.at + random.int(MINUTE, 3 * DAY);
    const amount = BigInt(random.int(10_000, 20_000_000));
    this.last.push(`a promotion of ${amount} micro-units for ${org.id}`);
    await this.#receipts.promote(engine, org, amount, endsAt, `promotion ${this.tally.steps}`);
  }

  /** Everything ends, and nothing is held any more. */
  async finish(): Promise<void> {
    const random = new Random(this.#round.seed, 0);
    this.last = ["the end"];
    for (const act of this.#traffic.endings(random)) {
      const reply = await this.#sendUntilHeard(act, () => random.pick(this.#hosts));
      act.check(reply, this.clock.at);
    }
    this.clock.at += 2 * DAY;
    await this.#keep(random, this.#hosts[0]!.engine);
    await this.#audit();
    const [left] = await this.#observer.rows(
      `SELECT organization, held, open_calls, (SELECT count(*) FROM session) AS sessions,
         (SELECT sum(held_minutes) FROM pool) AS minutes FROM account
       WHERE held <> 0 OR open_calls <> 0 OR EXISTS (SELECT FROM session) OR EXISTS (SELECT FROM pool WHERE held_minutes <> 0)`,
    );
    if (left) throw new Disagreement(`every call has ended, but something is held still: ${JSON.stringify(left)}`);
    const report = auditWords(await audit(this.#hosts[0]!.engine, null));
    if (!report.good) throw new Disagreement(`talktime audit disagrees: ${report.lines.join(" ")}`);
  }

  async end(): Promise<void> {
    await Promise.all(this.#hosts.map((host) => host.stop()));
    await this.#observer.close();
  }
}
