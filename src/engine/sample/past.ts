/**
 * A past made by the product's own rules: an engine whose clock walks from then to now, through requests of the API,
 * calls and the jobs of each day. Nothing is written that the lane did not decide, so that the books balance.
 */
import type { Config } from "../../config.ts";
import { captureMailer } from "../../mail/capture.ts";
import { parseMicros } from "../../domain/money.ts";
import type { EndReport } from "../../domain/session/types.ts";
import { lotEnd } from "../calendar.ts";
import type { CallCommand } from "../commands.ts";
import type { CallInput } from "../describe.ts";
import { knownBuyer } from "../eligibility.ts";
import type { Engine } from "../engine.ts";
import { expireLots } from "../expire.ts";
import { warnOfExpiry } from "../expiry-warnings.ts";
import { watchLowBalances } from "../low-balance.ts";
import { notify } from "../notify.ts";
import { Recharges } from "../recharge.ts";
import { sendMails } from "../send-mails.ts";
import { DEFAULT_PROFILE } from "../switches.ts";
import { TopUps } from "../top-up.ts";
import { keepUp } from "../upkeep.ts";
import { DAY_MS, type PlannedCall } from "./traffic.ts";

/** The clock of the engine that makes the past; epoch ms. */
export interface Clock {
  at: number;
}

/** Anything that happens at its time, beside calls. */
export interface Step {
  at: number;
  run: () => Promise<void>;
}

/** What is long ago need not be exact to the day: the first start is to be quick. */
const JOBS_EVERY_DAYS = 3;
const LATELY_MS = 45 * DAY_MS;
/** Commands that are decided together: a day of a busy organisation is less. */
const AT_ONCE = 400;
/** Promotional money is drawn before bought money. */
const PROMOTION_PRIORITY = 50;

export class Past {
  readonly #engine: Engine;
  readonly #clock: Clock;
  readonly #publicUrl: string;
  readonly #recharges: Recharges;

  constructor(
    engine: Engine,
    clock: Clock,
    { publicUrl, mostTopUp }: { publicUrl: string } & Pick<Config, "mostTopUp">,
  ) {
    this.#engine = engine;
    this.#clock = clock;
    this.#publicUrl = publicUrl;
    this.#recharges = new Recharges(engine, new TopUps(engine, { mostTopUp }));
  }

  /** Steps and calls in the order of time. From the first call on, the jobs are done, too. */
  async walk(steps: readonly Step[], calls: readonly PlannedCall[], end: number): Promise<void> {
    const commands = calls.flatMap(commandsOf).sort((a, b) => a.at - b.at);
    const begin = (commands[0]?.at ?? end) - 1;
    const days = Array.from({ length: Math.ceil((end - begin) / DAY_MS) }, (_, i) => begin + i * DAY_MS).filter(
      (at, i) => i % JOBS_EVERY_DAYS === 0 || end - at < LATELY_MS,
    );
    const jobs = [...days, end].map((at) => ({ at, run: () => this.#jobs() }));
    let done = 0;
    for (const step of [...steps, ...jobs].sort((a, b) => a.at - b.at)) {
      const next = commands.findIndex((command, i) => i >= done && command.at > step.at);
      const until = next === -1 ? commands.length : next;
      for (; done < until; done = Math.min(done + AT_ONCE, until))
        await this.#decide(commands.slice(done, Math.min(done + AT_ONCE, until)));
      this.#clock.at = step.at;
      await step.run();
    }
  }

  async #decide(commands: readonly TimedCommand[]): Promise<void> {
    this.#clock.at = commands.at(-1)!.at;
    await Promise.all(commands.map((command) => this.#engine.lane.charge(command)));
  }

  /** What jobs.ts does by the clock, now and then; mails of the past are kept, whatever server there is for new ones. */
  async #jobs(): Promise<void> {
    const engine = this.#engine;
    await keepUp(engine);
    await expireLots(engine);
    await this.#recharges.run();
    await warnOfExpiry(engine);
    await watchLowBalances(engine);
    await notify(engine, this.#publicUrl);
    await sendMails(engine, captureMailer(), "talktime@localhost");
  }

  /** Money that nobody paid for; once. */
  async promote(organization: string, amount: string): Promise<void> {
    const { timeZone } = await knownBuyer(this.#engine, organization);
    await this.#engine.lane.run(organization, {
      decide: (books, { now, newId }) => {
        if (books.lots().some((lot) => lot.source === "promotion")) return { result: undefined };
        const granted = parseMicros(amount)!;
        const times = { purchasedAt: now, endsAt: lotEnd(now, timeZone) };
        const what = { granted, remaining: granted, priority: PROMOTION_PRIORITY, source: "promotion" as const };
        books.credit({ id: newId(), ...what, ...times }, "adjustment", "promotion", null);
        return { result: undefined, note: "promotion" };
      },
    });
  }
}

type TimedCommand = CallCommand & { at: number };

/** Of the sample's switches: they say what they want at the start, and do not ask for more. */
const PROFILE = { ...DEFAULT_PROFILE, canUpdate: false, maximumGrantSeconds: 14_400 };

/** The authorisation and the end of a call; of a refused one no end, of one that was let through only the end. */
function commandsOf(call: PlannedCall): TimedCommand[] {
  const { habit, callId, startedAt, endedAt, seconds } = call;
  const key = { switch: habit.switch, callId };
  const common = { kind: "call", key, input: inputOf(call), sheddable: false } as const;
  const requestedSeconds = Math.max(300, 60 * Math.ceil(seconds / 60));
  const authorize: TimedCommand = {
    ...common,
    at: startedAt,
    request: (described) => ({ phase: "authorize", key, profile: PROFILE, described: described!, requestedSeconds }),
  };
  const release: TimedCommand = {
    ...common,
    at: endedAt,
    request: (described) => ({ phase: "release", key, profile: PROFILE, described, end: endOf(call) }),
  };
  if (habit.refused) return [authorize];
  return habit.letThrough ? [release] : [authorize, release];
}

function inputOf({ habit, from, to, conferenceId, startedAt }: PlannedCall): CallInput {
  const { extra = null } = habit;
  return {
    switch: habit.switch,
    switchCountry: null,
    node: null,
    organization: habit.organization,
    onlyOrganization: null,
    callType: habit.callType ?? null,
    user: habit.user ?? null,
    from,
    to,
    conferenceId,
    extra: extra && { ...extra, invitedAt: new Date(startedAt).toISOString() },
    startedAt: habit.letThrough ? startedAt : null,
    flags: [],
  };
}

function endOf({ habit, endedAt, seconds }: PlannedCall): EndReport {
  const { cause, sipCode, sipPhrase, subCode } = habit.end ?? {};
  const failed = subCode !== undefined;
  const silent = seconds === 0 && !habit.end;
  return {
    usedSeconds: seconds,
    answeredAt: seconds > 0 ? endedAt - 1000 * seconds : null,
    endedAt,
    cause: cause ?? (silent ? "no-answer" : "normal"),
    sipCode: sipCode ?? (silent ? 480 : 200),
    sipPhrase: sipPhrase ?? (silent ? "Temporarily Unavailable" : "OK"),
    extra: failed ? { subCode, failedAt: new Date(endedAt).toISOString() } : null,
    flags: [],
  };
}
