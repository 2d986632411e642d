import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wrong } from "../domain/fault.ts";
import { type DeckRow, SERVICES } from "../domain/rate-deck.ts";
import { CSV_HEADER, csvLine, type DeckError, MOST_ERRORS, RateDeckReader } from "./rate-deck-csv.ts";

const HEADER =
  "service,prefix,destination,country,number_class,price_per_minute,connection_fee," +
  "initial_increment_seconds,increment_seconds,effective_from,effective_to";
const GOOD = "user_out,44,United Kingdom,GB,geographic,0.0125,0.05,30,6,2026-01-01T00:00:00Z,";

interface Read {
  rows: DeckRow[];
  errors: DeckError[];
  errorCount: number;
}

/** Reads a file that comes in pieces of so many bytes. */
function read(file: string | Uint8Array, size = 7): Read {
  const reader = new RateDeckReader();
  const bytes = Buffer.from(file);
  const rows: DeckRow[] = [];
  for (let at = 0; at < bytes.length; at += size) rows.push(...reader.read(bytes.subarray(at, at + size)));
  rows.push(...reader.end());
  return { rows, errors: reader.errors, errorCount: reader.errorCount };
}

/** A deck of one good row in which these fields are another. */
function line(change: Record<string, string>): string {
  const fields = GOOD.split(",");
  for (const [column, value] of Object.entries(change)) fields[HEADER.split(",").indexOf(column)] = value;
  return fields.join(",");
}

const where = ({ errors }: Read): [number, string | null][] => errors.map((error) => [error.line, error.column]);

describe("a good deck", () => {
  const expected: DeckRow = {
    service: "user_out",
    prefix: "44",
    destination: "United Kingdom",
    country: "GB",
    numberClass: "geographic",
    pricePerMinutePicos: 12_500_000_000n,
    connectionFeePicos: 50_000_000_000n,
    initialIncrementSeconds: 30,
    incrementSeconds: 6,
    effectiveFrom: Date.parse("2026-01-01T00:00:00Z"),
    effectiveTo: null,
    origin: null,
  };
  test.each([
    ["with LF", `${HEADER}\n${GOOD}\n`],
    ["with CRLF", `${HEADER}\r\n${GOOD}\r\n`],
    ["without a line break at its end", `${HEADER}\n${GOOD}`],
    ["with a BOM", `\uFEFF${HEADER}\n${GOOD}\n`],
    ["with empty lines", `${HEADER}\n\n${GOOD}\n\n\n`],
    ["with every field in quotes", `${HEADER}\n${GOOD.replace(/[^,]+/g, '"$&"')}\n`],
    ["with a date for a time", `${HEADER}\n${line({ effective_from: "2026-01-01" })}\n`],
    ["with a time of another zone", `${HEADER}\n${line({ effective_from: "2026-01-01T09:00:00.000+09:00" })}\n`],
    [
      "with its columns in another order",
      `${HEADER.split(",").reverse().join(",")}\n${GOOD.split(",").reverse().join(",")}\n`,
    ],
  ])("%s", (_what, file) => {
    for (const size of [1, 7, 1e6]) expect(read(file, size)).toEqual({ rows: [expected], errors: [], errorCount: 0 });
  });

  test("with an origin, a comma, a doubled quote and letters of all the world", () => {
    const { rows, errors } = read(`${HEADER},origin\n${line({ destination: '"Österreich, ""mobil"" 日本"' })},JP\n`, 1);
    expect(errors).toEqual([]);
    expect(rows[0]).toMatchObject({ destination: 'Österreich, "mobil" 日本', origin: "JP" });
  });
});

describe("one bad field is named by its line and column", () => {
  test.each([
    ["service", "calls"],
    ["service", "user_out "],
    ["prefix", ""],
    ["prefix", "+44"],
    ["prefix", "044"],
    ["prefix", "1234567890123456"],
    ["prefix", "４４"],
    ["destination", ""],
    ["destination", "a\u0000b"],
    ["destination", "x".repeat(201)],
    ["country", "gb"],
    ["country", "UK"],
    ["country", "XX"],
    ["country", "EU"],
    ["country", "GBR"],
    ["number_class", "x\u0007"],
    ["price_per_minute", ""],
    ["price_per_minute", "-0.01"],
    ["price_per_minute", "1e-3"],
    ["price_per_minute", "0.0000000000001"],
    ["price_per_minute", "9000000.01"],
    ["price_per_minute", "$1"],
    ["connection_fee", "free"],
    ["initial_increment_seconds", "0"],
    ["initial_increment_seconds", "3601"],
    ["increment_seconds", "6.0"],
    ["increment_seconds", "-6"],
    ["effective_from", ""],
    ["effective_from", "2026-02-30"],
    ["effective_from", "2026-02-30T00:00:00Z"],
    ["effective_from", "2026-01-01T24:00:00Z"],
    ["effective_from", "2026-01-01T00:00:00"],
    ["effective_from", "01/02/2026"],
    ["effective_to", "later"],
    ["effective_to", "2026-01-01"],
    ["effective_to", "2025-12-31"],
  ])("%s %j", (column, value) => {
    const result = read(`${HEADER}\n${GOOD}\n${line({ [column]: value })}\n${line({ prefix: "1" })}\n`);
    expect(where(result)).toEqual([[3, column]]);
    expect(result.rows).toHaveLength(2);
  });
});

