/**
 * The auditor's own prices: the rate rows that the simulation imports, and what a call costs by them, worked out anew
 * from the contract's text and from nothing of the engine. Amounts are micro-units (10⁻⁶) as bigint.
 */
export interface Price {
  service: string;
  prefix: string;
  /** Decimal strings, per minute and per call. */
  perMinute: string;
  fee: string;
  initial: number;
  following: number;
  /** Epoch ms; the second is exclusive, null for good. */
  from: number;
  to: number | null;
}

const CHANGE_AFTER_DAYS = 9;

/** Awkward on purpose: long decimals, fees, increments from 1 to 60 s, a price that changes, long prefixes that win. */
export function pricesOf(start: number): Price[] {
  const change = start + CHANGE_AFTER_DAYS * 86_400_000;
  const always = start - 400 * 86_400_000;
  const row = (
    service: string,
    prefix: string,
    perMinute: string,
    fee: string,
    initial: number,
    following: number,
  ) => ({
    service,
    prefix,
    perMinute,
    fee,
    initial,
    following,
    from: always,
    to: null,
  });
  const outbound = (service: string): Price[] => [
    row(service, "1", "0.0133333", "0", 6, 6),
    row(service, "1900", "1.99", "0.25", 60, 60),
    row(service, "44", "0.1", "0.05", 30, 6),
    row(service, "447", "0.2551234", "0", 1, 1),
    row(service, "49", "0.07", "0.000001", 60, 60),
    row(service, "4915", "0.333333333333", "0.0000005", 60, 1),
    { ...row(service, "33", "0.11", "0", 60, 30), to: change },
    { ...row(service, "33", "0.37", "0.1", 1, 1), from: change },
    row(service, "81", "0.045", "0", 60, 6),
    row(service, "55", "0.6", "0", 60, 60),
    row(service, "870", "5.5", "1", 60, 60),
  ];
  return [
    ...outbound("user_out"),
    ...outbound("conf_out").map((price) => ({
      ...price,
      perMinute: price.perMinute.replace("0.", "0.5").slice(0, 14),
    })),
    row("tollfree_in", "1800", "0.0254321", "0", 6, 6),
    row("tollfree_in", "44808", "0.03", "0.01", 60, 60),
    row("tollfree_in", "81120", "0.9", "0", 60, 60),
    row("conf_in", "1", "0.0071", "0.01", 60, 60),
    row("conf_in", "44", "0.0082", "0", 30, 30),
    row("conf_in", "81", "0.7", "0", 60, 60),
  ];
}

export function deckCsv(prices: readonly Price[]): string {
  const time = (at: number) => new Date(at).toISOString().replace(".000Z", "Z");
  const lines = prices.map((p) =>
    [
      p.service,
      p.prefix,
      `to ${p.prefix}`,
      "",
      "geographic",
      p.perMinute,
      p.fee,
      p.initial,
      p.following,
      time(p.from),
      p.to === null ? "" : time(p.to),
    ].join(","),
  );
  const header =
    "service,prefix,destination,country,number_class,price_per_minute,connection_fee,initial_increment_seconds," +
    "increment_seconds,effective_from,effective_to";
  return `${[header, ...lines].join("\n")}\n`;
}

/** Longest prefix, then the newest that has begun (contract.md, "Rate deck CSV"). Null: no rate. */
export function priceOf(prices: readonly Price[], service: string, digits: string, at: number): Price | null {
  const open = prices.filter(
    (p) => p.service === service && digits.startsWith(p.prefix) && p.from <= at && (p.to === null || at < p.to),
  );
  open.sort((a, b) => b.prefix.length - a.prefix.length || b.from - a.from);
  return open[0] ?? null;
}

/** Decimal string to a whole number of 10⁻ᵈ. */
export function units(decimal: string, decimals: number): bigint {
  const [whole = "0", fraction = ""] = decimal.split(".");
  return BigInt(whole + fraction.padEnd(decimals, "0").slice(0, decimals));
}
export const micros = (decimal: string): bigint =>
  decimal.startsWith("-") ? -units(decimal.slice(1), 6) : units(decimal, 6);
/** Micro-units as people read them. */
export const money = (amount: bigint): string => {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(7, "0");
  const text = `${digits.slice(0, -6)}.${digits.slice(-6)}`.replace(/\.?0+$/, "");
  return amount < 0n ? `-${text}` : text;
};

/** Seconds that are paid for: a first increment, then the following ones (0 for a call of zero seconds). */
export const billed = (price: Price, seconds: number): number =>
  seconds === 0
    ? 0
    : price.initial + Math.max(0, Math.ceil((seconds - price.initial) / price.following)) * price.following;

/** Exact price of n seconds in sixtieths of 10⁻¹²; nothing for a call of zero seconds, the fee included. */
const exact = (price: Price, seconds: number): bigint =>
  seconds === 0 ? 0n : units(price.fee, 12) * 60n + units(price.perMinute, 12) * BigInt(billed(price, seconds));

const PER_MICRO = 60n * 1_000_000n;

/** What money pays of n seconds when pools pay m minutes: raw(n) − raw(60 m), rounded once (architecture.md 4). */
export function due(price: Price | null, seconds: number, minutes: number, rounding: "up" | "half-up"): bigint {
  if (price === null) return 0n;
  const rest = exact(price, seconds) - exact(price, 60 * minutes);
  if (rest <= 0n) return 0n;
  return (rest + (rounding === "up" ? PER_MICRO - 1n : PER_MICRO / 2n)) / PER_MICRO;
}
