import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AgiError, checkedValue, getVariable, Lines, readHeadLine, readReply, setVariable } from "./agi.ts";

const linesOf = (...chunks: (string | Uint8Array)[]): string[] => {
  const lines = new Lines();
  const read: string[] = [];
  for (const chunk of chunks) {
    lines.push(Buffer.from(chunk as string));
    for (let line = lines.shift(); line !== undefined; line = lines.shift()) read.push(line);
  }
  return read;
};

test("lines are the same however the bytes are cut", () => {
  const sent = Buffer.from("agi_network: yes\nagi_callerid: 東京\r\n\n200 result=1 (a)\n");
  fc.assert(
    fc.property(fc.array(fc.nat(sent.length), { maxLength: 8 }), (cuts) => {
      const at = [0, ...cuts.sort((a, b) => a - b), sent.length];
      const chunks = at.slice(1).map((end, i) => sent.subarray(at[i], end));
      expect(linesOf(...chunks)).toEqual(["agi_network: yes", "agi_callerid: 東京", "", "200 result=1 (a)"]);
    }),
  );
});

test.each([
  ["a line without an end", "x".repeat(8_193)],
  ["a line that is too long", `${"x".repeat(8_193)}\n`],
  ["more lines than a request has", "\n".repeat(201)],
])("is too much: %s", (_, text) => {
  expect(() => new Lines().push(Buffer.from(text))).toThrow(AgiError);
});

test.each([
  ["agi_uniqueid: 1700000000.1", ["uniqueid", "1700000000.1"]],
  ["agi_accountcode: ", ["accountcode", ""]],
  ["agi_callerid: a: b", ["callerid", "a: b"]],
])("a line of the head: %s", (line, read) => {
  expect(readHeadLine(line)).toEqual(read);
});

test.each(["GET / HTTP/1.1", "agi_", "agi_Bad name: x", ""])("is no line of a head: %j", (line) => {
  expect(() => readHeadLine(line)).toThrow(AgiError);
});

test.each([
  ["200 result=1 (+12065550101)", { code: 200, value: "+12065550101" }],
  ["200 result=1 (a (b) c)", { code: 200, value: "a (b) c" }],
  ["200 result=1 ()", { code: 200, value: "" }],
  ["200 result=0", { code: 200, value: undefined }],
  ["510 Invalid or unknown command", { code: 510, value: undefined }],
  ["511 Command Not Permitted on a dead channel or intercept routine", { code: 511, value: undefined }],
  ["520 End of proper usage.", { code: 520, value: undefined }],
  ["HANGUP", undefined],
  ["520-Invalid command syntax.  Proper usage follows:", undefined],
  ["Usage: GET VARIABLE <variablename>", undefined],
])("what Asterisk answers: %s", (line, reply) => {
  expect(readReply(line)).toEqual(reply);
});

test("a value of several lines is not taken for another", () => {
  expect(() => readReply("200 result=1 (first line")).toThrow(AgiError);
});

test("a value can not end its command and begin another", () => {
  expect(setVariable("TALKTIME_CODE", 'a"\nEXEC System "rm\\')).toBe(
    'SET VARIABLE TALKTIME_CODE "a\\"EXEC System \\"rm\\\\"\n',
  );
  expect(() => getVariable("A\nEXEC System")).toThrow(AgiError);
  expect(() => setVariable("TALKTIME_CODE", "x".repeat(256))).toThrow(AgiError);
});

test("a value that can not be what it should is not left out, but stops the call", () => {
  expect([checkedValue(undefined), checkedValue(""), checkedValue("ann")]).toEqual([undefined, undefined, "ann"]);
  expect(() => checkedValue("ann\u0000")).toThrow(AgiError);
  expect(() => checkedValue("x".repeat(256))).toThrow(AgiError);
});

describe("whatever arrives", () => {
  const orAgiError = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      expect(error).toBeInstanceOf(AgiError);
    }
  };
  test("is read or refused", () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.string().map((text) => Buffer.from(`${text}\n`)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (chunks) =>
        orAgiError(() => {
          for (const line of linesOf(...chunks)) {
            orAgiError(() => readHeadLine(line));
            orAgiError(() => checkedValue(readReply(line)?.value));
          }
        }),
      ),
      { numRuns: 3_000 },
    );
  });
  test("as a value is one command", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) =>
        orAgiError(() => expect(setVariable("X", value).indexOf("\n")).toBe(setVariable("X", value).length - 1)),
      ),
    );
  });
});
