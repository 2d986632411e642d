/** A call's story from top to bottom, as data: the panel draws it, and support gets it as text. */
import type { TFunction } from "i18next";
import type { Schema } from "../../api/client.ts";
import type { CallWords } from "../../ui/call-words.ts";
import type { Format } from "../../ui/format.tsx";

export type Call = Schema<"Call">;

interface Line {
  text: string;
  /** What it adds to the sum; already in words. */
  amount?: string;
  /** Whether a source was taken. */
  taken?: boolean;
  sum?: boolean;
}

export interface Step {
  title: string;
  at?: string | undefined;
  lines: Line[];
}

interface Words {
  t: TFunction;
  format: Format;
  words: CallWords;
}

export const isLive = ({ state }: Call): boolean => state === "ringing" || state === "answered";

export function storyOf(call: Call, say: Words): Step[] {
  const { t, words } = say;
  const { tried } = call.explanation;
  return [
    asked(call, say),
    ...(tried.length === 0
      ? []
      : [
          {
            title: t("calls.story.considered"),
            lines: tried.map((one) => ({
              taken: one.taken,
              text: t(one.taken ? "calls.story.taken" : "calls.story.notTaken", {
                source: words.source(one.source),
                why: words.why(one),
              }),
            })),
          },
        ]),
    ...priced(call, say),
    ...(call.refusal ? [refused(call, call.refusal, say)] : isLive(call) ? inProgress(call, say) : ended(call, say)),
  ];
}

function asked(call: Call, { t, words, format }: Words): Step {
  const { from, to, destinationCountry, user, switch: owner, node, conferenceId } = call;
  const where = destinationCountry === null ? "" : ` (${format.country(destinationCountry)})`;
  return {
    title: t("calls.story.asked"),
    at: call.authorizedAt,
    lines: [
      { text: t("calls.story.fromTo", { from, to: to + where }) },
      { text: words.callType(call.callType) + (user === null ? "" : ` · ${user}`) },
      { text: t("calls.story.switch", { switch: node === null ? owner : `${owner} / ${node}` }) },
      ...(conferenceId === null ? [] : [{ text: t("calls.story.conference", { id: conferenceId }) }]),
    ],
  };
}

/** The row of the rate deck, what it says, and how it is rounded. */
function priced({ explanation: { rate, tariff }, currency }: Call, { t, format }: Words): Step[] {
  if (!rate || !tariff || currency === null) return [];
  const price = (amount: string): string => format.money(amount, currency, { exact: true });
  return [
    {
      title: t("calls.story.tariff"),
      lines: [
        { text: t("calls.story.deck", rate) },
        ...tariff.steps.map((step) => ({
          text: t(step.fromSeconds === 0 ? "calls.story.price" : "calls.story.priceFrom", {
            price: price(step.price),
            per: lengthOf(step.perSeconds, format),
            from: lengthOf(step.fromSeconds, format),
            increment: lengthOf(step.incrementSeconds, format),
          }),
        })),
        ...(/^0(\.0*)?$/.test(tariff.connectionFee)
          ? []
          : [{ text: t("calls.story.fee", { amount: price(tariff.connectionFee) }) }]),
        {
          text: t("calls.story.rounding", {
            method: t(`calls.story.roundingMethods.${tariff.rounding.method}`),
            decimals: tariff.rounding.decimals,
          }),
        },
      ],
    },
  ];
}

function refused(call: Call, refusal: NonNullable<Call["refusal"]>, { t, words }: Words): Step {
  return {
    title: t("calls.story.refused"),
    at: call.endedAt ?? call.authorizedAt,
    lines: [
      { text: words.refusal(refusal.code) },
      { text: words.remedy(refusal.code) || refusal.message },
      ...(refusal.missing?.length ? [{ text: t("calls.story.missing", { skus: refusal.missing.join(", ") }) }] : []),
      { text: t("calls.story.code", { code: refusal.code }) },
    ],
  };
}

