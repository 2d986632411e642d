/**
 * What a caller hears, and what SIP says, of every outcome that is not a plain yes: the status of the refusal, the Q.850
 * cause of its Reason header (RFC 3326; in responses RFC 6432), and the announcement. One exhaustive table; the page
 * docs/switches/reasons.md is printed from it.
 */
import type { RefusalCode } from "./outcome.ts";

export const ANNOUNCEMENT_LANGUAGES = ["en", "ja"] as const;
export type AnnouncementLanguage = (typeof ANNOUNCEMENT_LANGUAGES)[number];

interface SipReason {
  /** Of a refusal; null for what happens to a call in progress, whose end is a BYE. */
  status: number | null;
  /** Q.850. */
  cause: number;
  /** Name of the announcement. */
  announcement: string;
  /** What it says. */
  words: Readonly<Record<AnnouncementLanguage, string>>;
}

/** What befalls a call beside its refusals. */
type Befalling = "CHARGING_UNAVAILABLE" | "FINAL_GRANT" | "LIMIT" | "HANG_UP";

const NUMBER_NOT_KNOWN = {
  announcement: "not-in-service",
  words: {
    en: "The number you are calling from or to is not in service here.",
    ja: "おかけになった番号、またはお使いの番号は、現在使われておりません。",
  },
};
const NOT_ALLOWED = {
  announcement: "destination-not-allowed",
  words: {
    en: "Calls to this destination are not allowed. Please ask your administrator.",
    ja: "この宛先への通話は許可されていません。管理者にお問い合わせください。",
  },
};
const NO_MONEY = {
  announcement: "out-of-credit",
  words: {
    en: "There is not enough credit for this call.",
    ja: "残高が不足しているため、おつなぎできません。",
  },
};

export const SIP_REASONS: Readonly<Record<RefusalCode | Befalling, SipReason>> = {
  UNKNOWN_ORGANIZATION: { status: 404, cause: 1, ...NUMBER_NOT_KNOWN },
  UNKNOWN_USER: { status: 404, cause: 1, ...NUMBER_NOT_KNOWN },
  UNKNOWN_NUMBER: { status: 404, cause: 1, ...NUMBER_NOT_KNOWN },
  POLICY_BLOCKED: { status: 403, cause: 52, ...NOT_ALLOWED },
  PREMIUM_BLOCKED: { status: 403, cause: 52, ...NOT_ALLOWED },
  DESTINATION_BLOCKED: { status: 403, cause: 52, ...NOT_ALLOWED },
  LIMIT_REACHED: {
    status: 403,
    cause: 21,
    announcement: "limit-reached",
    words: {
      en: "A limit on calls is reached. Please try again later.",
      ja: "通話の上限に達しました。しばらくしてからおかけ直しください。",
    },
  },
  LICENSE_MISSING: {
    status: 403,
    cause: 50,
    announcement: "licence-missing",
    words: {
      en: "A licence for this call is missing. Please ask your administrator.",
      ja: "この通話に必要なライセンスがありません。管理者にお問い合わせください。",
    },
  },
  NO_RATE: {
    status: 403,
    cause: 3,
    announcement: "destination-not-available",
    words: { en: "This destination can not be called from here.", ja: "この宛先にはおつなぎできません。" },
  },
  BUDGET_EXCEEDED: {
    status: 403,
    cause: 21,
    announcement: "budget-used-up",
    words: {
      en: "The budget for calls is used up. Please ask your administrator.",
      ja: "通話の予算を使い切りました。管理者にお問い合わせください。",
    },
  },
  OUT_OF_CREDIT: { status: 402, cause: 21, ...NO_MONEY },
  PAY_AS_YOU_GO_OFF: { status: 402, cause: 21, ...NO_MONEY },
  CALL_ENDED: {
    status: 403,
    cause: 31,
    announcement: "try-again",
    words: { en: "Please hang up and call again.", ja: "一度電話を切り、おかけ直しください。" },
  },
  CHARGING_UNAVAILABLE: {
    status: 503,
    cause: 41,
    announcement: "try-again-later",
    words: {
      en: "Your call can not be connected now. Please try again in a moment.",
      ja: "ただいまおつなぎできません。しばらくしてからおかけ直しください。",
    },
  },
  FINAL_GRANT: {
    status: null,
    cause: 16,
    announcement: "call-ends-soon",
    words: { en: "This call will end soon.", ja: "この通話はまもなく終了します。" },
  },
  LIMIT: { status: null, cause: 21, ...NO_MONEY },
  HANG_UP: {
    status: null,
    cause: 21,
    announcement: "ended-by-administrator",
    words: {
      en: "This call was ended by an administrator.",
      ja: "この通話は管理者により終了されました。",
    },
  },
};

/** Value of a Reason header: `Q.850;cause=21;text="OUT_OF_CREDIT"`. */
export const reasonHeader = (code: keyof typeof SIP_REASONS): string =>
  `Q.850;cause=${SIP_REASONS[code].cause};text="${code}"`;

/** A name that a switch can play as a file of that name: `ja/out-of-credit`. */
export const announcementOf = (code: keyof typeof SIP_REASONS, language: AnnouncementLanguage): string =>
  `${language}/${SIP_REASONS[code].announcement}`;
