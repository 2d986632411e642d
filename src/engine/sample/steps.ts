/** What a sample's file says happened, and when: requests of the API, and the little that no request can say. */
import { formatMicros, parseMicros } from "../../domain/money.ts";
import { monthsBefore } from "../calendar.ts";
import { hashOf } from "../top-up.ts";
import type { Past, Step } from "./past.ts";
import { DAY_MS } from "./traffic.ts";

/** When, before the end of the past; the months are taken off first. Absent: right after the step before. */
interface When {
  monthsAgo?: number;
  /** Below nought: that many days later than the months say. */
  daysAgo?: number;
}

/** In paths and bodies `{name}` stands for the id that the answer of the request called `as` had. */
interface RequestStep extends When {
  method: "PUT" | "POST";
  path: string;
  body: unknown;
  as?: string;
}

/** Money that nobody paid for. */
interface PromotionStep extends When {
  organization: string;
  promotion: string;
}

/** An adjustment that takes what a top-up's lot has beyond that; it is the lot that is drawn then. */
interface TakingStep extends When {
  organization: string;
  topUp: string;
  takeDownTo: string;
  reason: string;
}

/** A budget of which so much is spent this month. */
interface BudgetStep extends When {
  organization: string;
  budget: string;
  body: { scope: string; subject: string; stop: boolean };
  percent: number;
}

export type SampleStep = RequestStep | PromotionStep | TakingStep | BudgetStep;

/** A budget's amount until it is known what was spent of it. */
const AMPLE = "1000";
const CENT = 10_000n;

export interface Asked {
  method: "GET" | "PUT" | "POST";
  path: string;
  body?: unknown;
  /** The Idempotency-Key of a POST. */
  key: string;
}

/** Makes a request of the API with the operator's key. */
export type Ask = (request: Asked) => Promise<{ status: number; body: string }>;

export function stepsOf(name: string, given: readonly SampleStep[], { ask, past, end }: Told): Step[] {
  const teller = new Teller(name, ask, past);
  let at = end;
  return given.map((step, i) => {
    if (step.monthsAgo !== undefined || step.daysAgo !== undefined)
      at = monthsBefore(end, step.monthsAgo ?? 0) - (step.daysAgo ?? 0) * DAY_MS;
    return { at, run: () => teller.tell(step, i) };
  });
}

interface Told {
  ask: Ask;
  past: Past;
  /** Epoch ms: now, when the past is made. */
  end: number;
}

class Teller {
  readonly #name: string;
  readonly #ask: Ask;
  readonly #past: Past;
  readonly #ids = new Map<string, string>();

  constructor(name: string, ask: Ask, past: Past) {
    this.#name = name;
    this.#ask = ask;
    this.#past = past;
  }

  async tell(step: SampleStep, i: number): Promise<void> {
    if ("promotion" in step) return this.#past.promote(step.organization, step.promotion);
    if ("takeDownTo" in step) return this.#take(step, i);
    if ("budget" in step) return this.#budget(step, i);
    const { method, path, body, as } = step;
    const answer = await this.#request({ method, path: this.#named(path), body: this.#bodyOf(body) }, i);
    if (as !== undefined) this.#ids.set(as, String(answer["id"]));
  }

  async #take({ organization, topUp, takeDownTo, reason }: TakingStep, i: number): Promise<void> {
    const base = `/v1/organizations/${organization}`;
    const bought = await this.#request({ method: "GET", path: `${base}/top-ups/${this.#named(topUp)}` }, i);
    const credits = await this.#request({ method: "GET", path: `${base}/credits` }, i);
    const lot = (credits["lots"] as Record<string, string>[]).find(({ id }) => id === bought["lot"]);
    const less = parseMicros(takeDownTo)! - parseMicros(lot?.["remaining"] ?? "0")!;
    if (less >= 0n) return;
    const body = { amount: formatMicros(less), reason };
    await this.#request({ method: "POST", path: `${base}/adjustments`, body }, i);
  }

  async #budget({ organization, budget, body, percent }: BudgetStep, i: number): Promise<void> {
    const path = `/v1/organizations/${organization}/budgets/${budget}`;
    const put = (monthlyAmount: string) => this.#request({ method: "PUT", path, body: { ...body, monthlyAmount } }, i);
    const { spent } = await put(AMPLE);
    const cents = (parseMicros(spent as string)! * 100n) / BigInt(percent) / CENT;
    if (cents > 0n) await put(formatMicros(cents * CENT));
  }

  async #request(request: Omit<Asked, "key">, i: number): Promise<Record<string, unknown>> {
    const { method, path } = request;
    const key = `sample-${hashOf([this.#name, String(i), path])}`;
    const answer = await this.#ask({ ...request, key });
    if (answer.status >= 300)
      throw new Error(`Step ${i + 1} of the sample ${this.#name}, ${method} ${path}, failed: ${answer.body}`);
    return JSON.parse(answer.body) as Record<string, unknown>;
  }

  #bodyOf = (body: unknown): unknown => JSON.parse(this.#named(JSON.stringify(body))) as unknown;

  #named = (text: string): string => text.replace(/\{(\w+)\}/g, (whole, name: string) => this.#ids.get(name) ?? whole);
}
