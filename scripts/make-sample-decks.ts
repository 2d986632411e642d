/**
 * Prints samples/decks/*.csv: invented prices on real prefixes, the same bytes on every run.
 *
 *   node scripts/run.mjs scripts/make-sample-decks.ts [--next 2027-01]
 *
 * Country codes, area codes, mobile, toll-free and premium prefixes come from the numbering data. usd-next.csv begins
 * with the month that `--next` names; without it the column says {next-month}, for whoever loads the deck to fill in.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "csv-stringify/sync";
import google from "google-libphonenumber";
import { type CountryCode, getCountryCallingCode, parsePhoneNumberFromString } from "libphonenumber-js/max";
import type { Countries } from "../src/domain/catalogue.ts";
import { packageRoot } from "../src/package-root.ts";
import {
  BRIDGES,
  type Destination,
  FIXED_PRICES,
  MOBILE_PREFIXES,
  PART_OF_ANOTHER,
  PREMIUM,
  SATELLITE,
  SHORT,
  TOLL_FREE_BEYOND_ZONE_A,
  TOLL_FREE_PREFIXES,
  UNTOLD_APART,
} from "./sample-deck-facts.ts";

interface Row extends Destination {
  service: "user_out" | "conf_out" | "ucap_out" | "tollfree_in" | "conf_in";
}

const SAMPLES = join(packageRoot(), "samples");
const countries = JSON.parse(readFileSync(join(SAMPLES, "countries.json"), "utf8")) as Countries;
const name = (country: string): string => countries.names[country] ?? country;

function main(): void {
  const next = process.argv.indexOf("--next");
  const nextMonth = next === -1 ? "{next-month}" : `${process.argv[next + 1]}-01T00:00:00Z`;
  const usd = deck({
    destinations: Object.keys(countries.names),
    tollFree: [...countries.zoneA.filter(hasItsOwnCode), ...TOLL_FREE_BEYOND_ZONE_A],
    bridges: BRIDGES,
  });
  const short = deck({ destinations: SHORT, tollFree: SHORT, bridges: SHORT });
  mkdirSync(join(SAMPLES, "decks"), { recursive: true });
  write("usd", usd, "2026-01-01T00:00:00Z");
  write("usd-next", nextDeck(usd), nextMonth);
  write("eur", inCurrency(short, 0.92, 4), "2026-01-01T00:00:00Z");
  write("gbp", inCurrency(short, 0.79, 4), "2026-01-01T00:00:00Z");
  write("jpy", inCurrency(short, 150, 2), "2026-01-01T00:00:00Z");
}

/** All five services: out of a plan, a meeting and a voice app, and in on toll-free and pay-per-minute bridges. */
function deck(of: { destinations: string[]; tollFree: string[]; bridges: string[] }): Row[] {
  const everywhere = [...fixedLines(of.destinations), ...mobiles(of.destinations), ...SATELLITE];
  const dialOut = [...everywhere, ...PREMIUM.filter((line) => of.destinations.includes(line.country))];
  const voiceApps = everywhere.filter((line) => countries.includedInternational.includes(line.country));
  const rows: Row[] = [
    ...dialOut.map((line): Row => ({ service: "user_out", ...line })),
    ...dialOut.map((line): Row => ({ service: "conf_out", ...line })),
    ...voiceApps.map((line): Row => ({ service: "ucap_out", ...line, price: round(line.price * 1.1, 4) })),
    ...of.tollFree.flatMap(tollFreeNumbers).map((line): Row => ({ service: "tollfree_in", ...line })),
    ...of.bridges.map((country): Row => ({
      service: "conf_in",
      ...wholeCountry(country),
      price: bridgePrice(country),
    })),
  ];
  const order = ["user_out", "conf_out", "ucap_out", "tollfree_in", "conf_in"];
  return rows.sort((a, b) => order.indexOf(a.service) - order.indexOf(b.service) || (a.prefix < b.prefix ? -1 : 1));
}

/** Next month's: 12 dearer, 9 cheaper, 3 new (Berlin apart from the rest of Germany), 2 gone. */
function nextDeck(rows: readonly Row[]): Row[] {
  const mobile = rows.filter(
    (row) => row.numberClass === "mobile" && row.country !== "GB" && row.service === "user_out",
  );
  const chosen = [...mobile].sort((a, b) => spread(a.prefix, 1) - spread(b.prefix, 1));
  const dearer = new Set<Row>(chosen.slice(0, 12));
  const cheaper = new Set<Row>(chosen.slice(12, 21));
  const gone = new Set<Row>(chosen.slice(21, 23));
  const kept = rows
    .filter((row) => !gone.has(row))
    .map((row) => {
      if (dearer.has(row)) return { ...row, price: round(row.price * 1.15, 4) };
      return cheaper.has(row) ? { ...row, price: round(row.price * 0.9, 4) } : row;
    });
  const berlin = { prefix: "4930", destination: "Germany Berlin", country: "DE", price: 0.011, fee: 0 };
  const services = ["user_out", "conf_out", "ucap_out"] as const;
  return [...kept, ...services.map((service): Row => ({ service, numberClass: "geographic", ...berlin }))];
}

const inCurrency = (rows: readonly Row[], factor: number, decimals: number): Row[] =>
  rows.map((row) => ({ ...row, price: round(row.price * factor, decimals), fee: round(row.fee * factor, decimals) }));

function write(deckName: string, rows: readonly Row[], effectiveFrom: string): void {
  const header =
    "service,prefix,destination,country,number_class,price_per_minute,connection_fee,initial_increment_seconds," +
    "increment_seconds,effective_from,effective_to";
  const lines = rows.map((row) => [
    ...[row.service, row.prefix, row.destination, row.country, row.numberClass],
    ...[row.price, row.fee, 60, 60, effectiveFrom, ""],
  ]);
  writeFileSync(join(SAMPLES, "decks", `${deckName}.csv`), `${header}\n${stringify(lines)}`);
  console.log(`${deckName}.csv: ${rows.length} rows`);
}

