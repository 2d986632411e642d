/** Phone numbers of an organisation, and what they lead to. */
import { z } from "zod";
import { getNumber, type NumberAnswer, numbers, putNumber, removeNumber } from "../../engine/provision-number.ts";
import { page, pageOf, pageQuery, pageRequest } from "../pages.ts";
import { organizationParams, type Routes, text } from "../schema.ts";

const kind = z.enum(["subscriber", "service-toll", "service-toll-free", "service-premium"]);
const carrier = z.enum(["calling-plan", "direct-routing", "operator-connect"]);
const useType = z.enum(["user", "conference-bridge", "auto-attendant", "call-queue", "unassigned"]);

const body = z
  .strictObject({
    kind,
    carrier: carrier.meta({ description: "calling-plan where absent" }),
    use: z
      .strictObject({ type: useType, id: text(256).nullable().optional() })
      .transform(({ type, id = null }) => ({ type, id }))
      .meta({
        description:
          "A bridge, attendant or queue that does not exist yet is made; a user must exist. Unassigned has no id.",
      }),
  })
  .partial()
  .meta({ description: "A new one needs kind and use. What is left out stays as it is." });

const number = z
  .object({
    e164: z.string().meta({ example: "+12065550103" }),
    kind,
    carrier,
    use: z.object({ type: useType, id: z.string().nullable() }),
    warnings: z
      .array(z.enum(["CREDITS_NOT_SET_UP"]))
      .meta({ description: "CREDITS_NOT_SET_UP: nothing was bought yet that could pay for calls to this number" }),
  })
  .meta({ id: "Number" });

const tags = ["Numbers"];
const PATH = "/v1/organizations/:org/numbers";
const params = organizationParams.extend({
  e164: text(64).meta({
    description: "E.164, or as it is dialled in the organisation's country",
    example: "+12065550103",
  }),
});

export const numberRoutes: Routes = (app, { engine }) => {
  app.put(
    `${PATH}/:e164`,
    { schema: { summary: "Take in a number, or change its use", tags, params, body, response: { 200: number } } },
    async ({ params, body }) => shown(await putNumber(engine, params.org, params.e164, body)),
  );

  app.get(
    `${PATH}/:e164`,
    { schema: { summary: "One number", tags, params, response: { 200: number } } },
    async ({ params }) => shown(await getNumber(engine, params.org, params.e164)),
  );

  app.delete(
    `${PATH}/:e164`,
    {
      schema: {
        summary: "Give a number away",
        description: "Refused with 409 NUMBER_IN_USE while calls from it or to it are in progress.",
        tags,
        params,
        response: { 204: { description: "Removed" } },
      },
    },
    async ({ params }, reply) => {
      await removeNumber(engine, params.org, params.e164);
      return reply.code(204).send();
    },
  );

  app.get(
    PATH,
    {
      schema: {
        summary: "Numbers",
        tags,
        params: organizationParams,
        querystring: pageQuery,
        response: { 200: pageOf(number) },
      },
    },
    async ({ params, query }) => {
      const wanted = pageRequest(query);
      const rows = await numbers(engine, params.org, wanted.after, wanted.limit);
      return page(rows, wanted, { key: (row) => row.e164, item: shown });
    },
  );
};

const shown = ({ useType, useId, ...rest }: NumberAnswer): z.input<typeof number> => ({
  ...rest,
  use: { type: useType, id: useId },
});
