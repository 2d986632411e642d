/**
 * A phone number that has been read: what the rules of funding and rating know of it. Reading what a switch sends is
 * `src/numbering`'s work, because it needs numbering data; here are only the words that both sides share.
 */

/**
 * What a call to the number costs by its kind. How the kinds of the numbering data map to these:
 *
 * - `geographic`: fixed lines; numbers of North America that may be either (fixed line or mobile); VoIP numbers (JP 050,
 *   GB 056), which are priced like fixed lines.
 * - `mobile`: mobiles and pagers.
 * - `toll-free`: national freephone and +800.
 * - `premium`: premium rate, +979, and short codes whose expected cost is premium. Never paid from a pool (GAP-15).
 * - `shared-cost`: shared cost, +808, and universal access numbers (JP 0570, GB 03), where the deck decides who pays what.
 * - `satellite`: calling codes 870, 881, 882 and 883, which are networks and belong to no country.
 * - `emergency`: an emergency service as dialled; free before every other rule (domain.md 3.2 row 27).
 * - `special`: short codes and `*`/`#` codes; voicemail access; personal numbers (GB 070, +878); +888.
 * - `unknown`: the numbering data has no idea: an extension, a name, a withheld caller, a calling code nobody has.
 */
export type NumberClass =
  "geographic" | "mobile" | "toll-free" | "premium" | "shared-cost" | "satellite" | "emergency" | "special" | "unknown";

export interface PhoneNumber {
  /** As the switch sent it, at most 255 characters, no control characters. */
  raw: string;
  /** `"+442079460100"`; null for short codes, extensions, names and withheld callers. */
  e164: string | null;
  /**
   * The digits of `e164` without its `+`; for short codes and extensions the digits as dialled (do not match these
   * against a rate deck, where GB 123 would find +1); empty for names, withheld callers and emergency URNs.
   */
  digits: string;
  /** ISO 3166 alpha-2; null when no country has the number (satellite, +800) or it is not known. */
  country: string | null;
  class: NumberClass;
}

/** False for a name or a withheld caller: fine as who calls, nothing that can be called. */
export const isDialable = (number: PhoneNumber): boolean => number.digits !== "" || number.class === "emergency";
