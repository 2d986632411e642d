/** Every error answer: RFC 9457 problem+json with a stable `code`, and for bad input `errors[]` that name the fields. */
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { ConflictCode, RefusalCode } from "../domain/outcome.ts";
import { type Fault, Refused, type RefusedCode } from "../engine/refused.ts";

/** What only HTTP can be asked wrongly. */
type HttpCode =
  | "INVALID_JSON"
  | "INVALID_ENCODING"
  | "UNAUTHENTICATED"
  | "FORBIDDEN"
  | "CSRF"
  | "NOT_FOUND"
  | "METHOD_NOT_ALLOWED"
  | "BODY_TOO_LARGE"
  | "ADDRESS_TOO_LONG"
  | "HEADERS_TOO_LARGE"
  | "INVALID_HTTP"
  | "REQUEST_TIMEOUT"
  | "UNSUPPORTED_MEDIA_TYPE"
  | "REQUEST_IN_PROGRESS"
  | "TOO_MANY_REQUESTS"
  | "UNAVAILABLE"
  | "INTERNAL_ERROR";

export type ProblemCode = HttpCode | RefusedCode | RefusalCode | ConflictCode;

/** Outcome → HTTP status and title. A switch goes by the status alone: 402, 403 and 404 mean refused (contract.md). */
export const PROBLEMS = {
  INVALID_REQUEST: [400, "The request is not valid"],
  INVALID_JSON: [400, "The body is not JSON"],
  INVALID_HTTP: [400, "The request is not HTTP"],
  INVALID_ENCODING: [400, "The text is not UTF-8"],
  INVALID_CALL: [400, "The call is not valid"],
  INVALID_CSV: [400, "The file has bad lines"],
  INVALID_RATE_DECK: [400, "The rate deck has bad lines"],
  CALL_TYPE_MISMATCH: [400, "The call type contradicts the number"],
  CURRENCY_MISMATCH: [400, "The currency is not the account's"],
  AMOUNT_OUT_OF_RANGE: [400, "The amount is too small or too large"],
  UNKNOWN_LICENSE: [400, "There is no such licence"],
  INVALID_SIGNATURE: [400, "The signature is not the payment provider's"],
  UNAUTHENTICATED: [401, "A valid API key or session is needed"],
  SIGN_IN_FAILED: [401, "Nobody was signed in"],
  CODE_NEEDED: [401, "A code is needed besides the password"],
  OUT_OF_CREDIT: [402, "Out of credit"],
  PAY_AS_YOU_GO_OFF: [402, "Pay-as-you-go is switched off"],
  FORBIDDEN: [403, "A right is missing"],
  CSRF: [403, "The change may come from another page"],
  OIDC_UNKNOWN_PERSON: [403, "The person is not known here"],
  POLICY_BLOCKED: [403, "Blocked by the dial-out policy"],
  PREMIUM_BLOCKED: [403, "Premium numbers are blocked"],
  DESTINATION_BLOCKED: [403, "The destination is blocked"],
  LIMIT_REACHED: [403, "A limit is reached"],
  LICENSE_MISSING: [403, "A licence is missing"],
  NO_RATE: [403, "There is no rate for this destination"],
  NAMES_NOT_ALLOWED: [403, "Names of people may not be seen"],
  NOT_YOUR_REPORT: [403, "The report is somebody else's"],
  BUDGET_EXCEEDED: [403, "The budget is used up"],
  CALL_ENDED: [403, "The call has ended"],
  EMERGENCY_CALL: [403, "An emergency call is never ended from outside"],
  NOT_ELIGIBLE: [403, "The organisation may not buy credits"],
  NOT_FOUND: [404, "There is nothing here"],
  UNKNOWN_ORGANIZATION: [404, "There is no such organisation"],
  UNKNOWN_USER: [404, "There is no such user"],
  UNKNOWN_COST_CENTER: [404, "There is no such cost centre"],
  UNKNOWN_LICENSE_RULE: [404, "There is no such licence rule"],
  UNKNOWN_NUMBER: [404, "There is no such number"],
  UNKNOWN_SUBSCRIPTION: [404, "There is no such product"],
  UNKNOWN_CONFERENCE_BRIDGE: [404, "There is no such conference bridge"],
  UNKNOWN_VOICE_APP: [404, "There is no such attendant or queue"],
  UNKNOWN_SWITCH: [404, "There is no such switch"],
  UNKNOWN_LINK: [404, "The link is not good any more"],
  UNKNOWN_SIGN_IN_ACCOUNT: [404, "There is no such account"],
  UNKNOWN_SESSION: [404, "There is no such session"],
  UNKNOWN_API_KEY: [404, "There is no such API key"],
  UNKNOWN_PAYMENT_METHOD: [404, "There is no such payment method"],
  UNKNOWN_TOP_UP: [404, "There is no such top-up"],
  UNKNOWN_DISPUTE: [404, "There is no such dispute"],
  UNKNOWN_INCIDENT: [404, "There is no such incident"],
  UNKNOWN_RATE_DECK: [404, "There is no such rate deck"],
  UNKNOWN_USAGE_IMPORT: [404, "There is no such usage import"],
  UNKNOWN_USAGE_MAPPING: [404, "There is no such saved mapping"],
  UNKNOWN_WEBHOOK: [404, "There is no such webhook"],
  UNKNOWN_SWITCH_COMMAND: [404, "There is no such command"],
  UNKNOWN_BUDGET: [404, "There is no such budget"],
  UNKNOWN_BRAKE: [404, "There is no such brake"],
  UNKNOWN_CUSTOM_REPORT: [404, "There is no such report"],
  UNKNOWN_EXPORT: [404, "There is no such export"],
  UNKNOWN_RATE_CORRECTION: [404, "There is no such correction"],
  UNKNOWN_AUDIT: [404, "There is no such audit"],
  REQUEST_TIMEOUT: [408, "The request did not come in time"],
  CORRECTION_NOT_RECKONED: [409, "It is still being reckoned"],
  CORRECTION_OUTDATED: [409, "Another correction came in between"],
  UNKNOWN_CALL: [404, "There is no such call"],
  METHOD_NOT_ALLOWED: [405, "This address does not take this method"],
  CALL_ID_REUSED: [409, "The call id belongs to another call"],
  NOTHING_TO_REFUND: [409, "Nothing of this top-up can be refunded"],
  ALREADY_SETTLED: [409, "It was settled otherwise before"],
  CARD_FORM_NOT_NEEDED: [409, "The payment provider has no form for cards"],
  TOP_UP_NOT_PAID: [409, "The top-up has not been paid"],
  NO_RECIPIENT_LEFT: [409, "Nobody would be told"],
  CURRENCY_FIXED: [409, "The currency can not change any more"],
  LICENSE_NOT_AVAILABLE: [409, "No licence is left to assign"],
  SECOND_STEP_ON: [409, "The second step is on"],
  SECOND_STEP_NOT_BEGUN: [409, "The second step was not begun"],
  IDENTITY_TAKEN: [409, "The name belongs to another user"],
  USER_IN_USE: [409, "The user is still needed"],
  NUMBER_IN_USE: [409, "The number is still needed"],
  NUMBER_TAKEN: [409, "The number is in use elsewhere"],
  VOICE_APP_KIND_MISMATCH: [409, "The attendant or queue is of the other kind"],
  IDEMPOTENCY_KEY_REUSED: [409, "The Idempotency-Key came with another request before"],
  REQUEST_IN_PROGRESS: [409, "The same request is still being worked on"],
  EXPORT_NOT_READY: [409, "The file is not ready yet"],
  EXPORT_EXPIRED: [410, "The file has expired"],
  BODY_TOO_LARGE: [413, "The body is too large"],
  ADDRESS_TOO_LONG: [414, "The address is too long"],
  UNSUPPORTED_MEDIA_TYPE: [415, "The body's type is not understood"],
  HEADERS_TOO_LARGE: [431, "The headers are too large"],
  LOCKED_OUT: [429, "Too many attempts failed"],
  TOO_MANY_REQUESTS: [429, "Too many requests"],
  INTERNAL_ERROR: [500, "Something went wrong on our side"],
  OIDC_FAILED: [502, "The identity provider did not sign anybody in"],
  OVERLOADED: [503, "Too much to do; ask again shortly"],
  UNAVAILABLE: [503, "Not able to answer now"],
} as const satisfies Record<ProblemCode, readonly [number, string]>;

