/** What the sample decks are made of: prefixes as they are, prices invented. */

export type NumberClass = "geographic" | "mobile" | "toll-free" | "premium" | "shared-cost" | "satellite";

/** A line of a price list before it is known what service it is for. */
export interface Destination {
  /** E.164 digits. */
  prefix: string;
  destination: string;
  /** Alpha-2; empty for what belongs to no country. */
  country: string;
  numberClass: NumberClass;
  /** Per minute and per call, in USD. */
  price: number;
  fee: number;
}

/** Countries inside another one's calling code. */
export const PART_OF_ANOTHER: Record<string, string> = {
  ...{ AX: "35818", BQ: "5997", CC: "6189162", CX: "6189164", EH: "2125288", GG: "441481", IM: "441624" },
  ...{ JE: "441534", KZ: "77", SJ: "4779", TA: "2908", VA: "3906698", YT: "262269" },
};
/** They share a calling code, and no prefix tells them apart: rated as Guadeloupe. */
export const UNTOLD_APART = ["BL", "MF"];

export const FIXED_PRICES: Record<string, number> = {
  ...{ US: 0.01, CA: 0.01, PR: 0.014, GB: 0.015, DE: 0.016, FR: 0.015, JP: 0.032, IE: 0.017, NL: 0.017, ES: 0.015 },
  ...{ IT: 0.016, CH: 0.028, AU: 0.021, IN: 0.019, CN: 0.018, BR: 0.026, MX: 0.014, ZA: 0.048, RU: 0.045 },
  ...{ GG: 0.06, JE: 0.06, IM: 0.06, AX: 0.08, VA: 0.03, SJ: 0.05 },
  ...{ ZW: 0.42, CU: 0.85, CK: 1.1, KP: 0.98, SO: 0.72, MV: 0.92, TN: 0.55 },
};

/** `"FR 6 7, DE 15"` as a table. */
const byCountry = (text: string): Record<string, string[]> =>
  Object.fromEntries(
    text.split(/,\s*/).map((entry) => {
      const [country = "", ...prefixes] = entry.split(" ");
      return [country, prefixes];
    }),
  );

/** National beginnings of mobile numbers, where one is not enough or the numbering data mixes others in. */
export const MOBILE_PREFIXES = byCountry(
  `GB 7, DE 15 16 17, FR 6 7, ES 6 7, IT 3, NL 6, BE 4, CH 7, AT 6, SE 7, NO 4 9, PT 9, GR 69, IE 8, AU 4, JP 70 80 90,
  KR 10, CN 13 15 17 18 19, IN 6 7 8 9, HK 5 6 9, SG 8 9, TW 9, TH 6 8 9, MY 1, PH 9, ZA 6 7 8, ZW 7, NG 7 8 9, KE 7,
  EG 1, IL 5, TR 5, AE 5, SA 5, RU 9, CU 5, CO 3, PE 9, CL 9`,
);
export const TOLL_FREE_PREFIXES = byCountry(
  "US 800 833 844 855 866 877 888, GB 800 808, JP 120 800, DE 800, FR 80, AU 1800 1300",
);

/** Where a toll-free number can be had, beside Zone A. */
export const TOLL_FREE_BEYOND_ZONE_A = "AR CL CO CR CY EC EG ID IL IS LT LV MT PA PE PH PY SA SV TR UA UY VN ZW".split(
  " ",
);
/** Countries of the EUR, GBP and JPY decks. */
export const SHORT = "US GB DE FR JP IT NL IE CH AU ZW CU".split(" ");
/** Countries with a bridge number that pay-per-minute conferencing is dialled on. */
export const BRIDGES = "US GB DE FR JP AT AU BE BR CH CZ DK ES FI HK IE IN IT MX NL NO NZ PL PT SE SG ZA ZW".split(" ");

const special = (
  prefix: string,
  destination: string,
  country: string,
  numberClass: NumberClass,
  price: number,
  fee = 0,
) => ({
  ...{ prefix, destination, country, numberClass, price, fee },
});
/** Belong to no country, hence the empty column. */
export const SATELLITE: Destination[] = [
  special("870", "Inmarsat satellite", "", "satellite", 6.9),
  special("8816", "Iridium satellite", "", "satellite", 7.4),
  special("8817", "Iridium satellite", "", "satellite", 7.4),
  special("8818", "Globalstar satellite", "", "satellite", 5.2),
  special("8819", "Globalstar satellite", "", "satellite", 5.2),
  special("88216", "Thuraya satellite", "", "satellite", 4.8),
];
export const PREMIUM: Destination[] = [
  special("1900", "United States premium", "US", "premium", 2.5, 0.5),
  special("4470", "United Kingdom personal numbers", "GB", "premium", 0.6, 0.1),
  special("4484", "United Kingdom shared cost", "GB", "shared-cost", 0.09),
  special("4487", "United Kingdom shared cost", "GB", "shared-cost", 0.16),
  special("4490", "United Kingdom premium", "GB", "premium", 1.9, 0.3),
  special("4491", "United Kingdom premium", "GB", "premium", 2.2, 0.3),
  special("4498", "United Kingdom premium", "GB", "premium", 2.9, 0.3),
  special("49180", "Germany shared cost", "DE", "shared-cost", 0.12),
  special("49137", "Germany mass calling", "DE", "premium", 0.35),
  special("49900", "Germany premium", "DE", "premium", 2.4, 0.2),
  special("3389", "France premium", "FR", "premium", 1.1, 0.2),
  special("3981", "Italy shared cost", "IT", "shared-cost", 0.14),
  special("3989", "Italy premium", "IT", "premium", 1.7, 0.2),
  special("34803", "Spain premium", "ES", "premium", 1.6, 0.2),
  special("34806", "Spain premium", "ES", "premium", 1.6, 0.2),
  special("34901", "Spain shared cost", "ES", "shared-cost", 0.1),
  special("31906", "Netherlands premium", "NL", "premium", 1.3, 0.2),
  special("31909", "Netherlands premium", "NL", "premium", 1.3, 0.2),
  special("41900", "Switzerland premium", "CH", "premium", 2.1, 0.3),
  special("41901", "Switzerland premium", "CH", "premium", 2.4, 0.3),
  special("43900", "Austria premium", "AT", "premium", 1.8, 0.2),
  special("43930", "Austria premium", "AT", "premium", 1.8, 0.2),
  special("3290", "Belgium premium", "BE", "premium", 1.2, 0.2),
  special("6119", "Australia premium", "AU", "premium", 2.2, 0.4),
  special("81570", "Japan shared cost", "JP", "shared-cost", 0.15),
  special("81990", "Japan premium", "JP", "premium", 1.8, 0.2),
];