/** Calling code and price of a country's fixed lines; in the shared code 1 a row for every area code but the US's. */
function fixedLines(codes: readonly string[]): Destination[] {
  return codes.flatMap((country) => {
    const areas = hasItsOwnCode(country) ? undefined : (northAmerica().get(country) ?? []);
    const prefixes = areas?.map((area) => `1${area}`) ?? [PART_OF_ANOTHER[country] ?? callingCode(country)];
    return UNTOLD_APART.includes(country) ? [] : prefixes.map((prefix) => ({ ...wholeCountry(country), prefix }));
  });
}

const wholeCountry = (country: string): Destination => ({
  prefix: callingCode(country),
  destination: name(country),
  country,
  numberClass: "geographic",
  price: fixedPrice(country),
  fee: 0,
});

function mobiles(codes: readonly string[]): Destination[] {
  return codes.flatMap((country) => {
    if (callingCode(country) === "1" || country in PART_OF_ANOTHER || UNTOLD_APART.includes(country)) return [];
    const surcharge = fixedPrice(country) < 0.03 ? 0.008 + spread(`${country} mobile`, 0.05) : 0;
    const price = fixedPrice(country) * (1.1 + spread(country, 0.6)) + surcharge;
    return mobilePrefixes(country).map((prefix) => ({
      ...wholeCountry(country),
      prefix: callingCode(country) + prefix,
      destination: `${name(country)} mobile`,
      numberClass: "mobile",
      price: round(price, 3),
    }));
  });
}

/** Main countries from a table; of the others the shortest beginning of the example number that is only mobile. */
function mobilePrefixes(country: string): string[] {
  const known = MOBILE_PREFIXES[country];
  if (known) return known;
  const example = exampleNumber(country, "MOBILE");
  for (let length = 1; example && length <= 4; length++) {
    const prefix = example.slice(0, length);
    const types = new Set<string>();
    for (let i = 0; i < 60; i++) {
      const rest = Array.from(example.slice(length), (_, at) =>
        Math.floor(spread(`${country}${prefix} ${i} ${at}`, 10)),
      );
      const parsed = parsePhoneNumberFromString(`+${callingCode(country)}${prefix}${rest.join("")}`);
      if (parsed?.isValid()) types.add(parsed.getType() ?? "none");
    }
    if (types.size === 1 && types.has("MOBILE")) return [prefix];
  }
  return [];
}

function tollFreeNumbers(country: string): Destination[] {
  const example = exampleNumber(country, "TOLL_FREE");
  const known = TOLL_FREE_PREFIXES[country];
  const price = country === "US" ? 0.018 : round(fixedPrice(country) + 0.02 + spread(`${country} free`, 0.08), 3);
  return (known ?? (example ? [example.slice(0, 3)] : [])).map((prefix) => ({
    ...wholeCountry(country),
    prefix: callingCode(country) + prefix,
    destination: `${name(country)} toll-free`,
    numberClass: "toll-free",
    price,
  }));
}

function exampleNumber(country: string, type: "FIXED_LINE" | "MOBILE" | "TOLL_FREE"): string | undefined {
  const example = google.PhoneNumberUtil.getInstance().getExampleNumberForType(country, google.PhoneNumberType[type]);
  return example?.getNationalNumber()?.toString();
}

let areaCodes: Map<string, number[]> | undefined;
/** Area codes of the countries of code 1, asked one by one: the numbering data knows them only by its patterns. */
function northAmerica(): Map<string, number[]> {
  if (areaCodes) return areaCodes;
  areaCodes = new Map();
  for (let area = 200; area < 1000; area++) {
    const parsed = parsePhoneNumberFromString(`+1${area}2345678`);
    if (!parsed?.country || !String(parsed.getType()).startsWith("FIXED_LINE")) continue;
    areaCodes.set(parsed.country, [...(areaCodes.get(parsed.country) ?? []), area]);
  }
  // Small islands use few of their area's numbers: of them the example's area.
  for (const country of Object.keys(countries.names)) {
    if (hasItsOwnCode(country) || areaCodes.has(country)) continue;
    const example = exampleNumber(country, "FIXED_LINE");
    if (example) areaCodes.set(country, [Number(example.slice(0, 3))]);
  }
  return areaCodes;
}

/** Toll-free numbers of code 1 are the same for all who share it; they stand under the US. */
const hasItsOwnCode = (country: string): boolean => callingCode(country) !== "1" || country === "US";

const callingCode = (country: string): string => getCountryCallingCode(country as CountryCode);

/** Zone A is cheap, other included destinations dearer, the rest dearest. */
function fixedPrice(country: string): number {
  const known = FIXED_PRICES[country];
  if (known !== undefined) return known;
  if (countries.zoneA.includes(country)) return round(0.015 + spread(country, 0.03), 3);
  const included = countries.includedInternational.includes(country);
  return included ? round(0.05 + spread(country, 0.3), 3) : round(0.45 + spread(country, 0.6), 3);
}

/** Of a minute that someone else dialled in, where the organiser pays by the minute. */
const bridgePrice = (country: string): number => round(0.012 + spread(`${country} bridge`, 0.02), 3);

const round = (value: number, decimals: number): number => Number(value.toFixed(decimals));

/** A number from 0 up to `width` that depends on the text alone (FNV-1a, then mixed): the seed of every price. */
function spread(text: string, width: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return (((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32) * width;
}

main();
