/** What a schema found wrong with one part of a request, in the words of src/domain/fault.ts. */
import type { z } from "zod";
import { type FaultCode, FAULTS, type Wrong, wrong } from "../domain/fault.ts";
import type { Fault } from "../engine/refused.ts";
import { pointerOf } from "./errors.ts";

/** A check of our own has a sentence of the table, and zod carries nothing else of it. */
const BY_SENTENCE = new Map<string, FaultCode>(Object.entries(FAULTS).map(([code, said]) => [said, code as FaultCode]));

type Issue = z.core.$ZodIssue;

/** Each fault with its pointer. `data` is what was looked at. */
export function faultsOf(issues: readonly Issue[], part: Fault["in"], data: unknown): Fault[] {
  return issues.flatMap((issue) => {
    if (issue.code !== "unrecognized_keys")
      return { in: part, pointer: pointerOf(issue.path), ...whatIsWrong(issue, valueAt(data, issue.path)) };
    return issue.keys.map((key) => ({ in: part, pointer: pointerOf([...issue.path, key]), ...wrong("UNKNOWN_FIELD") }));
  });
}

const valueAt = (data: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce((inner, step) => (inner as Record<PropertyKey, unknown> | null | undefined)?.[step], data);

function whatIsWrong(issue: Issue, value: unknown): Wrong {
  const own = BY_SENTENCE.get(issue.message);
  if (own !== undefined) return { code: own, message: issue.message };
  if (issue.code === "custom" && issue.params) return issue.params as unknown as Wrong;
  if (value === undefined) return wrong("REQUIRED");
  switch (issue.code) {
    case "invalid_type":
      return wrong("WRONG_TYPE", { expected: issue.expected });
    case "invalid_value":
      return wrong("NOT_ONE_OF", { list: issue.values.map(String).join(", ") });
    case "too_small":
      return tooSmall(issue.origin, Number(issue.minimum), issue.inclusive ?? true);
    case "too_big":
      return tooLarge(issue.origin, Number(issue.maximum));
    case "invalid_format":
      return formatOf(issue.format);
    case "invalid_union":
      return unionOf(issue);
    case "invalid_key":
    case "invalid_element":
    case "not_multiple_of":
    case "unrecognized_keys":
    case "custom":
      return { code: "WRONG_FORM", message: issue.message };
  }
}

/** Of words, or of objects that a word tells apart, the words; of anything else no more than that it is not right. */
function unionOf(issue: Extract<Issue, { code: "invalid_union" }>): Wrong {
  const words =
    "options" in issue
      ? issue.options
      : issue.errors.flat().flatMap((inner) => (inner.code === "invalid_value" ? inner.values : [undefined]));
  if (words === undefined || words.length === 0 || words.includes(undefined)) return wrong("WRONG_FORM");
  return wrong("NOT_ONE_OF", { list: words.map(String).join(", ") });
}

function tooSmall(origin: string, count: number, inclusive: boolean): Wrong {
  // One character is the least of what may not be empty.
  if (origin === "string") return count === 1 ? wrong("REQUIRED") : wrong("TOO_SHORT", { count });
  if (origin === "array") return wrong("TOO_FEW", { count });
  return count === 0 && !inclusive ? wrong("NOT_ABOVE_ZERO") : wrong("TOO_SMALL", { least: count });
}

function tooLarge(origin: string, count: number): Wrong {
  if (origin === "string") return wrong("TOO_LONG", { count });
  return origin === "array" ? wrong("TOO_MANY", { count }) : wrong("TOO_LARGE", { most: count });
}

function formatOf(format: string): Wrong {
  if (format === "email") return wrong("NOT_AN_EMAIL");
  if (format === "date") return wrong("NOT_A_DATE");
  if (format === "datetime") return wrong("NOT_A_TIME");
  if (format === "url") return wrong("NOT_A_URL");
  return wrong("WRONG_FORM");
}

/** For a check whose sentence has values in it: `refine(…, checkOf(wrong(…)))`. */
export const checkOf = (what: Wrong): { message: string; params: Record<string, unknown> } => ({
  message: what.message,
  params: { ...what },
});
