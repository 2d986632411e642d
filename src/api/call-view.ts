/** A call as it is read: the schema of `CallView` (src/engine/explain.ts). */
import { z } from "zod";
import { REFUSALS } from "../domain/outcome.ts";

const optional = z.string().nullable();
const seconds = z.int().nullable();

/** One source that was considered, and why it pays or not. */
export const tried = z.object({
  source: z.string(),
  taken: z.boolean(),
  code: z.string().meta({ description: "Why, as a stable name", example: "license-opens-pool" }),
  params: z.record(z.string(), z.string()).meta({ description: "What the reason is about, by name" }),
  why: z.string().meta({ description: "The same as a sentence" }),
});

export const callView = z
  .object({
    id: z.string(),
    callId: z.string(),
    switch: z.string(),
    node: optional,
    organization: optional,
    user: optional,
    callType: z.string(),
    from: z.string(),
    to: z.string(),
    destinationCountry: optional,
    conferenceId: optional,
    state: z.enum(["ringing", "answered", "lapsed", "completed", "unanswered", "refused"]),
    end: z.enum(["real", "presumed"]).nullable(),
    authorizedAt: z.string(),
    answeredAt: optional,
    endedAt: optional,
    usedSeconds: z.int(),
    limitSeconds: seconds,
    finalGrant: z.boolean().nullable(),
    held: optional,
    billedSeconds: seconds,
    charge: optional,
    currency: optional,
    capability: optional,
    overrunSeconds: seconds,
    refusal: z
      .object({ code: z.enum(REFUSALS), message: z.string(), missing: z.array(z.string()).optional() })
      .nullable(),
    cause: optional,
    sipCode: z.int().nullable(),
    sipPhrase: optional,
    flags: z.array(z.string()),
    funding: z.array(
      z.object({ source: z.string(), seconds: z.int(), amount: z.string().optional(), lot: z.string().optional() }),
    ),
    corrections: z
      .array(
        z.object({
          ...{ id: z.string(), rateDeck: z.string(), prefix: z.string(), charged: z.string(), corrected: z.string() },
          ...{ difference: z.string(), reason: z.string(), at: z.string() },
        }),
      )
      .optional()
      .meta({ description: "Of its price, after it was charged; `charge` stays what it was" }),
    explanation: z.object({
      tried: z.array(tried),
      rate: z
        .object({ deck: z.string(), row: z.string(), service: z.string(), prefix: z.string(), destination: z.string() })
        .nullable(),
      tariff: z
        .object({
          connectionFee: z.string(),
          steps: z.array(
            z.object({
              fromSeconds: z.int(),
              price: z.string(),
              perSeconds: z.int(),
              incrementSeconds: z.int(),
            }),
          ),
          rounding: z.object({ method: z.enum(["up", "half-up", "down"]), decimals: z.int() }),
        })
        .nullable(),
      poolMonth: z.string(),
      transfers: z.array(
        z.object({
          sequence: z.int(),
          from: z.string(),
          to: z.string(),
          amount: z.string(),
          cause: z.string(),
          lot: optional,
          at: z.string(),
        }),
      ),
      text: z.array(z.string()),
    }),
  })
  .meta({ id: "Call" });
