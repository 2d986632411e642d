/** What all provisioning shares: an organisation's mutex first, then what is there, then the change, in one transaction. */
import { wrong } from "../domain/fault.ts";
import { type Catalogue, type Countries, isKnownSku } from "../domain/catalogue.ts";
import type { OwnMove } from "../domain/pool.ts";
import type { IdBlocks } from "../postgres/ids.ts";
import { lockOrganization } from "../postgres/organizations.ts";
import { inTransaction, type Pool, type PoolClient } from "../postgres/transaction.ts";
import { invalidField, Refused } from "./refused.ts";

/** The parts of the engine that provisioning uses. */
export interface Provisioning {
  pool: Pool;
  catalogue: Catalogue;
  countries: Countries;
  ids: IdBlocks;
  /** Epoch ms. */
  now(): number;
  /**
   * Makes this month's pools as large as the licences say, at once. `away`: minutes that leave a pool for another;
   * `moved`: users who take their own minutes along.
   */
  growPools(organization: string, away?: ReadonlyMap<string, number>, moved?: readonly OwnMove[]): Promise<void>;
}

/** Fields that a PUT left out are undefined and keep their value. */
export type Change<T> = { [K in keyof T]?: T[K] | undefined };

/** What it is after the change. */
export function kept<T extends object>(before: T, change: Change<T>): T {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  return { ...before, ...Object.fromEntries(given) };
}

/**
 * Runs `work`, which is told the organisation's country, while nobody else can change the organisation, and no call of
 * it is decided.
 * @throws Refused UNKNOWN_ORGANIZATION
 */
export function changeOrganization<T>(
  { pool }: Pick<Provisioning, "pool">,
  organization: string,
  work: (client: PoolClient, country: string) => Promise<T>,
): Promise<T> {
  return inTransaction(pool, async (client) => {
    const country = await lockOrganization(client, organization);
    if (country === undefined) throw unknownOrganization(organization);
    return work(client, country);
  });
}

export const unknownOrganization = (id: string): Refused =>
  new Refused("UNKNOWN_ORGANIZATION", `There is no organisation ${id}.`);

/** @throws Refused for a code that no country has; absent is fine */
export function requireCountry(
  { countries }: Pick<Provisioning, "countries">,
  code: string | null | undefined,
  pointer: string,
): void {
  if (code == null || Object.hasOwn(countries.names, code)) return;
  throw invalidField(pointer, wrong("NO_COUNTRY", { name: code }));
}

/** @throws Refused UNKNOWN_LICENSE for what is no product of the catalogue */
export function requireLicense({ catalogue }: Pick<Provisioning, "catalogue">, sku: string, pointer: string): void {
  if (!isKnownSku(catalogue, sku)) throw invalidField(pointer, wrong("NO_LICENSE", { name: sku }), "UNKNOWN_LICENSE");
}
