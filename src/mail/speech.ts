/** How amounts, dates and places are said in a language. Amounts are decimal strings and stay exact. */

export const LANGUAGES = ["en", "ja"] as const;
export type Language = (typeof LANGUAGES)[number];

/** The first of the wishes that is a language we speak; `ja-JP` is one of Japanese. */
export function spokenLanguage(...wishes: readonly (string | null)[]): Language {
  for (const wish of wishes) {
    const spoken = LANGUAGES.find((language) => wish?.toLowerCase().split("-")[0] === language);
    if (spoken) return spoken;
  }
  return "en";
}

export interface Speech {
  money: (amount: string, currency: string) => string;
  count: (value: number) => string;
  /** Of an epoch ms or an RFC 3339 time. */
  day: (at: string | number) => string;
  moment: (at: string | number) => string;
  /** ISO 3166-1 alpha-2. */
  country: (code: string) => string;
}

export function speechOf(language: Language, timeZone: string): Speech {
  const locale = { en: "en-US", ja: "ja-JP" }[language];
  const count = new Intl.NumberFormat(locale);
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "long", timeZone });
  const countries = new Intl.DisplayNames(locale, { type: "region", fallback: "code" });
  return {
    money: (amount, currency) =>
      new Intl.NumberFormat(locale, { style: "currency", currency, maximumFractionDigits: 6 }).format(
        amount as `${number}`,
      ),
    count: (value) => count.format(value),
    // A date without a time is that day, wherever one is.
    day: (at) =>
      typeof at === "string" && /^\d{4}-\d{2}-\d{2}$/.test(at)
        ? new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(at))
        : day.format(new Date(at)),
    moment: (at) => moment.format(new Date(at)),
    country: (code) => (/^[A-Z]{2}$/.test(code) ? (countries.of(code) ?? code) : code),
  };
}
