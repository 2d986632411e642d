import fc from "fast-check";
import { stringify } from "csv-stringify/sync";
import { expect, test } from "vitest";
import { CsvRecords, LONGEST_RECORD, type Raw } from "./records.ts";

const read = (pieces: string[], delimiter = ","): Raw[] => {
  const records = new CsvRecords(delimiter);
  return [...pieces.flatMap((piece) => records.read(piece)), ...records.end()];
};
const fields = (text: string, delimiter = ","): string[][] => read([text], delimiter).map((raw) => raw.fields);

test.each<[string, string, string[][]]>([
  [
    "line ends of both kinds, and none at the end",
    "a,b\r\nc,d\ne,f",
    [
      ["a", "b"],
      ["c", "d"],
      ["e", "f"],
    ],
  ],
  ["empty lines are no records", "a\n\n\r\nb\n", [["a"], ["b"]]],
  ["empty fields", ",a,,\n", [["", "a", "", ""]]],
  ["a delimiter, a quote and a line break within quotes", '"a,b","c ""d""","e\nf"\n', [["a,b", 'c "d"', "e\nf"]]],
  ["a quote in the middle of a field", '5" pipe,b\n', [['5" pipe', "b"]]],
  ["an empty quoted field", '"",b\n', [["", "b"]]],
])("%s", (_what, text, expected) => {
  expect(fields(text)).toEqual(expected);
});

test("whatever is written is read again, in pieces of any size", () => {
  const field = fc.string({ unit: fc.constantFrom("a", "ä", '"', ",", ";", "\n", " "), maxLength: 6 });
  const table = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(table, fc.integer({ min: 1, max: 9 }), fc.constantFrom(",", ";"), (rows, size, delimiter) => {
      const text = stringify(rows, { delimiter, quoted: true });
      const pieces = text.match(new RegExp(`[^]{1,${size}}`, "g"))!;
      expect(read(pieces, delimiter).map((raw) => raw.fields)).toEqual(rows);
    }),
  );
});

test("a record is told by the line on which it begins", () => {
  expect(read(['a\n"b\nb"\n\nc\n']).map(({ line }) => line)).toEqual([1, 2, 5]);
});

test.each<[string, string, RegExp]>([
  ["at the end of the file", 'a\n"b\nc', /quote that begins on line 2 is never closed/],
  ["in a file that goes on", `a\n"b\n${"c\n".repeat(LONGEST_RECORD)}`, /quote that begins on line 2 is never closed/],
  ["a line without end", "a".repeat(LONGEST_RECORD + 1), /line 1 is longer than 64 kB/],
])("an open quote %s", (_what, text, message) => {
  expect(() => read([text])).toThrow(message);
});
