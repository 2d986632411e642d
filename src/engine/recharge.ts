/**
 * The attempts that the lane has asked for: each charges the organisation's payment methods in their order until one
 * pays. Whatever a crash leaves undone the next run takes up where it was: every charge is a top-up under an id that was
 * saved before the provider was asked (architecture.md 17).
 */
import { balanceWords, type Event } from "../domain/consequence.ts";
import { formatMicros } from "../domain/money.ts";
import { type AutoRecharge, failed, type NextStep, nextStep, type RechargeState, RESTED } from "../domain/recharge.ts";
import { listRechargesToRetry, readRechargeStanding } from "../postgres/auto-recharge.ts";
import { type AttemptRow, closeAttempt, listOpenAttempts, lockAttempt } from "../postgres/recharge-attempts.ts";
import { listTries, type TopUpRow } from "../postgres/top-ups.ts";
import { apart } from "./apart.ts";
import type { BooksCommand } from "./commands.ts";
import type { Engine } from "./engine.ts";
import type { TopUps } from "./top-up.ts";

/** So many providers are asked at a time: one that does not answer does not keep the others from their money. */
const AT_ONCE = 16;

export class Recharges {
  readonly #engine: Engine;
  readonly #topUps: Pick<TopUps, "finish" | "tryFor">;

  constructor(engine: Engine, topUps: Pick<TopUps, "finish" | "tryFor">) {
    this.#engine = engine;
    this.#topUps = topUps;
  }

  /** Looks anew at whoever has waited long enough, then takes every open attempt as far as it goes now. */
  async run(): Promise<void> {
    const { pool, lane, now } = this.#engine;
    const errors: unknown[] = [];
    await apart(await listRechargesToRetry(pool, now()), (organization) =>
      lane.run(organization, { decide: () => ({ result: undefined, spent: true }) }),
    ).catch((error: unknown) => errors.push(error));
    const open = await listOpenAttempts(pool);
    const worker = async (): Promise<void> => {
      for (let attempt = open.shift(); attempt; attempt = open.shift())
        await this.#finish(attempt).catch((error: unknown) => errors.push(error));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    if (errors.length > 0) throw errors[0];
  }

  async #finish(attempt: AttemptRow): Promise<void> {
    const { pool, lane } = this.#engine;
    const { organization } = attempt;
    for (;;) {
      const { settings } = (await readRechargeStanding(pool, organization))!;
      const topUps = await listTries(pool, organization, attempt.id);
      const step = stepOf(settings, topUps);
      if (step.do === "nothing") return;
      if (step.do === "give-up" || step.do === "cancel") return lane.run(organization, closing(attempt));
      const topUp =
        step.do === "charge"
          ? await this.#topUps.tryFor(attempt, step.method)
          : await this.#topUps.finish(topUps.find(({ paymentMethod }) => paymentMethod === step.method)!);
      // Nobody knows yet whether it took the money: no other method may be charged before.
      if (!topUp || topUp.state === "pending") return;
    }
  }
}

const stepOf = (settings: AutoRecharge | null, topUps: readonly TopUpRow[]): NextStep =>
  nextStep(
    settings,
    topUps.map(({ paymentMethod, ...rest }) => ({ ...rest, method: paymentMethod })),
  );

/**
 * The end of an attempt that nobody paid; a second run finds it closed and leaves everything as it is. Decided anew under
 * the lock, since another process may have charged a method meanwhile.
 */
function closing(attempt: AttemptRow): BooksCommand<void> {
  const { organization, id } = attempt;
  let step: NextStep = { do: "nothing" };
  /** The top-up that its payer's bank asks about. */
  let waiting: bigint | undefined;
  return {
    load: async (client) => {
      // An earlier run may have closed it: its commit was not known, or its batch was refused for another's sake.
      step = { do: "nothing" };
      if ((await lockAttempt(client, organization, id))?.state !== "open") return;
      const { settings } = (await readRechargeStanding(client, organization))!;
      const tries = await listTries(client, organization, id);
      step = stepOf(settings, tries);
      waiting = tries.find(({ state }) => state === "requires-action")?.id;
    },
    decide: (books, { now, standing }) => {
      if (step.do !== "give-up" && step.do !== "cancel") return { result: undefined };
      if (step.do === "cancel") {
        const alsoWrite = closeAttempt(attempt, { state: "cancelled", failure: null, at: now });
        return { result: undefined, alsoWrite, recharge: RESTED };
      }
      const recharge = failed(standing.recharge, step.why, now);
      const about = {
        ...balanceWords(books.account),
        amount: formatMicros(attempt.amount),
        failure: step.failure,
        retryAt: recharge.retryAt === null ? null : new Date(recharge.retryAt).toISOString(),
      };
      const events: Event[] = [{ name: "recharge.failed", about, once: null }];
      if (recharge.state === "paused")
        events.push({ name: "recharge.paused", about: pausedBy(about, recharge, waiting), once: null });
      const alsoWrite = closeAttempt(attempt, { state: "failed", failure: step.failure, at: now });
      return { result: undefined, alsoWrite, recharge, events };
    },
  };
}

const pausedBy = (about: Event["about"], { reason }: RechargeState, waiting: bigint | undefined): Event["about"] => ({
  ...about,
  reason,
  ...(waiting === undefined ? {} : { topUp: waiting.toString() }),
});
