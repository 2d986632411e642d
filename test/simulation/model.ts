/**
 * What the auditor believes: each call, who has to pay for it by the contract and the plans, what was acknowledged, and
 * what came in. Written from the contract; nothing here asks the engine.
 */
import type { CallInput } from "../../src/engine/describe.ts";
import { type Price, priceOf } from "./prices.ts";
import { monthOf, PAY_AS_YOU_GO, type SimOrganization, type SimUser } from "./world.ts";

export interface Destination {
  e164: string;
  country: string | null;
  /** What the numbering data makes of it, as far as it matters to who pays. */
  kind: "ordinary" | "premium" | "satellite";
}
export const DESTINATIONS: readonly Destination[] = [
  { e164: "+12065550199", country: "US", kind: "ordinary" },
  { e164: "+14165550123", country: "CA", kind: "ordinary" },
  { e164: "+442079460123", country: "GB", kind: "ordinary" },
  { e164: "+447700900123", country: "GB", kind: "ordinary" },
  { e164: "+4930123456", country: "DE", kind: "ordinary" },
  { e164: "+4915112345678", country: "DE", kind: "ordinary" },
  { e164: "+33142345678", country: "FR", kind: "ordinary" },
  { e164: "+81312345678", country: "JP", kind: "ordinary" },
  { e164: "+5511912345678", country: "BR", kind: "ordinary" },
  { e164: "+23412345678", country: "NG", kind: "ordinary" }, // no deck has a price for it
  { e164: "+19005551234", country: "US", kind: "premium" },
  { e164: "+870773123456", country: null, kind: "satellite" },
];
const NOT_IN_ZONE_A = ["NG"];

export type Kind = "out" | "conference-out" | "dial-in" | "toll-free" | "own-carrier" | "emergency" | "nobody";

/** Who pays: nothing to pay, these pools and then money, or nobody. */
export type Payers =
  | { free: true }
  | { free: false; pools: string[]; credits: boolean; later: boolean; whenEmpty: string }
  | { refused: string };

export interface Profile {
  reportsAnswer: boolean;
  canUpdate: boolean;
  defaultGrantSeconds: number;
  maximumGrantSeconds: number;
  warnSeconds: number;
  toleranceSeconds: number;
}

export interface SimCall {
  key: { switch: string; callId: string };
  profile: Profile;
  org: SimOrganization;
  kind: Kind;
  /** Whoever pays; null: not known yet. */
  user: SimUser | null;
  destination: Destination | null;
  input: CallInput;
  requested: number | null;
  /** Decided when it was authorised (or when its user became known): who pays, at which price, of which month. */
  payers: Payers | null;
  price: Price | null;
  month: string;
  /** Where the present payers begin, when the user became known during the call. */
  paidFrom: number;
  state: "new" | "open" | "refused" | "ended";
  /** Its end came before its authorisation: when, epoch ms. */
  endedEarlyAt: number | null;
  /** It was refused, and was connected all the same. */
  connectedAnyway: boolean;
  /** Several requests of it are under way at once: which one comes first is open. */
  racing: boolean;
  answered: boolean;
  /** When its other side picked up, epoch ms. */
  answeredAt: number | null;
  /** The most that the switch was promised, total seconds since answer. */
  promised: number;
  /** A hold that lapsed or a presumed end: the promise is over. */
  promiseOver: boolean;
  used: number;
  /** Answers that must come again, word for word. */
  first: string | null;
  final: string | null;
  /** The charge that was acknowledged. */
  charge: bigint;
  overrun: number;
}

const DOMESTIC: readonly [sku: string, capability: string][] = [
  ["MCOPSTN8", "MCOPSTN8"],
  ["MCOPSTN_5", "MCOPSTN5"],
  ["MCOPSTN1", "MCOPSTN1"],
  ["MCOPSTN2", "MCOPSTN2"],
];
const NEIGHBOURS = ["US", "CA", "PR"];

/** Who has to pay, by the licences of now (domain.md 3.2 to 3.5). */
function payersOf(call: SimCall): Payers {
  const { kind, org, user, destination } = call;
  if (kind === "emergency" || kind === "own-carrier") return { free: true };
  if (kind === "nobody") return { refused: "UNKNOWN_USER" };
  const holds = (sku: string) => user?.licences.includes(sku) === true;
  const byMoney = (pools: string[], licence: boolean): Payers => {
    const why = licence && !holds("MCOPSTNC") ? "LICENSE_MISSING" : call.price ? null : "NO_RATE";
    if (why !== null && pools.length === 0) return { refused: why };
    const pays = why === null;
    return {
      free: false,
      pools,
      credits: pays,
      later: pays && org.postUsage,
      whenEmpty: why ?? "OUT_OF_CREDIT",
    };
  };
  if (kind === "toll-free") return byMoney([], false);
  if (kind === "dial-in") {
    if (!user || holds("MCOMEETADV")) return { free: true };
    return holds("MCOMEETACPEA") ? byMoney([], true) : { refused: "LICENSE_MISSING" };
  }
  const { country, kind: special } = destination!;
  if (special === "premium" && !org.premiumAllowed) return { refused: "PREMIUM_BLOCKED" };
  if (kind === "conference-out") {
    if (holds("MCOMEETADV"))
      return byMoney(
        special === "ordinary" && country !== null && !NOT_IN_ZONE_A.includes(country) ? ["MCOMEETADD:*:zone-a"] : [],
        true,
      );
    return holds("MCOMEETACPEA") ? byMoney([], true) : { refused: "LICENSE_MISSING" };
  }
  const plans = DOMESTIC.filter(([sku]) => holds(sku));
  if (plans.length === 0 && !holds(PAY_AS_YOU_GO)) return { refused: "LICENSE_MISSING" };
  if (special !== "ordinary") return byMoney([], true);
  const home = user!.country;
  const domestic = country === home || (NEIGHBOURS.includes(home) && NEIGHBOURS.includes(country ?? ""));
  if (!domestic) return byMoney(holds("MCOPSTN2") ? [`MCOPSTN2:${home}:international`] : [], true);
  return byMoney(
    plans.map(([sku, capability]) =>
      sku === "MCOPSTN8" ? `MCOPSTN8:${home}:user:${user!.name}` : `${capability}:${home}:domestic`,
    ),
    true,
  );
}

const SERVICES: Partial<Record<Kind, string>> = {
  out: "user_out",
  "conference-out": "conf_out",
  "dial-in": "conf_in",
  "toll-free": "tollfree_in",
};

/** Pins what holds at this moment: price, month, who pays. */
export function pin(call: SimCall, prices: readonly Price[], at: number): void {
  const service = SERVICES[call.kind];
  call.price = service ? priceOf(prices, service, call.input.to.replace("+", ""), at) : null;
  call.month = monthOf(at, call.org.timeZone);
  call.payers = payersOf(call);
}

/** Who pays for a call that was connected although it was refused: the credits, or nobody where it has no price. */
export const connectedAnyway = (call: SimCall): Payers =>
  call.price
    ? { free: false, pools: [], credits: true, later: call.org.postUsage, whenEmpty: "OUT_OF_CREDIT" }
    : { free: true };

/** What the auditor says when a call is wrong: enough for a billing clerk to find it. */
export const nameOf = (call: SimCall): string =>
  `call ${call.key.callId} of ${call.org.id} (${call.kind} by ${call.user?.name ?? "nobody known"} to ${call.input.to})`;