function inProgress(call: Call, { t, words, format }: Words): Step[] {
  const { held, currency, limitSeconds, funding, finalGrant, answeredAt } = call;
  const amount = (value: string): string =>
    currency === null ? value : format.money(value, currency, { exact: true });
  return [
    {
      title: t("calls.story.held"),
      lines: [
        ...funding.map((line) => ({
          text: t("calls.story.reserved", {
            source: words.source(line.source),
            duration: lengthOf(line.seconds, format),
          }),
          ...(line.amount === undefined ? {} : { amount: amount(line.amount) }),
        })),
        ...(held === null ? [] : [{ text: t("calls.story.heldNow"), amount: amount(held), sum: true }]),
        ...(limitSeconds === null
          ? []
          : [
              {
                text: t(finalGrant === true ? "calls.story.lastLimit" : "calls.story.limit", {
                  duration: lengthOf(limitSeconds, format),
                }),
              },
            ]),
      ],
    },
    answeredAt === null
      ? { title: t("calls.story.ringing"), lines: [] }
      : { title: t("calls.story.answered"), at: answeredAt, lines: [] },
  ];
}

function ended(call: Call, say: Words): Step[] {
  const { t, format } = say;
  const { answeredAt, endedAt, usedSeconds, cause, sipCode, sipPhrase, end, overrunSeconds, flags } = call;
  const sip = [sipCode === null ? "" : String(sipCode), sipPhrase ?? ""].filter((part) => part !== "").join(" ");
  return [
    ...(answeredAt === null ? [] : [{ title: t("calls.story.answered"), at: answeredAt, lines: [] }]),
    {
      title: t(call.state === "unanswered" || call.state === "lapsed" ? "calls.story.unanswered" : "calls.story.ended"),
      at: endedAt ?? undefined,
      lines: [
        ...(usedSeconds > 0 ? [{ text: t("calls.story.lasted", { duration: lengthOf(usedSeconds, format) }) }] : []),
        ...(cause === null && sip === ""
          ? []
          : [{ text: t("calls.story.said", { said: [cause ?? "", sip].filter((part) => part !== "").join(" · ") }) }]),
        ...(end === "presumed" ? [{ text: t("calls.story.presumed") }] : []),
        ...(overrunSeconds
          ? [{ text: t("calls.story.forgiven", { duration: lengthOf(overrunSeconds, format) }) }]
          : []),
        ...(flags.length === 0 ? [] : [{ text: t("calls.story.flags", { flags: flags.join(", ") }) }]),
      ],
    },
    charged(call, say),
  ];
}

/** The money in a column: what each source paid, and their sum, which is the charge. */
function charged(call: Call, { t, words, format }: Words): Step {
  const { currency, charge, billedSeconds, funding } = call;
  const amount = (value: string): string =>
    currency === null ? value : format.money(value, currency, { exact: true });
  return {
    title: t("calls.story.charged"),
    lines: [
      ...(billedSeconds ? [{ text: t("calls.story.billed", { duration: lengthOf(billedSeconds, format) }) }] : []),
      ...funding.map((line) => ({
        text:
          t("calls.story.paidBy", { source: words.source(line.source), duration: lengthOf(line.seconds, format) }) +
          (line.lot === undefined ? "" : t("calls.story.lot", { lot: line.lot })),
        amount: amount(line.amount ?? "0"),
      })),
      { text: t("calls.story.total"), amount: amount(charge ?? "0"), sum: true },
    ],
  };
}

/** "1 min" rather than "1 min 0 s". */
const lengthOf = (seconds: number, { duration, number }: Format): string =>
  seconds > 0 && seconds % 60 === 0
    ? number(seconds / 60, { style: "unit", unit: "minute", unitDisplay: "short" })
    : duration(seconds);

/** For a mail to support: every line, with the id by which the call is found again. */
export function textOf(call: Call, steps: readonly Step[], { t, format }: Words): string {
  const head = t("calls.story.head", { id: call.callId, switch: call.switch, organization: call.organization ?? "" });
  const body = steps.flatMap(({ title, at, lines }) => [
    `${title}${at === undefined ? "" : ` · ${format.time(at)}`}`,
    ...lines.map(({ text, amount }) => `  ${text}${amount === undefined ? "" : `  ${amount}`}`),
  ]);
  return [head, ...body].join("\n");
}
