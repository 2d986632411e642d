/** Money, times and durations as the reader's language writes them. Amounts stay decimal strings all the way. */
import { makeStyles, mergeClasses } from "@fluentui/react-components";
import i18next from "i18next";
import { usePreferences } from "../preferences.tsx";

export interface Format {
  /** To the currency's decimals; `exact`: with all there are, for prices and single charges. */
  money: (amount: string, currency: string, options?: { exact?: boolean; sign?: boolean }) => string;
  number: (value: number, options?: Intl.NumberFormatOptions) => string;
  percent: (share: number) => string;
  /** With the zone: "3 Dec 2026, 14:05 UTC". */
  time: (iso: string) => string;
  /** Of a time where the reader is; a date without a time, such as 2026-11-30, is that day everywhere. */
  day: (iso: string) => string;
  /** "November 2026", of 2026-11. */
  month: (month: string) => string;
  /** "3 Dec": of a year that is clear. */
  shortDay: (iso: string) => string;
  /** "in 3 days", "2 hours ago". */
  ago: (iso: string, now?: number) => string;
  /** "1 min 05 s"; seconds are whole. */
  duration: (seconds: number) => string;
  /** "United States": of an ISO 3166-1 alpha-2 code. */
  country: (code: string) => string;
  list: (words: readonly string[]) => string;
  /** One after the other, as the language parts them; what is not there is left out. */
  sentences: (...parts: readonly (string | false | undefined)[]) => string;
}

const DATE = /^\d{4}-\d\d-\d\d$/;
const STEPS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

/** By language. A long list shows hundreds of amounts a second, and a formatter takes longer to make than to use. */
const formats = new Map<string, Format>();

export function useFormat(): Format {
  const { language } = usePreferences();
  let format = formats.get(language);
  if (!format) formats.set(language, (format = formatOf(language)));
  return format;
}

function formatOf(language: string): Format {
  const t = i18next.getFixedT(language);
  const countries = new Intl.DisplayNames(language, { type: "region" });
  const times = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
  const zones = new Intl.DateTimeFormat(language, { timeZoneName: "short" });
  const days = new Intl.DateTimeFormat(language, { dateStyle: "medium" });
  const dates = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" });
  const months = new Intl.DateTimeFormat(language, { month: "long", year: "numeric", timeZone: "UTC" });
  const shortDays = new Intl.DateTimeFormat(language, { month: "short", day: "numeric" });
  const shortDates = new Intl.DateTimeFormat(language, { month: "short", day: "numeric", timeZone: "UTC" });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const lists = new Intl.ListFormat(language, { type: "conjunction" });
  const numbers = new Intl.NumberFormat(language);
  const percents = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 });
  const amounts = new Map<string, Intl.NumberFormat>();
  const amountsOf = (currency: string, exact: boolean, sign: boolean): Intl.NumberFormat => {
    const key = `${currency} ${exact} ${sign}`;
    let found = amounts.get(key);
    if (!found) {
      found = new Intl.NumberFormat(language, {
        style: "currency",
        currency,
        ...(exact ? { maximumFractionDigits: 12 } : {}),
        ...(sign ? { signDisplay: "exceptZero" as const } : {}),
      });
      amounts.set(key, found);
    }
    return found;
  };
  const zoneOf = (at: Date): string => zones.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? "";
  return {
    money: (amount, currency, { exact = false, sign = false } = {}) =>
      amountsOf(currency, exact, sign).format(amount as `${number}`),
    number: (value, options) =>
      options ? new Intl.NumberFormat(language, options).format(value) : numbers.format(value),
    percent: (share) => percents.format(share),
    time: (iso) => `${times.format(new Date(iso))} ${zoneOf(new Date(iso))}`,
    day: (iso) => (DATE.test(iso) ? dates : days).format(new Date(iso)),
    month: (month) => months.format(new Date(month)),
    shortDay: (iso) => (DATE.test(iso) ? shortDates : shortDays).format(new Date(iso)),
    ago: (iso, now = Date.now()) => {
      const away = Date.parse(iso) - now;
      const [unit, ms] = STEPS.find(([, step]) => Math.abs(away) >= step) ?? (["minute", 60_000] as const);
      return relative.format(Math.trunc(away / ms), unit);
    },
    duration: (seconds) => {
      const hours = Math.floor(seconds / 3600);
      const minutes = Math.floor(seconds / 60) % 60;
      const values = { hours, minutes, seconds: seconds % 60 };
      if (hours > 0) return t("common.duration.hours", values);
      if (minutes > 0 && values.seconds === 0) return t("common.duration.wholeMinutes", values);
      return minutes > 0 ? t("common.duration.minutes", values) : t("common.duration.seconds", values);
    },
    country: (code) => countries.of(code) ?? code,
    list: (words) => lists.format(words),
    sentences: (...parts) => parts.filter(Boolean).join(language === "ja" ? "" : " "),
  };
}

const useStyles = makeStyles({
  figure: { fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" },
  large: { fontSize: "40px", lineHeight: "48px", fontWeight: 600, letterSpacing: "-0.01em" },
});

interface MoneyProps {
  amount: string;
  currency: string;
  exact?: boolean;
  sign?: boolean;
  large?: boolean;
}

/** An amount; to point at it shows all its decimals. */
export function Money({ amount, currency, large = false, ...options }: MoneyProps) {
  const { money } = useFormat();
  const styles = useStyles();
  return (
    <span
      className={mergeClasses(styles.figure, large && styles.large)}
      title={money(amount, currency, { ...options, exact: true })}
    >
      {money(amount, currency, options)}
    </span>
  );
}

export function Time({ at, as = "time" }: { at: string; as?: "time" | "day" | "ago" }) {
  const format = useFormat();
  return (
    <time dateTime={at} title={DATE.test(at) ? format.day(at) : format.time(at)}>
      {format[as](at)}
    </time>
  );
}

export function Duration({ seconds }: { seconds: number }) {
  const { duration } = useFormat();
  return <span className={useStyles().figure}>{duration(seconds)}</span>;
}
