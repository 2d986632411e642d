/** What a template is: per language a function from the facts to the words of one mail. */
import type { Facts } from "../facts.ts";
import type { Language } from "../speech.ts";

export interface Words {
  subject: string;
  /** Sentences that tell what happened. The balance follows by itself. */
  happened: readonly string[];
  /** What to do now. */
  next: string;
  /** On the link to the page where that is done. */
  button: string;
}

export type Template = Record<Language, (facts: Facts) => Words> & {
  /** Of the console: its address, with a query where it depends on the facts. */
  page: string | ((facts: Facts) => string);
};

export type Templates = Readonly<Record<string, Template>>;

export const PAGES = {
  credits: "/billing/your-products/communications-credits",
  paymentMethods: "/billing/payment-methods",
  pools: "/reports/usage/pools",
  spend: "/reports/usage/spend",
  usage: "/reports/usage/pstn",
  rates: "/rates",
  blocked: "/reports/usage/blocked",
  support: "/support",
} as const;
