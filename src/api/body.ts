/** Reads JSON bodies: UTF-8, without what would be understood differently further in. */
import type { FastifyInstance } from "fastify";
import { type Wrong, wrong } from "../domain/fault.ts";
import type { Fault } from "../engine/refused.ts";
import { invalidRequest, pointerOf, Problem } from "./errors.ts";

/** What can hide in escapes: U+0000, which PostgreSQL can not store, halves of a character, and keys of objects' own. */
const SUSPICIOUS = /\\u(?:0000|[dD][89a-fA-F])|__proto__|\\u005[fF]|constructor|\\u00[67]/;

const COMPRESSED = "Send the body as it is: what Content-Encoding names is not undone here.";

export function readJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, ({ headers }, body, done) => {
    try {
      done(null, parseJson(body as Buffer));
    } catch (error) {
      const coding = headers["content-encoding"] ?? "identity";
      done(coding === "identity" ? (error as Error) : new Problem("UNSUPPORTED_MEDIA_TYPE", COMPRESSED));
    }
  });
}

/** @throws Problem that says what the body is not */
export function parseJson(body: Uint8Array): unknown {
  if (body.length === 0) return undefined;
  const text = decodeUtf8(body);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Problem("INVALID_JSON", `The body can not be read as JSON: ${(error as Error).message}`.slice(0, 300));
  }
  const faults = SUSPICIOUS.test(text) ? [...faultsIn(value, [])] : [];
  if (faults.length > 0) throw invalidRequest(faults);
  return value;
}

/** Bytes that are no UTF-8 would be read as U+FFFD: two names might become one. */
function decodeUtf8(body: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw new Problem("INVALID_ENCODING", "The body is not UTF-8.");
  }
}

function* faultsIn(value: unknown, path: readonly PropertyKey[]): Generator<Fault> {
  if (typeof value === "string") {
    const fault = faultOfText(value);
    if (fault) yield { in: "body", pointer: pointerOf(path), ...fault };
  } else if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      const fault = key === "__proto__" ? wrong("UNKNOWN_FIELD") : faultOfText(key);
      if (fault) yield { in: "body", pointer: pointerOf([...path, key.replaceAll("\0", "")]), ...fault };
      yield* faultsIn(inner, [...path, key]);
    }
  }
}

/** Why text can not be stored; undefined if it can. */
export function faultOfText(value: string): Wrong | undefined {
  if (value.includes("\0")) return wrong("NOT_STORABLE");
  if (/\p{Surrogate}/u.test(value)) return wrong("HALF_A_CHARACTER");
  return undefined;
}