export class Problem extends Error {
  readonly code: ProblemCode;
  readonly errors: readonly Fault[];
  /** Further members of the body, such as `missing`. */
  readonly more: Readonly<Record<string, unknown>>;

  constructor(
    code: ProblemCode,
    detail: string,
    { errors = [], ...more }: { errors?: readonly Fault[]; [member: string]: unknown } = {},
  ) {
    super(detail);
    this.name = "Problem";
    this.code = code;
    this.errors = errors;
    this.more = more;
  }
}

/** Open, as RFC 9457 has it: many codes bring members of their own, such as `missing`, `reasons` or `shortages`. */
export const problemSchema = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string().meta({ description: "Stable name of what is wrong", example: "INVALID_REQUEST" }),
    detail: z.string(),
    errors: z
      .array(
        z.object({
          in: z.enum(["body", "path", "query", "header"]),
          pointer: z.string().meta({ description: "JSON pointer into that part", example: "/usageLocation" }),
          code: z.string().meta({ description: "Stable name of what is wrong with the field", example: "TOO_LONG" }),
          message: z.string(),
          line: z.int().optional().meta({ description: "Of a file, from 1" }),
          column: z.string().nullable().optional().meta({ description: "Of a file; null where it is the whole line" }),
          params: z
            .record(z.string(), z.union([z.string(), z.number()]))
            .optional()
            .meta({
              description: "What the message is about, under the names that its code always has",
              example: { count: 64 },
            }),
        }),
      )
      .optional(),
  })
  .meta({ id: "Problem", description: "Further members say more, by code: `missing`, `reasons`, `shortages` …" });

