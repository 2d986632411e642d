/** Reading money and minutes: the balance with its lots, the transfers, the pools of a month. */
import { byDrawOrder, heldByLot, type Lot, type Mode, modeOf } from "../domain/account.ts";
import {
  describePool,
  minutesPerLicence,
  poolEntitlements,
  type PoolFeed,
  poolFeeds,
  poolIdOf,
  type PoolScope,
} from "../domain/catalogue.ts";
import type { Micros } from "../domain/money.ts";
import { closedBy, freeMinutes, type Pool, poolSource, poolUser } from "../domain/pool.ts";
import { readRechargeStanding, type RechargeStanding } from "../postgres/auto-recharge.ts";
import { type OrganizationRecord, readOrganizations } from "../postgres/directory.ts";
import { type LedgerRow, listTransfers } from "../postgres/ledger.ts";
import { type BalanceRow, listHolders, listPools, readBalance } from "../postgres/lots.ts";
import { monthOf } from "./calendar.ts";
import type { Engine } from "./engine.ts";
import { idOf } from "./payment-methods.ts";
import { Refused } from "./refused.ts";

export type { LedgerRow } from "../postgres/ledger.ts";

export interface Credits extends Pick<BalanceRow, "currency" | "available" | "held" | "frozen" | "debt"> {
  mode: Mode;
  recharge: RechargeStanding;
  /** In the order in which they are drawn. */
  lots: (Lot & { held: Micros })[];
}

/** @throws Refused for an organisation that does not exist; so do the others here */
export async function creditsOf(
  { pool }: { pool: Parameters<typeof readBalance>[0] },
  organization: string,
): Promise<Credits> {
  const read = await readBalance(pool, organization);
  if (!read) throw unknown(organization);
  const { currency, available, held, frozen, debt } = read.balance;
  const heldOf = heldByLot(read.lots, held);
  const lots = read.lots.sort(byDrawOrder).map((lot) => ({ ...lot, held: heldOf.get(lot.id) ?? 0n }));
  const recharge = (await readRechargeStanding(pool, organization))!;
  return {
    currency,
    available,
    held,
    frozen,
    debt,
    mode: modeOf(read.balance.agreement, read.balance),
    recharge,
    lots,
  };
}

export async function ledgerOf(
  engine: Engine,
  organization: string,
  { before, limit }: { before: string | null; limit: number },
): Promise<{ currency: string; transfers: LedgerRow[] }> {
  const settings = await settingsOf(engine, organization);
  return {
    currency: settings.currency,
    transfers: await listTransfers(engine.pool, organization, { before: idOf(before), limit }),
  };
}

export interface PoolView {
  capability: string;
  country: string;
  scope: PoolScope;
  /** Principal name, for a user's own minutes. */
  user: string | null;
  totalMinutes: number;
  usedMinutes: number;
  heldMinutes: number;
  availableMinutes: number;
  /** With `strictEither`: the used-up pool of the same plan that closes it, as a source. */
  closedBy?: string;
}

/**
 * The pools of a month, `2026-11-01`, absent: the present one in the organisation's time zone. A pool has a row from
 * its first use in a month on; until then, and from the present month on, the licences tell what is in it.
 */
export async function poolsOf(engine: Engine, organization: string, wanted?: string): Promise<PoolView[]> {
  const settings = await settingsOf(engine, organization);
  const present = monthOf(engine.now(), settings.timeZone);
  const month = wanted ?? present;
  const pools = new Map((await listPools(engine.pool, organization, month)).map((pool) => [pool.id, pool]));
  if (month >= present) {
    const shared = poolEntitlements(engine.catalogue, { ...settings, organisationCountry: settings.country });
    for (const { id, totalMinutes } of [...shared, ...(await ownPools(engine, organization))]) {
      // A user's own minutes are given once a month, and go along with the user.
      if (poolUser(id) !== null && pools.has(id)) continue;
      const known: Pool = pools.get(id) ?? { id, month, totalMinutes: 0, usedMinutes: 0, heldMinutes: 0 };
      pools.set(id, { ...known, totalMinutes: Math.max(known.totalMinutes, totalMinutes) });
    }
  }
  return [...pools.values()]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((pool) => {
      const closer = settings.strictEither ? closedBy(pool.id, (id) => pools.get(id)) : null;
      return viewOf(pool, closer);
    });
}

export interface PoolArithmetic extends PoolView {
  /** As the report words it (domain.md 6.3). */
  description: string;
  /** What the licences of the present give; a pool keeps till its month ends what it had before they were fewer. */
  feeds: (PoolFeed & { sku: string })[];
}

/** The pools of the present month with the licences that fill them: licences x minutes = total. */
export async function poolArithmetic(engine: Engine, organization: string): Promise<PoolArithmetic[]> {
  const settings = await settingsOf(engine, organization);
  const licences = { ...settings, organisationCountry: settings.country };
  const feeds = Object.keys(settings.purchased).flatMap((sku) =>
    poolFeeds(engine.catalogue, licences, sku).map((feed) => ({ sku, ...feed })),
  );
  const pools = await poolsOf(engine, organization);
  return pools.map((pool) => ({
    ...pool,
    description: describePool(engine.catalogue, pool),
    feeds: feeds.filter(
      (feed) => feed.licences > 0 && feed.pool === poolIdOf(pool.capability, pool.country, pool.scope),
    ),
  }));
}

/** Minutes that are not shared: each holder of the plan has a pool of their own. */
async function ownPools(engine: Engine, organization: string): Promise<{ id: string; totalMinutes: number }[]> {
  const { catalogue } = engine;
  const plans = catalogue.servicePlans.filter((plan) => !plan.pooled && plan.allowances.length > 0);
  const holding = (plan: string) =>
    catalogue.skus.filter((sku) => sku.servicePlans.some(({ name }) => name === plan)).map((sku) => sku.skuPartNumber);
  const pools: { id: string; totalMinutes: number }[] = [];
  for (const { name, capability, allowances } of plans)
    for (const { principalName, usageLocation } of await listHolders(engine.pool, organization, holding(name)))
      for (const { scope } of allowances)
        pools.push({
          id: `${capability}:${usageLocation}:${scope}:${principalName}`,
          totalMinutes: minutesPerLicence(catalogue, name, scope, usageLocation),
        });
  return pools;
}

function viewOf(pool: Pool, closer: string | null): PoolView {
  const [capability = "", country = "", scope, ...user] = pool.id.split(":");
  return {
    capability,
    country,
    scope: scope as PoolScope,
    user: user.length > 0 ? user.join(":") : null,
    totalMinutes: pool.totalMinutes,
    usedMinutes: pool.usedMinutes,
    heldMinutes: pool.heldMinutes,
    availableMinutes: closer === null ? freeMinutes(pool) : 0,
    ...(closer !== null && { closedBy: poolSource(closer) }),
  };
}

async function settingsOf(engine: Engine, organization: string): Promise<OrganizationRecord> {
  const [settings] = await readOrganizations(engine.pool, [organization]);
  if (!settings) throw unknown(organization);
  return settings;
}

const unknown = (organization: string): Refused =>
  new Refused("UNKNOWN_ORGANIZATION", `There is no organisation ${organization}.`);
