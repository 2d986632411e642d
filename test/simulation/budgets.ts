/**
 * Budgets that stop calls, and the month's limit of what is billed afterwards: which calls each counts, and what it
 * leaves, added up from the calls on the books and never taken from the engine's counters.
 */
import type { SimCall } from "./model.ts";
import { type Booked, disagree, type SeenEnd, type SeenSession } from "./observe.ts";
import type { Price } from "./prices.ts";
import type { SimOrganization } from "./world.ts";

export interface SimBudget {
  id: string;
  scope: "organization" | "user" | "cost-center";
  subject: string | null;
  /** Micro-units a month. */
  amount: bigint;
}

/** By what calls are judged. */
export interface Rules {
  prices: readonly Price[];
  budgets: Budgets;
}

/** Emergency calls are counted by no budget. */
function counts({ scope, subject }: SimBudget, { kind, user }: SimCall): boolean {
  if (kind === "emergency" || kind === "nobody") return false;
  if (scope === "organization") return true;
  return subject !== null && (scope === "user" ? user?.name : user?.costCenter) === subject;
}

/** Used more than it was promised, or connected unasked: what it costs then is paid, whatever a budget says. */
const beyond = (call: SimCall): boolean =>
  call.promised === 0 || call.used > call.promised || call.promiseOver || call.connectedAnyway;

export class Budgets {
  /** By `switch callId`. */
  readonly #calls: ReadonlyMap<string, SimCall>;

  constructor(calls: ReadonlyMap<string, SimCall>) {
    this.#calls = calls;
  }

  /** Whether one of them may refuse or cut this call. */
  mayStop(call: SimCall): boolean {
    const { org } = call;
    return org.monthlyLimit !== null || org.budgets.some((budget) => counts(budget, call));
  }

  /** The least that the organisation's budgets leave for this call, without what it has itself; null: any amount. */
  left(call: SimCall, books: ReadonlyMap<string, Booked>): bigint | null {
    const counting = call.org.budgets.filter((budget) => counts(budget, call));
    const left = counting.map((budget) => {
      let rest = budget.amount;
      for (const [text, { held, charge }] of books) {
        const other = this.#calls.get(text);
        if (other && other !== call && other.month === call.month && counts(budget, other)) rest -= held + charge;
      }
      return rest > 0n ? rest : 0n;
    });
    return left.reduce<bigint | null>((least, rest) => (least === null || rest < least ? rest : least), null);
  }

  /** No month passes a budget, but for what nobody could stop. @throws Disagreement */
  audit(
    organizations: readonly SimOrganization[],
    sessions: ReadonlyMap<string, SeenSession>,
    ends: ReadonlyMap<string, SeenEnd>,
  ): void {
    for (const org of organizations) {
      for (const budget of org.budgets)
        this.#within(`${org.id}: the budget ${budget.id}`, budget.amount, {
          ...{ sessions, ends, counted: (call) => call.org === org && counts(budget, call) },
          ...{ spent: ({ charge }) => charge, kept: ({ held, promised }) => held + promised },
        });
      if (org.monthlyLimit === null) continue;
      this.#within(`${org.id}: the limit of what is billed afterwards`, org.monthlyLimit, {
        ...{ sessions, ends, counted: (call) => call.org === org },
        ...{ spent: ({ billedAfterwards }) => billedAfterwards, kept: ({ promised }) => promised },
      });
    }
  }

  #within(
    what: string,
    amount: bigint,
    about: {
      sessions: ReadonlyMap<string, SeenSession>;
      ends: ReadonlyMap<string, SeenEnd>;
      counted: (call: SimCall) => boolean;
      spent: (end: SeenEnd) => bigint;
      kept: (session: SeenSession) => bigint;
    },
  ): void {
    const months = new Map<string, { used: bigint; unstoppable: bigint }>();
    const add = (text: string, used: bigint, stoppable: (call: SimCall) => boolean): void => {
      const call = this.#calls.get(text);
      if (!call || used === 0n || !about.counted(call)) return;
      const month = months.get(call.month) ?? { used: 0n, unstoppable: 0n };
      months.set(call.month, {
        used: month.used + used,
        unstoppable: month.unstoppable + (stoppable(call) ? 0n : used),
      });
    };
    for (const [text, session] of about.sessions) add(text, about.kept(session), () => true);
    for (const [text, end] of about.ends) add(text, about.spent(end), (call) => !beyond(call));
    for (const [month, { used, unstoppable }] of months)
      if (used > amount + unstoppable) disagree(`${what} was passed in ${month}`, amount + unstoppable, used);
  }
}
