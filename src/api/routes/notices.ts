/** Notices: what the organisation's people are told, whom it reached, and who wants to hear of what. */
import { z } from "zod";
import { formatMicros } from "../../domain/money.ts";
import { takeBounce } from "../../engine/bounces.ts";
import {
  getNoticeSettings,
  NOTICE_EVENTS,
  type NoticeSettings,
  putNoticeSettings,
} from "../../engine/notice-settings.ts";
import { type Notice, notices } from "../../engine/notify.ts";
import { type WhoIsTold, whoIsTold } from "../../engine/who-is-told.ts";
import { page, pageOf, pageOfAll, pageQuery, pageRequest } from "../pages.ts";
import { currency, decimal, isoTime, language, organizationParams, type Routes, text, timestamp } from "../schema.ts";

const event = z.enum(NOTICE_EVENTS as [string, ...string[]]);
const mail = z.email().max(254);

const notice = z
  .object({
    id: z.string(),
    event,
    recipients: z.array(z.string()).meta({ description: "Addresses, each of which gets a mail of its own" }),
    language,
    state: z.enum(["pending", "sent", "captured", "failed", "unreachable"]).meta({
      description:
        "failed: at least one recipient did not get it; unreachable: nobody to tell has an address; captured: no " +
        "SMTP_URL is set, so it is only shown here",
    }),
    failures: z.array(
      z.object({
        recipient: z.string(),
        state: z.enum(["pending", "failed"]),
        reason: z.string().meta({ description: "What the mail server said last" }),
      }),
    ),
    unreachable: z.array(z.string()).meta({ description: "Principal names of admins without any address" }),
    at: timestamp,
    subject: z.string(),
    text: z.string(),
    html: z.string(),
  })
  .meta({ id: "Notice" });

const choice = z.strictObject({
  roles: z.array(text(128)).max(16).nullable().optional().meta({
    description: "Only holders of these of the 16 roles; []: no role holder; null or absent: all of them",
  }),
  muted: z.array(text(254)).max(1000).optional().meta({ description: "Principal names of those who do not want it" }),
});
const body = z.strictObject({
  events: z
    .strictObject(Object.fromEntries(NOTICE_EVENTS.map((name) => [name, choice.optional()])))
    .optional()
    .meta({ description: "Choices by event; replaces all there were" }),
  additionalRecipients: z
    .array(
      z.strictObject({
        mail,
        displayName: text(256).nullable().default(null),
        preferredLanguage: language.nullable().default(null),
        events: z.array(event).min(1).nullable().default(null).meta({ description: "null: all" }),
      }),
    )
    .max(100)
    .optional(),
  lowBalance: z
    .array(decimal)
    .max(10)
    .optional()
    .meta({ description: "Amounts; `balance.low` when the available credits fall below one of them" }),
  rateChangeDays: z
    .int()
    .min(1)
    .max(90)
    .optional()
    .meta({ description: "So many days before prices change, `rates.changing` tells of it; 7 unless set" }),
  currency: currency.optional(),
});
const answer = z
  .object({
    events: z.record(z.string(), z.object({ roles: z.array(z.string()).nullable(), muted: z.array(z.string()) })),
    additionalRecipients: z.array(
      z.object({
        mail: z.string(),
        displayName: z.string().nullable(),
        preferredLanguage: z.string().nullable(),
        events: z.array(z.string()).nullable(),
      }),
    ),
    lowBalance: z.array(decimal),
    rateChangeDays: z.int(),
    currency,
  })
  .meta({ id: "NoticeSettings" });

const bounce = z.strictObject({
  address: mail,
  messageId: text(300)
    .optional()
    .meta({ description: "Of the mail; absent: all that was sent there in the last days" }),
  reason: text(1000).meta({ description: "What the other mail server said" }),
});

