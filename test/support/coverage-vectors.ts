/** Reads test/vectors/coverage.txt, whose first lines explain its format. */
import { readFileSync } from "node:fs";
import type { CallType, NumberKind } from "../../src/domain/call-type.ts";
import { formatMicros, parseMicros } from "../../src/domain/money.ts";

export interface Vector {
  line: number;
  country: string;
  user: string | null;
  licences: string[];
  callType: CallType;
  number: string;
  kind: NumberKind | null;
  situation: string[];
  seconds: number;
  expected: string;
}

const list = (text: string): string[] => text.split(",").flatMap((part) => part.trim() || []);

export function parseVector(text: string, line: number): Vector {
  const [left, expected, ...rest] = text.split(" -> ");
  const columns = (left ?? "").split("|").map((column) => column.trim());
  const [country, user, licences, call, situation, length] = columns;
  const callParts = /^(\w+) ([+\d ]*\d)(?: (subscriber|service-toll|service-toll-free|service-premium))?$/.exec(
    call ?? "",
  );
  const seconds = /^(\d+) s$/.exec(length ?? "");
  if (columns.length !== 6 || expected === undefined || rest.length > 0 || !callParts || !seconds)
    throw new Error(`test/vectors/coverage.txt:${line} cannot be read: ${text}`);
  return {
    line,
    country: country!,
    user: user === "-" ? null : `${user}@contoso.example`,
    licences: list(licences!),
    callType: callParts[1] as CallType,
    number: callParts[2]!,
    kind: (callParts[3] ?? null) as NumberKind | null,
    situation: list(situation!),
    seconds: Number(seconds[1]),
    expected: checkedSums(expected.trim(), line),
  };
}

/** `credits 0.3 + 2 x 1.9 = 4.1` becomes `credits 4.1`, once the sum is found to be right. */
function checkedSums(expected: string, line: number): string {
  return expected.replace(
    /(credits|post-usage) ([^,=]+) = ([\d.]+)/g,
    (_, source: string, sum: string, total: string) => {
      const parts = sum.split("+").map((part) => {
        const [first, price] = part.split(" x ").map((factor) => factor.trim());
        return price === undefined ? parseMicros(first!)! : BigInt(first!) * parseMicros(price)!;
      });
      const right = formatMicros(parts.reduce((all, part) => all + part, 0n));
      if (right !== total) throw new Error(`test/vectors/coverage.txt:${line}: ${sum} is ${right}, not ${total}`);
      return `${source} ${total}`;
    },
  );
}

interface Group {
  /** `2 user_out, …`: the row of domain.md 3.2 and what it is about. */
  title: string;
  vectors: { text: string; line: number }[];
}

export function readVectors(): Group[] {
  const groups: Group[] = [];
  const lines = readFileSync(new URL("../vectors/coverage.txt", import.meta.url), "utf8").split("\n");
  lines.forEach((text, i) => {
    if (text.startsWith("## ")) groups.push({ title: text.slice(3), vectors: [] });
    else if (text !== "" && !text.startsWith("#")) groups.at(-1)!.vectors.push({ text, line: i + 1 });
  });
  return groups;
}
