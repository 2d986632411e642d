/** How much an operator has to worry about an organisation, for a list that begins with the most worrying. */
import type { Mode } from "./account.ts";

/** The most worrying first. */
export const WORRIES = ["debt", "empty", "paused", "waiting", "soon", "unfunded", "none"] as const;
export type Worry = (typeof WORRIES)[number];

/** So many days are left at least where nobody has to worry. */
export const SOON_DAYS = 7;

export interface Standing {
  debt: bigint;
  available: bigint;
  mode: Mode;
  recharge: "off" | "idle" | "open" | "waiting" | "paused";
  /** Whole days at the present pace, and until what is left expires; null: longer than a year. */
  daysLeft: number | null;
}

export function worryOf({ debt, available, mode, recharge, daysLeft }: Standing): Worry {
  if (debt > 0n) return "debt";
  if (mode === "unfunded") return "unfunded";
  if (mode !== "post-usage" && available <= 0n) return "empty";
  if (recharge === "paused" || recharge === "waiting") return recharge;
  return recharge === "off" && daysLeft !== null && daysLeft <= SOON_DAYS ? "soon" : "none";
}