const told = z
  .object({
    event,
    recipients: z.array(
      z.object({
        address: z.string(),
        name: z.string(),
        language,
        userPrincipalName: z.string().nullable().meta({ description: "null: an additional recipient" }),
        alternate: z.boolean().meta({ description: "There is no mailbox: it is the person's other address" }),
        roles: z.array(z.string()).meta({ description: "For which they are told" }),
        failed: z
          .object({ reason: z.string(), at: timestamp })
          .nullable()
          .meta({ description: "The last mail to this address did not arrive" }),
      }),
    ),
    untold: z.array(
      z.object({
        userPrincipalName: z.string(),
        name: z.string(),
        roles: z.array(z.string()),
        why: z.enum(["no-address", "muted"]),
      }),
    ),
    choicesIgnored: z.boolean().meta({
      description: "The choices would leave nobody that can be reached: every holder of the 16 roles is told instead",
    }),
  })
  .meta({ id: "WhoIsTold" });

const tags = ["Notices"];
const ORG = "/v1/organizations/:org";

export const noticeRoutes: Routes = (app, { engine }) => {
  app.get(
    `${ORG}/notices`,
    {
      schema: {
        summary: "What people were told, newest first",
        description: "One for each event and language.",
        tags,
        params: organizationParams,
        querystring: pageQuery,
        response: { 200: pageOf(notice) },
      },
    },
    async ({ params, query }) => {
      const wanted = pageRequest(query);
      const rows = await notices(engine, params.org, { before: wanted.after, limit: wanted.limit });
      return page(rows, wanted, { key: (row) => row.id.toString(), item: shown });
    },
  );

  app.put(
    `${ORG}/notice-settings`,
    {
      schema: {
        summary: "Say who is told of what",
        description:
          "Without choices every holder of the 16 roles is told of everything. Refused where nobody with an address " +
          "would be told of an event.",
        tags,
        params: organizationParams,
        body,
        response: { 200: answer },
      },
    },
    async ({ params, body }) => shownSettings(await putNoticeSettings(engine, params.org, body)),
  );

  app.get(
    `${ORG}/notice-settings`,
    { schema: { summary: "Who is told of what", tags, params: organizationParams, response: { 200: answer } } },
    async ({ params }) => shownSettings(await getNoticeSettings(engine, params.org)),
  );

  app.get(
    `${ORG}/notice-recipients`,
    {
      schema: {
        summary: "Who would be told of each event now, in which language and why, and who can not be reached",
        tags,
        params: organizationParams,
        querystring: pageQuery,
        response: { 200: pageOf(told) },
      },
    },
    async ({ params, query }) => {
      const events = await whoIsTold(engine, params.org);
      return pageOfAll(events, pageRequest(query), { key: (row) => row.event, item: shownTold });
    },
  );

  app.post(
    "/v1/mail-bounces",
    {
      schema: {
        summary: "A mail came back",
        description: "For the mail provider's webhook. Its notice is `failed` then, with the reason.",
        tags,
        body: bounce,
        response: { 200: z.object({ failed: z.int().meta({ description: "Mails that it was about" }) }) },
      },
    },
    async ({ body }) => ({ failed: await takeBounce(engine, body) }),
  );
};

const shownTold = ({ recipients, ...rest }: WhoIsTold): z.input<typeof told> => ({
  ...rest,
  recipients: recipients.map(({ failed, ...recipient }) => ({
    ...recipient,
    failed: failed && { reason: failed.reason, at: isoTime(failed.at) },
  })),
});

const shown = (row: Notice): z.input<typeof notice> => ({
  id: row.id.toString(),
  event: row.name,
  recipients: row.mails.map(({ address }) => address),
  language: row.language,
  state: row.state,
  failures: row.mails.flatMap(({ address, state, failure }) =>
    failure !== null && (state === "pending" || state === "failed")
      ? [{ recipient: address, state, reason: failure }]
      : [],
  ),
  unreachable: row.unreachable,
  at: isoTime(row.at),
  subject: row.subject,
  text: row.text,
  html: row.html,
});

const shownSettings = ({
  settings,
  currency,
}: {
  settings: NoticeSettings;
  currency: string;
}): z.input<typeof answer> => ({ ...settings, lowBalance: settings.lowBalance.map(formatMicros), currency });
