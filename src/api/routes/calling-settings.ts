/** Calling settings: what calls of an organisation may do, whoever makes them. */
import { z } from "zod";
import { FAULTS, wrong } from "../../domain/fault.ts";
import { formatPicos, parsePicos } from "../../domain/money.ts";
import { type CallingSettings, getCallingSettings, putCallingSettings } from "../../engine/provision-organization.ts";
import { checkOf } from "../faults.ts";
import { currency, decimal, organizationParams, type Routes, text } from "../schema.ts";

const premiumCalls = z.enum(["blocked", "allowed"]);
/** As a bigint of pico-units holds it. */
const price = decimal.refine((amount) => Number(amount) <= 1_000_000, checkOf(wrong("TOO_LARGE", { most: 1_000_000 })));
const place = z.string().regex(/^([A-Z]{2}|\+[1-9]\d{0,14})$/, FAULTS.NOT_A_PLACE);

const settings = {
  defaultDialOutPolicy: text(64)
    .nullable()
    .meta({ description: "Of users without one of their own", example: "DialoutCPCandPSTNInternational" }),
  premiumCalls,
  meetingsUseCallingPlan: z.boolean().meta({
    description:
      "Whether dial-out from a meeting that the conferencing pool does not pay takes minutes of the organiser's calling " +
      "plans, where they include the number, before it costs credits",
  }),
  strictEither: z.boolean().meta({
    description:
      "Whether a plan with domestic and international minutes (MCOPSTN2) pays nothing more in a month, for anybody in that " +
      "country, once either of its pools is used up",
  }),
  blockedDestinations: z
    .array(place)
    .max(1000)
    .meta({ example: ["CU", "+4479"] }),
  blockedCallers: z
    .array(place)
    .max(1000)
    .meta({ description: "Whose calls to toll-free numbers are refused", example: ["+881", "+12025550"] }),
  maxPricePerMinute: price.nullable(),
  maxConcurrentCalls: z.int().min(1).max(1_000_000).nullable(),
  maxCallSeconds: z.int().min(1).max(86_400).nullable(),
};
const body = z.strictObject({ ...settings, currency }).partial();
const answer = z
  .object({ ...settings, maxPricePerMinute: decimal.nullable(), currency })
  .meta({ id: "CallingSettings" });

const tags = ["Organisations"];
const PATH = "/v1/organizations/:org/calling-settings";

export const callingSettingsRoutes: Routes = (app, { engine }) => {
  app.put(
    PATH,
    {
      schema: {
        summary: "Say what calls may do",
        description: "null takes a limit away; what is left out stays as it is.",
        tags,
        params: organizationParams,
        body,
        response: { 200: answer },
      },
    },
    async ({ params, body: { maxPricePerMinute, ...rest } }) => {
      const change = {
        ...rest,
        maxPricePerMinutePicos: maxPricePerMinute == null ? maxPricePerMinute : parsePicos(maxPricePerMinute),
      };
      return shown(await putCallingSettings(engine, params.org, change));
    },
  );

  app.get(
    PATH,
    { schema: { summary: "What calls may do", tags, params: organizationParams, response: { 200: answer } } },
    async ({ params }) => shown(await getCallingSettings(engine, params.org)),
  );
};

const shown = ({ maxPricePerMinutePicos, ...rest }: CallingSettings): z.input<typeof answer> => ({
  ...rest,
  maxPricePerMinute: maxPricePerMinutePicos === null ? null : formatPicos(maxPricePerMinutePicos),
});
