/** What somebody who is signed in may change of how they sign in: the password, and the second step. */
import { z } from "zod";
import { accountOf, changePassword, confirmPassword } from "../../engine/sign-in/sign-in.ts";
import { beginSecondStep, confirmSecondStep, endSecondStep } from "../../engine/sign-in/second-step.ts";
import { sessionOf } from "../auth.ts";
import { OWN_REPEATS } from "../idempotency.ts";
import type { Routes } from "../schema.ts";

const password = z.string().min(1).max(1024);
const tags = ["Sign-in"];
const PATH = "/v1/session";
// Answers with secrets are not kept, so there is none to repeat.
const config = OWN_REPEATS;

export const ownAccountRoutes: Routes = (app, { engine, seal }) => {
  const deps = { pool: engine.pool, now: engine.now, seal };

  app.post(
    `${PATH}/password`,
    {
      config,
      schema: {
        summary: "Change one's own password; all other sessions end",
        tags,
        body: z.strictObject({ currentPassword: password, newPassword: password }),
        response: { 204: { description: "Changed" } },
      },
    },
    async ({ caller, body, ip }, reply) => {
      await changePassword(deps, sessionOf(caller), body, ip);
      return reply.code(204).send();
    },
  );

  app.post(
    `${PATH}/totp`,
    {
      config,
      schema: {
        summary: "A secret for an authenticator; it counts once a code was confirmed",
        tags,
        response: { 200: z.object({ secret: z.string(), otpauthUri: z.string() }) },
      },
    },
    async ({ caller }) => beginSecondStep(deps, await accountOf(deps, sessionOf(caller))),
  );

  app.post(
    `${PATH}/totp/confirm`,
    {
      config,
      schema: {
        summary: "Switch the second step on with a code of the authenticator",
        description: "The recovery codes are shown this once; each works once in place of a code.",
        tags,
        body: z.strictObject({ code: z.string().min(1).max(64) }),
        response: { 200: z.object({ recoveryCodes: z.array(z.string()) }) },
      },
    },
    async ({ caller, body }) => {
      const account = await accountOf(deps, sessionOf(caller));
      return { recoveryCodes: await confirmSecondStep(deps, account, body.code) };
    },
  );

  app.post(
    `${PATH}/totp/disable`,
    {
      config,
      schema: {
        summary: "Switch the second step off",
        tags,
        body: z.strictObject({ password }),
        response: { 204: { description: "Off" } },
      },
    },
    async ({ caller, body, ip }, reply) => {
      const where = { address: ip, pointer: "/password" };
      await endSecondStep(deps, await confirmPassword(deps, sessionOf(caller), body.password, where));
      return reply.code(204).send();
    },
  );
};
