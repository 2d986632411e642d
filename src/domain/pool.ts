/**
 * A pool: minutes for a month, shared by all who hold the licence (or one user's own, MCOPSTN8). Each call leg takes
 * whole minutes, at least one; nothing rolls over (domain.md 3.3, GAP-24).
 */
export interface Pool {
  /** `<capability>:<country or *>:<domestic|international|user|zone-a>`, and `:<principal name>` for a user's own. */
  id: string;
  /** First day of the month it serves, `2026-11-01`. */
  month: string;
  totalMinutes: number;
  usedMinutes: number;
  /** Reserved by open sessions. */
  heldMinutes: number;
}

export interface PoolHold {
  pool: string;
  minutes: number;
}

/** A line of the pools' own small ledger; minutes are negative for what a correction gives back. */
export interface PoolEntry {
  pool: string;
  month: string;
  kind: "grant" | "use";
  minutes: number;
  call: number | null;
}

/** The pool that is one user's own. */
export const ownPoolId = (user: { principalName: string; usageLocation: string }): string =>
  `MCOPSTN8:${user.usageLocation}:user:${user.principalName}`;

/** A user has moved: the own pool there was, and the one there is. */
export interface OwnMove {
  from: string;
  to: string;
}

export const freeMinutes = (pool: Pool): number => Math.max(0, pool.totalMinutes - pool.usedMinutes - pool.heldMinutes);

const SIBLINGS: Readonly<Record<string, string>> = { domestic: "international", international: "domestic" };

/** The other pool of a plan that has two (MCOPSTN2: domestic and international); null: there can be none. */
export function siblingOf(poolId: string): string | null {
  const [capability, country, scope] = poolId.split(":");
  const other = SIBLINGS[scope!];
  return other === undefined ? null : `${capability}:${country}:${other}`;
}

/**
 * Whether all its minutes are used: they have been paid for calls that have ended. What calls in progress hold may come
 * back, and does not count; nor is a pool without minutes used up.
 */
export const isUsedUp = ({ totalMinutes, usedMinutes }: Pool): boolean =>
  totalMinutes > 0 && usedMinutes >= totalMinutes;

/** With the setting `strictEither`: the used-up pool of the same plan that closes this one, among those of its month. */
export function closedBy(poolId: string, poolOf: (id: string) => Pool | undefined): string | null {
  const other = siblingOf(poolId);
  const pool = other === null ? undefined : poolOf(other);
  return pool && isUsedUp(pool) ? other : null;
}

/** What answers and reports call the source: `pool:MCOPSTN5:GB:domestic`, without the user of a user's own pool. */
export const poolSource = (poolId: string): string => `pool:${poolId.split(":").slice(0, 3).join(":")}`;
/** Whose own it is (MCOPSTN8); null: it is shared. */
export const poolUser = (poolId: string): string | null => poolId.split(":").slice(3).join(":") || null;
export const poolCapability = (poolId: string): string => poolId.slice(0, poolId.indexOf(":"));
