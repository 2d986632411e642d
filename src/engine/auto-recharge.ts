/** Auto-recharge as an organisation sets it up: checked here, carried out by the lane (when) and recharge.ts (how). */
import { wrong } from "../domain/fault.ts";
import type { Config } from "../config.ts";
import { type Micros, parseMicros } from "../domain/money.ts";
import { type AutoRecharge, capsChanged, lifted, type RechargeState, type Spent } from "../domain/recharge.ts";
import { readRechargeStanding, saveAutoRecharge, saveRechargeState } from "../postgres/auto-recharge.ts";
import { readPaymentMethod } from "../postgres/payment-methods.ts";
import { readSpent } from "../postgres/recharge-attempts.ts";
import { parseCoins } from "./amounts.ts";
import { dayOf } from "./calendar.ts";
import { knownBuyer } from "./eligibility.ts";
import type { Engine } from "./engine.ts";
import { idOf } from "./payment-methods.ts";
import { changeOrganization } from "./provision.ts";
import { invalidField, requireFields } from "./refused.ts";
import { refuseIneligible, refuseOtherCurrency, refuseOutOfRange } from "./top-up.ts";

/** Decimal strings and ids, as outsiders tell them; what is left out stays, null takes a limit away. */
export interface AutoRechargeChange {
  enabled?: boolean | undefined;
  triggerAmount?: string | undefined;
  rechargeAmount?: string | undefined;
  targetAmount?: string | null | undefined;
  paymentMethod?: string | undefined;
  fallbackMethods?: readonly string[] | undefined;
  monthlyCap?: string | null | undefined;
  dailyCap?: string | null | undefined;
  coolDownSeconds?: number | undefined;
  currency?: string | undefined;
}

export interface AutoRechargeView {
  currency: string;
  /** Null: never set up. */
  settings: AutoRecharge | null;
  state: RechargeState;
  spent: Spent;
}

/** @throws Refused for an organisation that does not exist */
export async function autoRechargeOf(engine: Engine, organization: string): Promise<AutoRechargeView> {
  const { timeZone } = await knownBuyer(engine, organization);
  const standing = (await readRechargeStanding(engine.pool, organization))!;
  return { ...standing, spent: await readSpent(engine.pool, organization, dayOf(engine.now(), timeZone)) };
}

/** @throws Refused with a pointer to what can not be; nothing is changed then */
export async function putAutoRecharge(
  engine: Engine,
  { mostTopUp }: Pick<Config, "mostTopUp">,
  organization: string,
  change: AutoRechargeChange,
): Promise<AutoRechargeView> {
  const buyer = await knownBuyer(engine, organization);
  const { currency } = buyer;
  refuseOtherCurrency(change.currency, currency);
  const owed = await changeOrganization(engine, organization, async (client) => {
    const { settings: before, state } = (await readRechargeStanding(client, organization))!;
    const settings = changed(before, change, currency);
    refuseContradictions(settings, before, change);
    const most = parseMicros(mostTopUp)!;
    const range = { most, currency };
    refuseOutOfRange(engine, { ...range, micros: settings.rechargeAmount, pointer: "/rechargeAmount" });
    if (settings.targetAmount !== null)
      refuseOutOfRange(engine, { ...range, micros: settings.targetAmount, pointer: "/targetAmount" });
    for (const [i, id] of settings.methods.entries()) {
      const pointer = i === 0 ? "/paymentMethod" : `/fallbackMethods/${i - 1}`;
      const method = await readPaymentMethod(client, organization, id);
      if (!method) throw invalidField(pointer, wrong("NO_PAYMENT_METHOD"), "UNKNOWN_PAYMENT_METHOD");
      if (settings.enabled) refuseIneligible(engine, buyer, method, pointer);
    }
    await saveAutoRecharge(client, organization, settings);
    const newDetails = before !== null && String(before.methods) !== String(settings.methods);
    const after = newDetails ? lifted(state) : capsChanged(state);
    if (after === state) return false;
    await saveRechargeState(client, organization, after);
    return settings.enabled && after.state === "idle";
  });
  // What a pause or a cap kept from being bought is looked at now; new settings alone buy nothing.
  if (owed) await engine.lane.run(organization, { decide: () => ({ result: undefined, spent: true }) });
  return autoRechargeOf(engine, organization);
}

function changed(before: AutoRecharge | null, change: AutoRechargeChange, currency: string): AutoRecharge {
  if (!before) requireFields(change, "auto-recharge", ["enabled", "triggerAmount", "rechargeAmount", "paymentMethod"]);
  const amount = (field: "triggerAmount" | "rechargeAmount"): Micros => {
    const given = change[field];
    return given === undefined ? (before?.[field] ?? 0n) : parseCoins(given, currency, `/${field}`);
  };
  const limit = (field: "targetAmount" | "monthlyCap" | "dailyCap"): Micros | null => {
    const given = change[field];
    if (given === undefined) return before?.[field] ?? null;
    return given === null ? null : parseCoins(given, currency, `/${field}`);
  };
  const [method, ...fallbacks] = before?.methods ?? [];
  return {
    enabled: change.enabled ?? before!.enabled,
    triggerAmount: amount("triggerAmount"),
    rechargeAmount: amount("rechargeAmount"),
    targetAmount: limit("targetAmount"),
    methods: [
      change.paymentMethod === undefined ? method! : (idOf(change.paymentMethod) ?? -1n),
      ...(change.fallbackMethods?.map((id) => idOf(id) ?? -1n) ?? fallbacks),
    ],
    monthlyCap: limit("monthlyCap"),
    dailyCap: limit("dailyCap"),
    coolDownSeconds: change.coolDownSeconds ?? before?.coolDownSeconds ?? 0,
  };
}

/** The pointer goes to the field that was sent, where only one of the two was. */
function refuseContradictions(
  { triggerAmount, rechargeAmount, targetAmount, methods, monthlyCap, dailyCap }: AutoRecharge,
  before: AutoRecharge | null,
  change: AutoRechargeChange,
): void {
  if (targetAmount === null && triggerAmount > rechargeAmount)
    throw invalidField(
      change.triggerAmount === undefined && before ? "/rechargeAmount" : "/triggerAmount",
      wrong("TRIGGER_ABOVE_RECHARGE"),
    );
  if (targetAmount !== null && targetAmount < triggerAmount)
    throw invalidField("/targetAmount", wrong("TARGET_BELOW_TRIGGER"));
  for (const [field, cap] of Object.entries({ monthlyCap, dailyCap }))
    if (cap !== null && cap < rechargeAmount)
      throw invalidField(
        change[field as "dailyCap"] === undefined ? "/rechargeAmount" : `/${field}`,
        wrong("CAP_BELOW_RECHARGE"),
      );
  const twice = methods.findIndex((id, i) => methods.indexOf(id) !== i);
  if (twice > 0) throw invalidField(`/fallbackMethods/${twice - 1}`, wrong("METHOD_TWICE"));
}
