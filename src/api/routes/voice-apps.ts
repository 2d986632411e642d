/** Auto attendants and call queues. */
import { z } from "zod";
import { getVoiceApp, putVoiceApp, type VoiceApp, voiceApps } from "../../engine/provision-number.ts";
import { page, pageOf, pageQuery, pageRequest } from "../pages.ts";
import { identifier, organizationParams, type Routes, text } from "../schema.ts";

const kind = z.enum(["auto-attendant", "call-queue"]);
const body = z
  .strictObject({
    kind,
    displayName: text(256),
    resourceAccount: text(256)
      .nullable()
      .meta({ description: "Principal name of the account that its calls out are of" }),
  })
  .partial();
const voiceApp = z
  .object({ id: identifier, kind, displayName: z.string(), resourceAccount: z.string().nullable() })
  .meta({ id: "VoiceApp" });

const tags = ["Numbers"];
const PATH = "/v1/organizations/:org/voice-apps";
const params = organizationParams.extend({ id: identifier });

export const voiceAppRoutes: Routes = (app, { engine }) => {
  app.put(
    `${PATH}/:id`,
    { schema: { summary: "Make or change an attendant or queue", tags, params, body, response: { 200: voiceApp } } },
    ({ params, body }) => putVoiceApp(engine, params.org, params.id, body),
  );

  app.get(
    `${PATH}/:id`,
    { schema: { summary: "One attendant or queue", tags, params, response: { 200: voiceApp } } },
    ({ params }) => getVoiceApp(engine, params.org, params.id),
  );

  app.get(
    PATH,
    {
      schema: {
        summary: "Attendants and queues",
        tags,
        params: organizationParams,
        querystring: pageQuery,
        response: { 200: pageOf(voiceApp) },
      },
    },
    async ({ params, query }) => {
      const wanted = pageRequest(query);
      const rows = await voiceApps(engine, params.org, wanted.after, wanted.limit);
      return page(rows, wanted, { key: (row) => row.id, item: (row: VoiceApp) => row });
    },
  );
};
