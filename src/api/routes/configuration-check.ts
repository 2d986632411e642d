/** The configuration check: what lacks what its calls need, and the request or the page that mends it. */
import { z } from "zod";
import { type Finding, type Fix, SEVERITIES } from "../../domain/configuration-check.ts";
import { configurationCheck } from "../../engine/configuration-check.ts";
import { pageOf, pageOfAll, pageQuery, pageRequest } from "../pages.ts";
import { organizationParams, type Routes, text } from "../schema.ts";

const severity = z.enum(SEVERITIES);

const item = z
  .object({
    code: z.string().meta({ example: "CALLING_PLAN_WITHOUT_CREDITS_LICENSE" }),
    severity: severity.meta({ description: "error: calls fail now; warning: some fail, or will; info: nothing fails" }),
    subject: z.object({ type: z.enum(["user", "voice-app", "number", "license"]), id: z.string() }),
    message: z.string(),
    params: z
      .object({
        displayName: z.string(),
        license: z.string(),
        country: z.string(),
        assigned: z.int(),
        purchased: z.int(),
      })
      .partial()
      .meta({ description: "What the message names beside its subject" }),
    fix: z.object({
      title: z.string().meta({ description: "For a button" }),
      method: z.enum(["POST", "PUT"]),
      path: z.string(),
      body: z
        .record(z.string(), z.unknown())
        .nullable()
        .meta({ description: "Null where somebody has to say what, or how much" }),
      page: z.string().meta({ description: "Of the console" }),
    }),
  })
  .meta({ id: "ConfigurationFinding" });

const answer = pageOf(item).extend({
  counts: z.record(z.string(), z.int()).meta({ description: "Of all that is found, by code" }),
});

export const configurationCheckRoutes: Routes = (app, { engine }) => {
  app.get(
    "/v1/organizations/:org/configuration-check",
    {
      schema: {
        summary: "What lacks what its calls need, worst first",
        tags: ["Licences"],
        params: organizationParams,
        querystring: pageQuery.extend({
          severity: severity.optional(),
          code: text(64).optional(),
          subject: text(256).optional().meta({ description: "Id of one user, number, attendant, queue or licence" }),
        }),
        response: { 200: answer },
      },
    },
    async ({ params, query }) => {
      const all = (await configurationCheck(engine, params.org)).filter(
        (finding) =>
          (query.severity ?? finding.severity) === finding.severity &&
          (query.code ?? finding.code) === finding.code &&
          (query.subject ?? finding.subject.id) === finding.subject.id,
      );
      const counts: Record<string, number> = {};
      for (const { code } of all) counts[code] = (counts[code] ?? 0) + 1;
      const found = pageOfAll(all, pageRequest(query), { key: keyOf, item: (one) => shown(params.org, one) });
      return { ...found, counts };
    },
  );
};

const keyOf = ({ severity: how, code, subject, message }: Finding): string =>
  JSON.stringify([SEVERITIES.indexOf(how), code, subject.id, message]);

const shown = (org: string, { fix, ...finding }: Finding): z.input<typeof item> => ({
  ...finding,
  fix: wayTo(`/v1/organizations/${org}`, fix),
});

function wayTo(base: string, fix: Fix): z.input<typeof item>["fix"] {
  switch (fix.do) {
    case "assign":
    case "remove": {
      const { do: verb, ...body } = fix;
      const skus = (fix.do === "assign" ? fix.add : fix.remove).join(", ");
      const page = `/users/active-users?search=${encodeURIComponent(fix.users[0] ?? "")}`;
      const title = verb === "assign" ? `Assign ${skus}` : `Take ${skus} away`;
      return { title, method: "POST", path: `${base}/license-assignments`, body, page };
    }
    case "buy": {
      const path = `${base}/subscriptions/${encodeURIComponent(fix.license)}`;
      const body = { purchased: fix.purchased };
      return { title: `Buy ${fix.license}`, method: "PUT", path, body, page: "/billing/subscriptions" };
    }
    case "change-user": {
      const name = encodeURIComponent(fix.user);
      const page = `/users/active-users?search=${name}`;
      return { title: "Change the user", method: "PUT", path: `${base}/users/${name}`, body: null, page };
    }
    case "set-resource-account": {
      const path = `${base}/voice-apps/${encodeURIComponent(fix.voiceApp)}`;
      return { title: "Choose a resource account", method: "PUT", path, body: null, page: "/voice/phone-numbers" };
    }
    case "fund": {
      const page = "/billing/purchase-services";
      return { title: "Add credits", method: "POST", path: `${base}/top-ups`, body: null, page };
    }
  }
}
