/**
 * Takes the number out of what a switch sends: a bare number with its visual separators, `tel:` (RFC 3966), `sip:` and
 * `sips:` (RFC 3261 19.1) also in the `"Name" <uri>` form of a header, and the emergency URNs (RFC 5031). No numbering
 * data is used here.
 */

export type Address =
  /** `dialled` is digits, perhaps after one `+`, or a code of digits, `*` and `#`. */
  | { kind: "number"; dialled: string; phoneContext: string | null }
  | { kind: "sos" }
  | { kind: "withheld" }
  | { kind: "name" }
  | { kind: "error"; error: string };

const LONGEST = 255;
const SHOWN = 32;

export function readAddress(raw: string): Address {
  if (/^\+?\d{1,15}$/.test(raw) && !NOBODY.test(raw)) return { kind: "number", dialled: raw, phoneContext: null };
  if (raw.length > LONGEST) return problem(`is too long: ${raw.length} characters, at most ${LONGEST} are allowed`);
  const wrong = wrongCharacter(raw);
  if (wrong) return problem(wrong);
  if (raw.trim() === "") return problem("is empty");

  const bracketed = /<([^<>]*)>/.exec(raw);
  const uri = (bracketed?.[1] ?? raw).trim();
  if (/^urn:service:sos(?:$|[.;])/i.test(uri)) return { kind: "sos" };

  const scheme = /^(tel|sips?):/i.exec(uri);
  const rest = scheme ? uri.slice(scheme[0].length) : uri;
  const user = decodePercent(scheme && !rest.includes("@") ? (rest.split("?")[0] ?? "") : (rest.split("@")[0] ?? ""));
  const decodedWrong = wrongCharacter(user);
  if (decodedWrong) return problem(decodedWrong);

  const [subscriber = "", ...parameters] = user.split(";");
  const name = subscriber.trim().toLowerCase();
  if (WITHHELD.has(name) || /@anonymous\.invalid(?:$|[;:?>])/i.test(uri)) return { kind: "withheld" };
  if (scheme && name === "") return { kind: "error", error: `The address holds no number: ${quote(raw)}.` };

  // A SIP user may carry a password after a colon; a number never holds one.
  const dialled = withoutSeparators(subscriber.split(":")[0] ?? "");
  if (NOBODY.test(dialled)) return { kind: "withheld" };
  if (!/^(?:\+?\d+|[\d*#]+)$/.test(dialled)) return { kind: "name" };
  const context = parameters.find((parameter) => /^phone-context=/i.test(parameter));
  return { kind: "number", dialled, phoneContext: context?.slice("phone-context=".length) ?? null };
}

/** What switches put in the place of a caller who does not show the number (RFC 3323 and the wording of PBXs). */
const WITHHELD = new Set(["anonymous", "restricted", "unavailable", "unknown", "private", "withheld", "blocked"]);
/** Some gateways send nothing but zeros for a withheld caller; three of them are Australia's emergency number. */
const NOBODY = /^\+?0{4,}$/;

const problem = (text: string): Address => ({ kind: "error", error: `The number ${text}.` });

/** At most 32 characters of what was sent, in quotes: an error is no place for a caller's whole text. */
export function quote(text: string): string {
  return JSON.stringify(text.length > SHOWN ? `${text.slice(0, SHOWN - 1)}…` : text);
}

function wrongCharacter(text: string): string | undefined {
  // Letters are let through (a caller may have a name), what can break a header or a row of text is not.
  const found = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.exec(text);
  if (!found) return undefined;
  const code = found[0].codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase().padStart(4, "0");
  return `holds the character U+${hex} at position ${found.index + 1}, which is not allowed`;
}

function decodePercent(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function withoutSeparators(text: string): string {
  // NFKC turns the full-width digits and signs of Japanese keyboards into plain ones; \p{Cf} are the
  // unseen marks that come along when a number is copied from a contact.
  return text.normalize("NFKC").replace(/[\s\-.()/[\]~\u2010-\u2015\u2212]|\p{Cf}/gu, "");
}
