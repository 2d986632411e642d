/** What a person could call now: allowed or not, paid by what, at which price, and what is missing. */
import { z } from "zod";
import type { Tariff } from "../../domain/rating.ts";
import { formatPicos } from "../../domain/money.ts";
import { REFUSALS } from "../../domain/outcome.ts";
import { tariffToJson } from "../../domain/rating.ts";
import { told } from "../../domain/why.ts";
import { type CallingCheck, callingCheck, type PossibleCall } from "../../engine/calling-check.ts";
import { tried as triedView } from "../call-view.ts";
import { currency, organizationParams, type Routes } from "../schema.ts";
import { principalName } from "../user-body.ts";

const price = z.string().meta({ description: "With all its decimals", example: "0.0125" });

const call = z.object({
  callType: z.string().meta({ example: "user_out" }),
  from: z.string().nullable().meta({ description: "The own number that it would come from" }),
  allowed: z.boolean(),
  code: z.enum(["ALLOWED", ...REFUSALS]),
  message: z.string(),
  paidBy: z
    .string()
    .nullable()
    .meta({ description: "What would pay its first minute: free, included, pool:…, credits, post-usage" }),
  price: z
    .object({
      currency,
      destination: z.string(),
      pricePerMinute: price,
      connectionFee: price,
      tariff: z.object({
        connectionFee: price,
        steps: z.array(z.object({ fromSeconds: z.int(), price, perSeconds: z.int(), incrementSeconds: z.int() })),
        rounding: z.object({ method: z.enum(["up", "half-up", "down"]), decimals: z.int() }),
      }),
    })
    .nullable()
    .meta({ description: "What the credits would pay; a pool's minutes cost nothing" }),
  missing: z.array(z.string()).meta({ description: "Part numbers of licences that would let it go through, or go on" }),
  afterMinutes: z
    .object({ code: z.enum(REFUSALS), message: z.string() })
    .nullable()
    .meta({ description: "Why it would end when the pool's minutes are used up" }),
  considered: z.array(triedView).meta({ description: "Each source in its order, and why it pays or not" }),
});

const answer = z
  .object({
    userPrincipalName: z.string(),
    to: z.string().meta({ description: "As asked; for a country a mobile number that stands for it" }),
    calls: z.array(call),
  })
  .meta({ id: "CallingCheck" });

export const callingRoutes: Routes = (app, { engine }) => {
  app.get(
    "/v1/organizations/:org/users/:userPrincipalName/calling",
    {
      schema: {
        summary: "What this person could call now",
        description:
          "The decision that an authorisation would get, for each kind of call that the person or resource account could make.",
        tags: ["Users"],
        params: organizationParams.extend({ userPrincipalName: principalName }),
        querystring: z.strictObject({
          to: z
            .string()
            .min(1)
            .max(255)
            .transform((written) => written.replace(/^ /, "+"))
            .meta({ description: "A number as it is dialled, or a country (alpha-2)", example: "JP" }),
        }),
        response: { 200: answer },
      },
    },
    async ({ params, query }) => {
      const check = await callingCheck(engine, params.org, params.userPrincipalName, query.to);
      const shownCall = (one: PossibleCall) => shown(check, one);
      return { userPrincipalName: check.user.userPrincipalName, to: check.to, calls: check.calls.map(shownCall) };
    },
  );
};

function shown({ user, currency }: CallingCheck, possible: PossibleCall): z.input<typeof call> {
  const { callType, from, refusal, paidBy, price, afterMinutes, tried } = possible;
  return {
    callType,
    from,
    allowed: refusal === null,
    code: refusal?.code ?? "ALLOWED",
    message: refusal?.message ?? `${user.displayName} can make this call; ${payer(paidBy ?? "free")}.`,
    paidBy,
    price: price && {
      currency,
      destination: price.rate.destination,
      pricePerMinute: perMinute(price.tariff),
      connectionFee: formatPicos(price.tariff.connectionFeePicos),
      tariff: tariffToJson(price.tariff),
    },
    missing: refusal?.missing ?? afterMinutes?.missing ?? [],
    afterMinutes: afterMinutes && { code: afterMinutes.code, message: afterMinutes.message },
    considered: tried.map(told),
  };
}

function payer(source: string): string {
  if (source === "free") return "it costs nothing";
  if (source === "included") return "it is included";
  if (source === "credits") return "the credits pay";
  return source === "post-usage" ? "it is billed afterwards" : `minutes of ${source} pay`;
}

/** Of a deck's row all steps have one price; it stands for 60 seconds. */
function perMinute({ steps }: Tariff): string {
  const { pricePicos, perSeconds } = steps.at(-1)!;
  return formatPicos((pricePicos * 60n) / BigInt(perSeconds));
}