export const statusOf = (code: ProblemCode): number => PROBLEMS[code][0];

/** The body of an error answer; calls in a batch have one each. */
export function problemBody(problem: Pick<Problem, "code" | "message" | "errors" | "more">): Record<string, unknown> {
  const [status, title] = PROBLEMS[problem.code];
  return {
    type: `urn:talktime:problem:${problem.code.toLowerCase().replaceAll("_", "-")}`,
    title,
    status,
    code: problem.code,
    detail: problem.message,
    ...(problem.errors.length > 0 && { errors: problem.errors }),
    ...problem.more,
  };
}

export const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

export function invalidRequest(errors: readonly Fault[]): Problem {
  const named = errors.map((fault) => `${fault.pointer.slice(1) || fault.in}: ${fault.message}`);
  return new Problem("INVALID_REQUEST", named.join(" "), { errors });
}

/** Fastify's own errors, by their code; whatever is not here and not ours is an internal error. */
const FASTIFY_PROBLEMS: Readonly<Record<string, [ProblemCode, string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ["BODY_TOO_LARGE", "The body is larger than this address takes."],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ["INVALID_REQUEST", "The body is not as long as Content-Length says."],
  FST_ERR_BAD_URL: ["INVALID_ENCODING", "The address is not percent-encoded UTF-8."],
  FST_ERR_MAX_PARAM_LENGTH: ["ADDRESS_TOO_LONG", "A part of the address is longer than any name here."],
};

export function problemOf(error: unknown, request?: FastifyRequest): Problem | Refused {
  if (error instanceof Problem || error instanceof Refused) return error;
  const code = error instanceof Error ? (error as FastifyError).code : "";
  if (code === "FST_ERR_CTP_INVALID_MEDIA_TYPE")
    return new Problem("UNSUPPORTED_MEDIA_TYPE", `Send ${typeTakenBy(request)}.`);
  const known = FASTIFY_PROBLEMS[code];
  if (known) return new Problem(...known);
  if (isDatabaseAway(error)) return new Problem("UNAVAILABLE", "The database can not be reached. Ask again shortly.");
  // Never the message of a mistake of ours: it may hold a query, a path or a secret.
  return new Problem("INTERNAL_ERROR", "The request could not be carried out. The server's own messages say why.");
}

/** As the route's schema names it; most bodies are JSON. */
function typeTakenBy(request: FastifyRequest | undefined): string {
  const body = request?.routeOptions.schema?.body as { content?: Record<string, unknown> } | undefined;
  return Object.keys(body?.content ?? {})[0] ?? "application/json";
}

/** No connection, or one that was ended (SQLSTATE classes 08 and 57P): nothing that the request is to blame for. */
function isDatabaseAway(error: unknown): boolean {
  const { code = "", syscall, message = "" } = error as { code?: string; syscall?: string; message?: string };
  return syscall === "connect" || /^(08|57P)/.test(code) || message.startsWith("Connection terminated");
}

/** Not all that a database error tells: its details quote whole rows, with numbers and names in them. */
function loggable(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, code, constraint } = error as Error & { code?: string; constraint?: string };
  return { type: name, message, stack, code, constraint };
}

/** What to tell of the error; what is a mistake of ours is written down, and the headers that go with it are set. */
export function answerable(error: unknown, request: FastifyRequest, reply: FastifyReply): Problem | Refused {
  const problem = problemOf(error, request);
  if (problem !== error && statusOf(problem.code) >= 500)
    request.log.error({ err: loggable(error) }, "a request failed");
  if (problem.code === "UNAUTHENTICATED") reply.header("www-authenticate", 'Bearer realm="talktime"');
  if (problem.code === "METHOD_NOT_ALLOWED") reply.header("allow", (problem.more["allowed"] as string[]).join(", "));
  if (statusOf(problem.code) === 429) reply.header("retry-after", String(problem.more["retryAfterSeconds"]));
  if (statusOf(problem.code) === 503) reply.header("retry-after", "1");
  return problem;
}

export async function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const problem = answerable(error, request, reply);
  return reply.code(statusOf(problem.code)).type("application/problem+json").send(problemBody(problem));
}
