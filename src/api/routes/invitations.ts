/** Who may sign in with a password: invitations, forgotten passwords, and the accounts that there are. */
import { z } from "zod";
import { putUser } from "../../engine/provision-user.ts";
import { roleNames } from "../../engine/roles.ts";
import { removeSignInAccount, signInAccounts, signInUser } from "../../engine/sign-in/accounts.ts";
import { countPasswordReset } from "../../engine/sign-in/attempts.ts";
import { acceptLink, forgotPassword, inviteOperator, inviteUser, type Sent } from "../../engine/sign-in/links.ts";
import { OWN_REPEATS } from "../idempotency.ts";
import { page, pageOf, pageQuery, pageRequest } from "../pages.ts";
import { isoTime, language, organizationParams, type Routes, text, timestamp } from "../schema.ts";
import { demandAsMuch, demandUserChange } from "../user-changes.ts";

const email = z.email().max(254);

const invitation = z
  .object({
    email: z.string().meta({ description: "What to sign in as" }),
    sentTo: z.string().nullable(),
    state: z.enum(["sent", "captured", "refused", "later", "no-address"]).meta({
      description: "captured: no mail server is set. Whatever did not go out is for whoever invites to pass on",
    }),
    reason: z.string().nullable(),
    link: z.string().optional().meta({ description: "Where no mail went out; shown this once" }),
    expiresAt: timestamp,
  })
  .meta({ id: "Invitation" });

const account = z
  .object({
    email: z.string(),
    displayName: z.string(),
    userPrincipalName: z.string().nullable(),
    state: z.enum(["invited", "active"]),
    twoSteps: z.boolean(),
    createdAt: timestamp,
    signedInAt: timestamp.nullable(),
  })
  .meta({ id: "SignInAccount" });

const accepted = z.strictObject({ token: z.string().min(1).max(200), password: z.string().min(1).max(1024) });

const tags = ["Sign-in"];
const ORG = "/v1/organizations/:org";
const once = { shownOnce: ["link"] } as const;
const signsInAs = { 200: z.object({ email: z.string().meta({ description: "What to sign in as" }) }) };

export const invitationRoutes: Routes = (app, { engine }) => {
  app.post(
    `${ORG}/invitations`,
    {
      config: once,
      schema: {
        summary: "Invite somebody of the directory to sign in",
        description:
          "By mail, with a link that works once, for seven days. Again: a new link, which sets a new password.",
        tags,
        params: organizationParams,
        body: z.strictObject({
          userPrincipalName: text(256).optional(),
          email: email.optional().meta({ description: "Instead: a mail address or any name of the person" }),
          roles: z.array(text(128)).max(50).optional().meta({ description: "Given to the person first" }),
        }),
        response: { 201: invitation },
      },
    },
    async ({ params, body, caller }, reply) => {
      const user = await signInUser(engine, params.org, body);
      demandAsMuch(caller, roleNames(user.roles));
      if (body.roles) {
        const principalName = user.userPrincipalName;
        await demandUserChange(engine, caller, { organization: params.org, principalName }, { roles: body.roles });
        await putUser(engine, params.org, principalName, { roles: body.roles });
      }
      return reply.code(201).send(shown(await inviteUser(engine, params.org, user)));
    },
  );

  app.post(
    "/v1/invitations",
    {
      config: once,
      schema: {
        summary: "Invite somebody to run the installation",
        tags,
        body: z.strictObject({
          email,
          displayName: text(256).optional(),
          preferredLanguage: language.optional(),
        }),
        response: { 201: invitation },
      },
    },
    async ({ body }, reply) => {
      const { email, displayName = email, preferredLanguage = null } = body;
      return reply.code(201).send(shown(await inviteOperator(engine, { email, displayName, preferredLanguage })));
    },
  );

  app.post(
    "/v1/invitations/accept",
    {
      config: OWN_REPEATS,
      schema: { summary: "Choose a password by the link of an invitation", tags, body: accepted, response: signsInAs },
    },
    async ({ body, ip }) => ({ email: (await acceptLink(engine, "invitation", body, ip)).email }),
  );

  app.post(
    "/v1/password-resets",
    {
      config: OWN_REPEATS,
      schema: {
        summary: "Ask for a mail that sets a new password",
        description: "The answer is the same whether or not there is such an account.",
        tags,
        body: z.strictObject({ email: z.string().trim().min(1).max(320) }),
        response: { 202: z.object({ state: z.literal("asked") }) },
      },
    },
    async (request, reply) => {
      const email = request.body.email.toLowerCase();
      await countPasswordReset(engine, { email, address: request.ip });
      // Nobody waits for it: how long it takes would tell whether there is an account.
      forgotPassword(engine, email).then(
        (sent) => {
          if (sent && sent.state !== "sent") request.log.warn({ state: sent.state, reason: sent.reason }, NOT_SENT);
        },
        (error: unknown) => request.log.error({ err: error }, NOT_SENT),
      );
      return reply.code(202).send({ state: "asked" as const });
    },
  );

  app.post(
    "/v1/password-resets/accept",
    {
      config: OWN_REPEATS,
      schema: { summary: "Choose a new password by the link of the mail", tags, body: accepted, response: signsInAs },
    },
    async ({ body, ip }) => ({ email: (await acceptLink(engine, "password-reset", body, ip)).email }),
  );

  app.get(
    `${ORG}/sign-in-accounts`,
    {
      schema: {
        summary: "Who may sign in, by address",
        tags,
        params: organizationParams,
        querystring: pageQuery,
        response: { 200: pageOf(account) },
      },
    },
    async ({ params, query }) => {
      const wanted = pageRequest(query);
      const rows = await signInAccounts(engine, params.org, wanted);
      const item = (row: (typeof rows)[number]): z.input<typeof account> => ({
        email: row.email,
        displayName: row.displayName,
        userPrincipalName: row.principalName,
        state: row.passwordHash === null && row.signedInAt === null ? "invited" : "active",
        twoSteps: row.totpOn,
        createdAt: isoTime(row.createdAt),
        signedInAt: row.signedInAt === null ? null : isoTime(row.signedInAt),
      });
      return page(rows, wanted, { key: (row) => row.email, item });
    },
  );

  app.delete(
    `${ORG}/sign-in-accounts/:email`,
    {
      schema: {
        summary: "Let somebody sign in no more; their sessions end",
        description: "The user stays, and may be invited again: the way out for whoever lost the second step.",
        tags,
        params: organizationParams.extend({ email: z.string().max(320) }),
        response: { 204: { description: "Removed" } },
      },
    },
    async ({ params, caller }, reply) => {
      await removeSignInAccount(engine, params.org, params.email, (roles) => demandAsMuch(caller, roleNames(roles)));
      return reply.code(204).send();
    },
  );
};

const NOT_SENT = "a mail for a forgotten password did not go out";

const shown = ({ email, link, endsAt, address, state, reason }: Sent): z.input<typeof invitation> => ({
  email,
  sentTo: address,
  state,
  reason,
  ...(state !== "sent" && { link }),
  expiresAt: isoTime(endsAt),
});
