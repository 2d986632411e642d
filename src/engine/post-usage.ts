/**
 * Post-usage: under a customer agreement what is left of the credits is drained, and calls are billed afterwards from
 * then on, where pay-as-you-go is on and as far as the month's limit goes (domain.md 1.6).
 */
import { type Mode, modeOf, postUsageLeft } from "../domain/account.ts";
import type { Micros } from "../domain/money.ts";
import { readRechargeStanding, saveAutoRecharge } from "../postgres/auto-recharge.ts";
import { listStatements, readPostUsage, savePostUsage, type StatementRow } from "../postgres/post-usage.ts";
import { monthOf } from "./calendar.ts";
import type { Engine } from "./engine.ts";
import { changeOrganization, unknownOrganization } from "./provision.ts";
import { refuseOtherCurrency } from "./top-up.ts";

export type { StatementRow } from "../postgres/post-usage.ts";

export interface PostUsage {
  currency: string;
  enabled: boolean;
  /** Of the calls that are authorised in one month; null: any amount. */
  monthlyLimit: Micros | null;
  /** Of this month's calls, billed afterwards so far. */
  usedThisMonth: Micros;
  /** What those of them that are in progress may still cost of what they were granted. */
  promisedThisMonth: Micros;
  /** Null: any amount. */
  leftThisMonth: Micros | null;
  mode: Mode;
  /** The trap of domain.md 1.6: under a customer agreement nothing may be bought, so a recharge that is on does nothing. */
  autoRechargeLeftOn: boolean;
}

/** @throws Refused for an organisation that does not exist; so do the others here */
export async function postUsageOf(engine: Engine, organization: string): Promise<PostUsage> {
  const read = await readPostUsage(engine.pool, organization);
  if (!read) throw unknownOrganization(organization);
  const { account, agreement, timeZone } = read;
  const month = monthOf(engine.now(), timeZone);
  const counts = account.postUsageMonth === month;
  const recharge = await readRechargeStanding(engine.pool, organization);
  return {
    currency: account.currency,
    enabled: account.payAsYouGo,
    monthlyLimit: account.postUsageLimit,
    usedThisMonth: counts ? account.postUsageInMonth : 0n,
    promisedThisMonth: counts ? account.postUsagePromised : 0n,
    leftThisMonth: postUsageLeft(account, month),
    mode: modeOf(agreement, account),
    autoRechargeLeftOn: agreement === "customer" && recharge?.settings?.enabled === true,
  };
}

/**
 * All that moving to a customer agreement needs, in one step and in whatever order: pay-as-you-go on, so that no call is
 * refused once the credits are drained, and auto-recharge off.
 */
export async function switchOver(engine: Engine, organization: string): Promise<PostUsage> {
  await changeOrganization(engine, organization, async (client) => {
    const { account } = (await readPostUsage(client, organization))!;
    await savePostUsage(client, organization, { payAsYouGo: true, postUsageLimit: account.postUsageLimit });
    const settings = (await readRechargeStanding(client, organization))?.settings;
    if (settings?.enabled) await saveAutoRecharge(client, organization, { ...settings, enabled: false });
  });
  engine.moneyIn.add(organization);
  return postUsageOf(engine, organization);
}

/** What is left out stays; a limit of null is none. It may be switched on before the agreement changes. */
export async function changePostUsage(
  engine: Engine,
  organization: string,
  change: { enabled?: boolean | undefined; monthlyLimit?: Micros | null | undefined; currency?: string | undefined },
): Promise<PostUsage> {
  await changeOrganization(engine, organization, async (client) => {
    const { account } = (await readPostUsage(client, organization))!;
    refuseOtherCurrency(change.currency, account.currency);
    await savePostUsage(client, organization, {
      payAsYouGo: change.enabled ?? account.payAsYouGo,
      postUsageLimit: change.monthlyLimit === undefined ? account.postUsageLimit : change.monthlyLimit,
    });
  });
  engine.moneyIn.add(organization);
  return postUsageOf(engine, organization);
}

/** Newest month first, before the month `before`. */
export async function statementsOf(
  engine: Engine,
  organization: string,
  { before, limit }: { before: string | null; limit: number },
): Promise<{ statements: StatementRow[]; currency: string; presentMonth: string }> {
  const read = await readPostUsage(engine.pool, organization);
  if (!read) throw unknownOrganization(organization);
  const { account, timeZone } = read;
  const wanted = { timeZone, before: before !== null && isMonth(before) ? before : null, limit };
  return {
    statements: await listStatements(engine.pool, organization, wanted),
    currency: account.currency,
    presentMonth: monthOf(engine.now(), timeZone),
  };
}

const isMonth = (text: string): boolean => /^\d{4}-(0[1-9]|1[0-2])-01$/.test(text);
