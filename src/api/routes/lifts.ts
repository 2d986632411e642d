/** What the routes of budgets and brakes share: whose they are, and who lifted one. */
import { z } from "zod";
import { formatMicros } from "../../domain/money.ts";
import type { LiftRow, LimitStanding } from "../../engine/limits.ts";
import type { Caller } from "../auth.ts";
import { decimal, isoTime, text, timestamp } from "../schema.ts";

export const reason = text(500).meta({ description: "Kept with who asked and when" });

export const lift = z
  .object({
    id: z.string(),
    by: z.string().meta({ description: "Who asked for it" }),
    at: timestamp,
    reason: z.string(),
    month: z.iso.date().optional().meta({ description: "Of a budget: lifted for this month" }),
    monthlyAmount: decimal.nullable().optional().meta({ description: "Of a budget: raised to; null: no limit" }),
    until: timestamp.optional().meta({ description: "Of a brake" }),
  })
  .meta({ id: "Lift" });

export const shownLift = ({ id, by, at, reason, month, until, amount }: LiftRow): z.input<typeof lift> => ({
  ...{ id: id.toString(), by, at: isoTime(at), reason },
  ...(month === null ? {} : { month, monthlyAmount: amount === null ? null : formatMicros(amount) }),
  ...(until === null ? {} : { until: isoTime(until) }),
});

/** Whether people's names are shown. */
export const knows = (caller: Caller): boolean => caller.rights.has("names");

export const shownSubject = (
  { scope }: LimitStanding["limit"],
  subject: string | null,
  names: boolean,
): string | null => (subject === "" || (scope === "user" && !names) ? null : subject);
