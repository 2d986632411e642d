import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDialled, parseNumber, ratingDigits } from "./parse.ts";

/**
 * Where it is dialled | what the switch sends -> number (or "-" and the digits as dialled), country, class.
 * Fictional numbers where the numbering plan sets some aside (US 555-01xx, GB 7946 0xxx).
 */
const READ = `
  -- the ways to write one number
  -  | +442079460100                                          -> +442079460100 GB geographic
  GB | 02079460100                                            -> +442079460100 GB geographic
  GB | 020 7946 0100                                          -> +442079460100 GB geographic
  GB | (020) 7946-0100                                        -> +442079460100 GB geographic
  GB | 2079460100                                             -> +442079460100 GB geographic
  GB | 442079460100                                           -> +442079460100 GB geographic
  GB | +44 (0)20 7946 0100                                    -> +442079460100 GB geographic
  US | +44.20.7946.0100                                       -> +442079460100 GB geographic
  US | tel:+44-20-7946-0100                                   -> +442079460100 GB geographic
  US | tel:+44-20-7946-0100;phone-context=example.com         -> +442079460100 GB geographic
  US | tel:020-7946-0100;phone-context=+44                    -> +442079460100 GB geographic
  -  | tel:2065550110;phone-context=+1-206                    -> +12065550110 US geographic
  CA | tel:911;phone-context=+1                               -> - 911 CA emergency
  US | sip:+442079460100@sbc.example.com;user=phone           -> +442079460100 GB geographic
  US | SIP:+442079460100:secret@sbc.example.com:5061          -> +442079460100 GB geographic
  US | sips:%2B442079460100@sbc.example.com                   -> +442079460100 GB geographic
  US | sip:+44-20-7946-0100;cpc=ordinary@sbc.example.com      -> +442079460100 GB geographic
  GB | sip:02079460100@192.0.2.1                              -> +442079460100 GB geographic
  US | sip:02079460100;phone-context=+44@sbc.example.com      -> +442079460100 GB geographic
  US | sip:+442079460100                                      -> +442079460100 GB geographic
  US | "Ann" <sip:+442079460100@sbc.example.com>;tag=8a       -> +442079460100 GB geographic
  US | <tel:+442079460100>                                    -> +442079460100 GB geographic

  -- the international prefix of each country, and 00 everywhere
  GB | 00442079460100                                         -> +442079460100 GB geographic
  -  | 00442079460100                                         -> +442079460100 GB geographic
  US | 011442079460100                                        -> +442079460100 GB geographic
  US | 011 44 20 7946 0100                                    -> +442079460100 GB geographic
  US | 00442079460100                                         -> +442079460100 GB geographic
  CA | 011442079460100                                        -> +442079460100 GB geographic
  JP | 010442079460100                                        -> +442079460100 GB geographic
  AU | 0011442079460100                                       -> +442079460100 GB geographic
  BR | 0021442079460100                                       -> +442079460100 GB geographic
  US | 442079460100                                           -> +442079460100 GB geographic
  -  | 442079460100                                           -> +442079460100 GB geographic

  -- national numbers
  US | (206) 555-0110                                         -> +12065550110 US geographic
  US | 1-206-555-0110                                         -> +12065550110 US geographic
  US | 12065550110                                            -> +12065550110 US geographic
  JP | 03-1234-5678                                           -> +81312345678 JP geographic
  JP | ０３－１２３４－５６７８                               -> +81312345678 JP geographic
  JP | 090-1234-5678                                          -> +819012345678 JP mobile
  JP | 050-1234-5678                                          -> +815012345678 JP geographic
  RU | 8 495 123-45-67                                        -> +74951234567 RU geographic
  KZ | 8 (7272) 12-34-56                                      -> +77272123456 KZ geographic
  IT | 02 1234 5678                                           -> +390212345678 IT geographic
  FR | 06 12 34 56 78                                         -> +33612345678 FR mobile
  GB | 07912 345678                                           -> +447912345678 GB mobile

  -- +1 is many countries
  -  | +12065550110                                           -> +12065550110 US geographic
  -  | +16045550100                                           -> +16045550100 CA geographic
  -  | +17875550100                                           -> +17875550100 PR geographic
  -  | +12425550100                                           -> +12425550100 BS mobile
  -  | +12061234567                                           -> +12061234567 US geographic
  -  | +16041234567                                           -> +16041234567 CA geographic
  US | +18005550199                                           -> +18005550199 US toll-free
  CA | 18005550199                                            -> +18005550199 CA toll-free
  GB | +18005550199                                           -> +18005550199 US toll-free
  US | 1-900-555-0199                                         -> +19005550199 US premium

  -- classes
  JP | 0120-123-456                                           -> +81120123456 JP toll-free
  GB | 0808 157 0123                                          -> +448081570123 GB toll-free
  JP | 0990-123456                                            -> +81990123456 JP premium
  GB | 0909 879 0000                                          -> +449098790000 GB premium
  DE | 0900 1 234567                                          -> +499001234567 DE premium
  FR | 0892 12 34 56                                          -> +33892123456 FR premium
  JP | 0570-012-345                                           -> +81570012345 JP shared-cost
  GB | 070 1234 5678                                          -> +447012345678 GB special
  -  | +80012345678                                           -> +80012345678 - toll-free
  -  | +80812345678                                           -> +80812345678 - shared-cost
  -  | +979123456789                                          -> +979123456789 - premium
  -  | +870773111632                                          -> +870773111632 - satellite
  -  | +881612345678                                          -> +881612345678 - satellite
  US | 01188213300655                                         -> +88213300655 - satellite
  -  | +883510012345                                          -> +883510012345 - satellite

  -- emergency and short codes are not E.164
  US | 911                                                    -> - 911 US emergency
  US | +911                                                   -> - 911 US emergency
  GB | 999                                                    -> - 999 GB emergency
  JP | 110                                                    -> - 110 JP emergency
  JP | 118                                                    -> - 118 JP emergency
  JP | 119                                                    -> - 119 JP emergency
  AU | 000                                                    -> - 000 AU emergency
  ZA | 10111                                                  -> - 10111 ZA emergency
  -  | 112                                                    -> - 112 - emergency
  US | sip:911@sbc.example.com                                -> - 911 US emergency
  US | 411                                                    -> - 411 US special
  US | 611                                                    -> - 611 US special
  GB | 123                                                    -> - 123 GB special
  GB | 118118                                                 -> - 118118 GB special
  JP | 104                                                    -> - 104 JP special
  JP | 117                                                    -> - 117 JP special
  US | *67                                                    -> - *67 US special
  FR | 3200                                                   -> - 3200 FR premium

  -- invalid says the numbering data, and taken all the same
  GB | +44207946010011                                        -> +44207946010011 GB geographic
  GB | +4490987900001                                         -> +4490987900001 GB premium
  JP | 0990-1234567                                           -> +819901234567 JP premium
  US | 900 555 019 91                                         -> +190055501991 US premium
  US | +19001234567                                           -> +19001234567 US premium
  GB | 07612 345678                                           -> +447612345678 GB mobile
  US | 206 155 0110                                           -> +12061550110 US geographic
  -  | +99912345678                                           -> +99912345678 - unknown

  -- no idea where that is
  GB | 4711                                                   -> - 4711 GB unknown
  -  | 4711                                                   -> - 4711 - unknown
  US | 5550110                                                -> - 5550110 US unknown
  -  | 2065550110                                             -> - 2065550110 - unknown
  XX | 2065550110                                             -> - 2065550110 - unknown

  -- withheld callers and names
  US | anonymous                                              -> - "" - unknown
  US | Restricted                                             -> - "" - unknown
  US | "Anonymous" <sip:anonymous@anonymous.invalid>          -> - "" - unknown
  US | sip:unavailable@unknown.invalid                        -> - "" - unknown
  US | 0000000000                                             -> - "" - unknown
  US | Reception 2                                            -> - "" - unknown
  US | sip:ann@contoso.example                                -> - "" - unknown
`;

