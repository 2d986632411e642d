/** Auto-recharge: what is bought when the available credits fall below the trigger, from whom, and up to which caps. */
import { z } from "zod";
import { formatMicros, type Micros } from "../../domain/money.ts";
import { type AutoRechargeView, autoRechargeOf, putAutoRecharge } from "../../engine/auto-recharge.ts";
import { currency, decimal, isoTime, organizationParams, type Routes, timestamp } from "../schema.ts";
import { numericId } from "./payment-methods.ts";

const WEEK_SECONDS = 604_800;

const body = z
  .strictObject({
    enabled: z.boolean(),
    triggerAmount: decimal.meta({ description: "Bought when the available credits are strictly below it" }),
    rechargeAmount: decimal,
    targetAmount: decimal
      .nullable()
      .meta({ description: "Buy up to this balance instead, at least the recharge amount" }),
    paymentMethod: numericId,
    fallbackMethods: z
      .array(numericId)
      .max(10)
      .meta({ description: "Charged in this order where the payment method does not pay" }),
    monthlyCap: decimal.nullable(),
    dailyCap: decimal.nullable(),
    coolDownSeconds: z.int().min(0).max(WEEK_SECONDS).meta({
      description:
        "So long after a recharge nothing more is bought by itself; 0: until the balance is back over the trigger",
    }),
    currency,
  })
  .partial();

export const rechargeState = {
  state: z.enum(["idle", "open", "waiting", "paused"]).meta({
    description:
      "open: a payment is under way; waiting: until `retryAt`; paused: until another payment method is set or a " +
      "top-up succeeds",
  }),
  reason: z
    .enum(["declined", "requires-action", "retries-used-up", "retrying", "daily-cap", "monthly-cap", "cool-down"])
    .nullable(),
  retryAt: timestamp.nullable(),
};

const answer = z
  .object({
    enabled: z.boolean(),
    triggerAmount: decimal.nullable(),
    rechargeAmount: decimal.nullable(),
    targetAmount: decimal.nullable(),
    paymentMethod: z.string().nullable(),
    fallbackMethods: z.array(z.string()),
    monthlyCap: decimal.nullable(),
    dailyCap: decimal.nullable(),
    coolDownSeconds: z.int(),
    ...rechargeState,
    spentToday: decimal,
    spentThisMonth: decimal,
    currency,
  })
  .meta({ id: "AutoRecharge" });

const tags = ["Money"];
const PATH = "/v1/organizations/:org/auto-recharge";

export const autoRechargeRoutes: Routes = (app, { engine, config }) => {
  app.put(
    PATH,
    {
      schema: {
        summary: "Set auto-recharge up, or switch it off",
        description: "null takes a cap or the target away; what is left out stays as it is.",
        tags,
        params: organizationParams,
        body,
        response: { 200: answer },
      },
    },
    async ({ params, body }) => shown(await putAutoRecharge(engine, config, params.org, body)),
  );

  app.get(
    PATH,
    {
      schema: {
        summary: "Auto-recharge, and how it stands",
        tags,
        params: organizationParams,
        response: { 200: answer },
      },
    },
    async ({ params }) => shown(await autoRechargeOf(engine, params.org)),
  );
};

const amount = (micros: Micros | null | undefined): string | null => (micros == null ? null : formatMicros(micros));

export function shownState({ state, reason, retryAt }: AutoRechargeView["state"]) {
  return {
    state: state === "idle" && retryAt !== null ? ("waiting" as const) : state,
    reason,
    retryAt: retryAt === null ? null : isoTime(retryAt),
  };
}

function shown({ currency, settings, state, spent }: AutoRechargeView): z.input<typeof answer> {
  const [paymentMethod = null, ...fallbackMethods] = settings?.methods.map(String) ?? [];
  return {
    enabled: settings?.enabled ?? false,
    triggerAmount: amount(settings?.triggerAmount),
    rechargeAmount: amount(settings?.rechargeAmount),
    targetAmount: amount(settings?.targetAmount),
    paymentMethod,
    fallbackMethods,
    monthlyCap: amount(settings?.monthlyCap),
    dailyCap: amount(settings?.dailyCap),
    coolDownSeconds: settings?.coolDownSeconds ?? 0,
    ...shownState(state),
    spentToday: formatMicros(spent.day),
    spentThisMonth: formatMicros(spent.month),
    currency,
  };
}