describe("a bad line", () => {
  test("does not spoil those after it, and every one is named", () => {
    const result = read(
      [
        HEADER,
        GOOD,
        "user_out,44",
        line({ destination: '"never closed' }),
        line({ prefix: "x", country: "?" }),
        line({ prefix: "49" }),
        `${GOOD},too,many`,
        line({ destination: 'in "the" middle' }),
      ].join("\n"),
    );
    expect(where(result)).toEqual([
      [3, null],
      [4, null],
      [5, "prefix"],
      [5, "country"],
      [7, null],
      [8, null],
    ]);
    expect(result.rows.map((row) => row.prefix)).toEqual(["44", "49"]);
  });

  test("repeats another: the same service, prefix, origin and begin", () => {
    const repeat = line({ price_per_minute: "1", effective_from: "2026-01-01" });
    const others = [line({ service: "conf_out" }), line({ effective_from: "2026-01-02" }), line({ prefix: "449" })];
    const result = read([HEADER, GOOD, ...others, repeat].join("\n"));
    expect(result.errors).toEqual([{ line: 6, column: "prefix", ...wrong("ROW_TWICE", { line: 2 }) }]);
  });

  test("is not UTF-8", () => {
    const bytes = Buffer.from(
      `${HEADER}\n${GOOD}\n${line({ destination: "Ö", prefix: "43" })}\n${line({ prefix: "x" })}\n`,
    );
    const result = read(Buffer.from(bytes.toString("latin1").replace("Ã\u0096", "Ö"), "latin1"));
    expect(where(result)).toEqual([
      [3, null],
      [4, "prefix"],
    ]);
    expect(result.errors[0]!.code).toBe("NOT_UTF8");
  });

  test("is far too long", () => {
    expect(where(read(`${HEADER}\n${GOOD}\n${"x".repeat(20_000)}\n`, 1000))[0]).toEqual([3, null]);
  });

  test("is one of so many that only the first are told, and all are counted", () => {
    const result = read(`${HEADER}\n${"user_out\n".repeat(MOST_ERRORS + 500)}`, 4096);
    expect([result.errors.length, result.errorCount]).toEqual([MOST_ERRORS, MOST_ERRORS + 500]);
  });
});

describe("a header", () => {
  test.each<[string, string, (string | null)[]]>([
    ["lacks a column", HEADER.replace(",country", ""), ["country"]],
    ["has one that nobody knows", `${HEADER},colour`, ["colour"]],
    ["has one twice", `${HEADER},prefix`, ["prefix"]],
    ["is the first row", GOOD, expect.arrayContaining(["service", "GB"]) as string[]],
    ["is separated by semicolons", HEADER.replaceAll(",", ";"), expect.arrayContaining(["service"]) as string[]],
    ["is an empty line", "", expect.arrayContaining(["service"]) as string[]],
  ])("that %s is refused", (_what, header, columns) => {
    const result = read(`${header}\n${GOOD}\nnonsense\n`);
    expect(new Set(result.errors.map((error) => error.line))).toEqual(new Set([1]));
    expect(result.errors.map((error) => error.column)).toEqual(columns);
    expect(result.rows).toEqual([]);
  });

  test.each([
    ["an empty file", "", "FILE_EMPTY"],
    ["a header alone", `${HEADER}\n`, "FILE_WITHOUT_ROWS"],
  ])("%s is refused", (_what, file, code) => expect(read(file).errors).toMatchObject([{ line: 1, code }]));

  test("a file in UTF-16 is refused in one sentence", () => {
    const result = read(Buffer.from(`\uFEFF${HEADER}\n${GOOD}\n`, "utf16le"));
    expect(result.errors[0]).toEqual({ line: 1, column: null, ...wrong("NOT_UTF8") });
    expect(result.rows).toEqual([]);
  });
});

const instant = fc.integer({ min: -2e12, max: 4e12 });
const anyRow: fc.Arbitrary<DeckRow> = fc
  .record({
    service: fc.constantFrom(...SERVICES),
    prefix: fc.stringMatching(/^[1-9][0-9]{0,14}$/),
    destination: fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 50 })
      .filter((text) => !/\p{Cc}|\uFFFD/u.test(text)),
    country: fc.constantFrom(null, "GB", "XK", "JP"),
    numberClass: fc.constantFrom("mobile", "toll-free", 'a "special", one', ""),
    pricePerMinutePicos: fc.bigInt(0n, 9_000_000n * 10n ** 12n),
    connectionFeePicos: fc.bigInt(0n, 10n ** 13n),
    initialIncrementSeconds: fc.integer({ min: 1, max: 3600 }),
    incrementSeconds: fc.integer({ min: 1, max: 3600 }),
    effectiveFrom: instant,
    effectiveTo: fc.option(fc.integer({ min: 1, max: 4e12 })),
    origin: fc.constantFrom(null, "GB", "US"),
  })
  .map((row) => ({ ...row, effectiveTo: row.effectiveTo && row.effectiveFrom + row.effectiveTo }));

test("what is written can be read again, in pieces of any size", () =>
  fc.assert(
    fc.property(anyRow, fc.integer({ min: 1, max: 300 }), (row, size) => {
      expect(read(CSV_HEADER + csvLine(row), size)).toEqual({ rows: [row], errors: [], errorCount: 0 });
    }),
    { numRuns: 500 },
  ));

test("nothing that anybody can send makes the reader throw", () =>
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 50 }), (bytes, size) => {
      read(Buffer.concat([Buffer.from(`${HEADER}\n`), bytes]), size);
    }),
  ));