interface Row {
  line: string;
  country: string | null;
  raw: string;
  expected: string;
}

function rows(table: string): Row[] {
  return table.split("\n").flatMap((text) => {
    const match = /^\s*(\S+)\s*\| (.*?)\s+-> (.*)$/.exec(text);
    const [, country = "", raw = "", expected = ""] = match ?? [];
    return match ? [{ line: `${country} | ${raw}`, country: country === "-" ? null : country, raw, expected }] : [];
  });
}

function shown(raw: string, country: string | null): string {
  const number = parseNumber(raw, { country });
  if ("error" in number) return number.error;
  const digits = number.digits === "" ? '""' : number.digits;
  return `${number.e164 ?? `- ${digits}`} ${number.country ?? "-"} ${number.class}`;
}

describe("what a switch sends is read as", () => {
  test.each(rows(READ))("$line -> $expected", ({ raw, country, expected }) => {
    expect(shown(raw, country)).toBe(expected);
  });
});

/** What was sent -> what is said about it. */
const REFUSED: [string, string][] = [
  ["", "The number is empty."],
  ["   ", "The number is empty."],
  ["tel:", 'The address holds no number: "tel:".'],
  ["sip:@sbc.example.com", 'The address holds no number: "sip:@sbc.example.com".'],
  ["+12", 'The number is too short: "+12", an international number has 4 to 15 digits.'],
  ["+0442079460100", 'No calling code begins with 0: "+0442079460100".'],
  ["+1234567890123456", "The number is too long: 16 digits, E.164 allows 15."],
  ["9".repeat(100), "The number is too long: 100 digits, E.164 allows 15."],
  ["5".repeat(256), "The number is too long: 256 characters, at most 255 are allowed."],
  ["+4420\u00007946", "The number holds the character U+0000 at position 6, which is not allowed."],
  ["sip:%00911@sbc.example.com", "The number holds the character U+0000 at position 1, which is not allowed."],
  ["Ann\r\nVia: x", "The number holds the character U+000D at position 4, which is not allowed."],
  ["\ud800", "The number holds the character U+D800 at position 1, which is not allowed."],
];

