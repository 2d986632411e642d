/** What a template has to tell of: the event's own facts, said in the template's language, and the whole balance. */
import { type Language, type Speech, speechOf } from "./speech.ts";

/** As events carry it; amounts are decimal strings. */
export type About = Readonly<Record<string, string | number | null>>;

/** The balance when the event happened, or when the notice was made. Decimal strings. */
export interface Balance {
  currency: string;
  balance: string;
  available: string;
  held: string;
  /** Kept back while a payment is disputed or refunded. */
  frozen: string;
  debt: string;
  openCalls: number;
  /** What pays once the credits are used up: new ones, the bill of a customer agreement, or nobody. */
  afterwards: "credits" | "bill" | "nobody";
}

export const isNone = (amount: string): boolean => !/[1-9]/.test(amount);

/** What pays for a call that no plan covers, now. */
export const payerOf = ({ available, afterwards }: Balance): Balance["afterwards"] =>
  isNone(available) ? afterwards : "credits";

export interface Subject {
  /** Of NOTICES. */
  event: string;
  about: About;
  /** Display name. */
  organization: string;
  timeZone: string;
  balance: Balance;
  /** Without a slash at its end. */
  publicUrl: string;
}

export interface Facts {
  organization: string;
  balance: Balance;
  say: Speech;
  /** Each undefined where the event does not say. */
  money: (name: string) => string | undefined;
  count: (name: string) => string | undefined;
  text: (name: string) => string | undefined;
  day: (name: string) => string | undefined;
  moment: (name: string) => string | undefined;
}

export function factsOf({ about, organization, timeZone, balance }: Subject, language: Language): Facts {
  const say = speechOf(language, timeZone);
  const when = <T>(value: T | null | undefined, words: (value: T) => string): string | undefined =>
    value === null || value === undefined ? undefined : words(value);
  const currency = typeof about["currency"] === "string" ? about["currency"] : balance.currency;
  return {
    organization,
    balance,
    say,
    money: (name) => when(about[name], (amount) => say.money(String(amount), currency)),
    count: (name) => when(about[name], (value) => say.count(Number(value))),
    text: (name) => when(about[name], String),
    day: (name) => when(timeOf(about[name]), say.day),
    moment: (name) => when(timeOf(about[name]), say.moment),
  };
}

/** A sentence that needs a fact, or nothing. */
export const given = (fact: string | undefined, sentence: (fact: string) => string): string[] =>
  fact === undefined ? [] : [sentence(fact)];

const timeOf = (value: string | number | null | undefined): string | number | undefined =>
  value == null || Number.isNaN(new Date(value).getTime()) ? undefined : value;
