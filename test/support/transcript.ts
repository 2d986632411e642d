/** A call told as a table: seconds, what the switch says, what it is told. */
import { expect } from "vitest";
import { formatMicros } from "../../src/domain/money.ts";
import type { Answer, ChargeRequest, FundingLine, SwitchProfile } from "../../src/domain/session/types.ts";
import { type CallAbout, phasesOf } from "./calls.ts";
import { MemoryWorld, NOON } from "./memory-world.ts";

export const POOL = "MCOPSTN1:US:domestic";

const lineText = ({ source, seconds, amount, lot }: FundingLine): string =>
  `${source.replace("pool:MCOPSTN1:US:domestic", "pool")} ${seconds} s${amount ? ` ${amount}` : ""}${lot ? ` of lot ${lot}` : ""}`;

/** An answer as a sentence. */
export function tell(answer: Answer): string {
  switch (answer.kind) {
    case "granted": {
      const { grantedSeconds, limitSeconds, finalGrant, funding } = answer.grant;
      return `granted ${grantedSeconds} to ${limitSeconds}${finalGrant ? ", the last" : ""}: ${funding.map(lineText).join(" + ")}`;
    }
    case "refused":
      return `refused ${answer.refusal.code}${answer.refusal.missing ? ` ${answer.refusal.missing.join()}` : ""}`;
    case "answered":
      return `answered, paid to ${answer.limitSeconds}`;
    case "released": {
      const { usedSeconds, charge, overrunSeconds, funding } = answer.release;
      const forgiven = overrunSeconds > 0 ? `, ${overrunSeconds} s forgiven` : "";
      return `${usedSeconds} s cost ${formatMicros(charge)}${forgiven}: ${funding.map(lineText).join(" + ") || "nothing"}`;
    }
    case "conflict":
      return `conflict ${answer.code}`;
    case "unknown":
    case "marked":
    case "done":
      return answer.kind;
  }
}

export interface Setting {
  /** Amounts that were bought, in this order. */
  credits?: string[];
  poolMinutes?: number;
  call?: CallAbout;
  profile?: Partial<SwitchProfile>;
}

export function begin({ credits = ["10"], poolMinutes = 0, call = {}, profile = {} }: Setting = {}) {
  const world = new MemoryWorld();
  for (const amount of credits) world.topUp(amount);
  if (poolMinutes > 0) world.addPool(POOL, poolMinutes);
  return { world, call: phasesOf(call, profile) };
}

export type Step = [at: number, request: ChargeRequest, told: string];

/** Each step: seconds since the authorisation, what the switch says, what it is told. */
export function play(world: MemoryWorld, steps: Step[]): void {
  const told = steps.map(([at, request]): string => {
    world.now = NOON + 1000 * at;
    return `${at} s ${request.phase}: ${tell(world.decide(request))}`;
  });
  expect(told).toEqual(steps.map(([at, request, text]) => `${at} s ${request.phase}: ${text}`));
}

export const balance = ({ account }: MemoryWorld): string =>
  `${formatMicros(account.available)} available, ${formatMicros(account.held)} held` +
  (account.debt > 0n ? `, ${formatMicros(account.debt)} debt` : "");