test.each(REFUSED)("%j is refused: %s", (raw, error) => {
  expect(parseNumber(raw, { country: "US" })).toEqual({ error });
});

test.each(["anonymous", "Reception 2", "'; DROP TABLE session; --", "+", "12ab34", "__proto__"])(
  "%j may be who calls, but cannot be called",
  (raw) => {
    expect(parseNumber(raw, { country: "US" })).toMatchObject({ e164: null, digits: "", class: "unknown" });
    expect(parseDialled(raw, { country: "US" })).toEqual({ error: `Not a phone number: ${JSON.stringify(raw)}.` });
  },
);

test("an error repeats at most 32 characters of what was sent", () => {
  const answer = parseDialled(`call me ${"x".repeat(200)}`, { country: "US" });
  expect(answer).toEqual({ error: `Not a phone number: "call me ${"x".repeat(23)}…".` });
});

test.each([
  ["US", "+442079460100", "442079460100"],
  ["GB", "118118", "44118118"],
  ["FR", "3200", "333200"],
  ["GB", "4711", ""],
  ["GB", "*21#", ""],
  ["GB", "anonymous", ""],
])("%s | %s is looked up in a rate deck as %j", (country, raw, digits) => {
  const number = parseNumber(raw, { country });
  expect("error" in number ? number.error : ratingDigits(number)).toBe(digits);
});

describe("whatever is sent", () => {
  const countries = fc.constantFrom(null, "US", "CA", "GB", "JP", "DE", "IT", "AU", "BR", "MX", "AR", "RU", "XX", "gb");
  const digits = fc.stringMatching(/^\+?[0-9]{1,18}$/);
  const written = fc
    .tuple(
      fc.constantFrom("", "tel:", "sip:", "sips:%2B", "00", "011", "("),
      digits,
      fc.constantFrom("", "@h", ";a=b", ")"),
    )
    .map((parts) => parts.join(""));
  const text = fc.oneof(
    digits,
    written,
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.string({ unit: "grapheme" }),
  );

  test("it is read or refused, never thrown at, and the same when asked again", () => {
    fc.assert(
      fc.property(text, countries, (raw, country) => {
        const first = parseNumber(raw, { country });
        expect(parseNumber(raw, { country })).toEqual(first);
        if ("error" in first) expect(first.error.length).toBeLessThan(120);
        else if (first.e164 !== null) expect(first.e164).toBe(`+${first.digits}`);
      }),
      { numRuns: 3000 },
    );
  });

  test("an E.164 number that was found is found again in its own text", () => {
    fc.assert(
      fc.property(fc.oneof(digits, written), countries, (raw, country) => {
        const found = parseNumber(raw, { country });
        if ("error" in found || found.e164 === null) return;
        expect(found.e164).toMatch(/^\+[1-9]\d{3,14}$/);
        expect(parseNumber(found.e164, { country })).toEqual({ ...found, raw: found.e164 });
      }),
      { numRuns: 5000 },
    );
  });
});
