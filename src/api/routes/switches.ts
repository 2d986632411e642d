/** Switches: how each of them works. */
import { z } from "zod";
import { getSwitch, putSwitch, type SwitchRecord, switches } from "../../engine/provision-switch.ts";
import { Problem } from "../errors.ts";
import { page, pageOf, pageQuery, pageRequest } from "../pages.ts";
import { isOperator } from "../rights.ts";
import { country, identifier, type Routes } from "../schema.ts";

const seconds = z.int().min(1).max(86_400);
const settings = {
  country: country.nullable().meta({ description: "Where numbers without a country are understood" }),
  reportsAnswer: z.boolean().meta({ description: "It says when the other side picks up" }),
  canUpdate: z.boolean().meta({ description: "It can ask for more time during a call" }),
  defaultGrantSeconds: seconds,
  maximumGrantSeconds: seconds,
  warnSeconds: z.int().min(0).max(3_600),
  toleranceSeconds: z.int().min(0).max(3_600),
};
const body = z.strictObject(settings).partial().meta({
  description:
    "Defaults: true, true, 300, 600 (14400 for one that can not update), 30, 2. What is left out stays as it is.",
});
const answer = z.object({ id: identifier, ...settings }).meta({ id: "Switch" });

const tags = ["Switches"];
const params = z.strictObject({ switch: identifier });

export const switchRoutes: Routes = (app, { engine }) => {
  app.put(
    "/v1/switches/:switch",
    { schema: { summary: "Say how a switch works", tags, params, body, response: { 200: answer } } },
    ({ params, body }) => putSwitch(engine, params.switch, body),
  );

  app.get(
    "/v1/switches/:switch",
    { schema: { summary: "How a switch works; a switch may ask for itself", tags, params, response: { 200: answer } } },
    ({ params, caller }) => {
      if (!isOperator(caller) && caller.switchId !== params.switch) {
        throw new Problem("UNKNOWN_SWITCH", `There is no switch ${params.switch}.`);
      }
      return getSwitch(engine, params.switch);
    },
  );

  app.get(
    "/v1/switches",
    { schema: { summary: "Switches", tags, querystring: pageQuery, response: { 200: pageOf(answer) } } },
    async ({ query }) => {
      const wanted = pageRequest(query);
      const rows = await switches(engine, wanted.after, wanted.limit);
      return page(rows, wanted, { key: (row) => row.id, item: (row: SwitchRecord) => row });
    },
  );
};
