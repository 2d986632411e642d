/** What went wrong with a request, as the server says it (RFC 9457), or that it could not be asked at all. */
import type { i18n } from "i18next";
import type { faults } from "../locales/en/faults.ts";

export interface FieldFault {
  in: "body" | "path" | "query" | "header";
  /** JSON pointer, such as `/triggerAmount`. */
  pointer: string;
  /** Stable, such as TOO_LONG: the console words it (locales/<language>/faults.ts). */
  code: string;
  /** In the server's own words. */
  message: string;
  /** What it is about: `count`, `amount` and `currency`, `name` … */
  params?: Readonly<Record<string, string | number>>;
}

export class ApiError extends Error {
  readonly status: number;
  /** Stable, such as NOT_ELIGIBLE; OFFLINE when no answer came. */
  readonly code: string;
  readonly errors: readonly FieldFault[];
  /** The whole body of the answer, for members such as `reasons` or `missing`. */
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, body: Readonly<Record<string, unknown>>) {
    super(typeof body["detail"] === "string" ? body["detail"] : `The server answered ${status}.`);
    this.name = "ApiError";
    this.status = status;
    this.code = typeof body["code"] === "string" ? body["code"] : "UNEXPECTED_ANSWER";
    this.errors = Array.isArray(body["errors"]) ? (body["errors"] as FieldFault[]) : [];
    this.body = body;
  }
}

/** The server could not be reached: the connection banner says so, and pages keep what they have. */
export const isOffline = (error: unknown): boolean =>
  error instanceof ApiError ? error.status === 502 || error.status === 504 : error instanceof TypeError;

/** What a server that is away, or has lost its database, answers; once it is back, nobody has to press anything. */
export const passes = (error: unknown): boolean =>
  isOffline(error) || (error instanceof ApiError && error.status >= 500);

export const isSignedOut = (error: unknown): boolean => error instanceof ApiError && error.status === 401;

/** The server's reasons against one field of a form; none where that field is not to blame. */
export const faultsOf = (error: unknown, pointer: string): readonly FieldFault[] =>
  error instanceof ApiError ? error.errors.filter((fault) => isOf(fault, pointer)) : [];

/** Whether the error says something that none of these fields is to blame for. */
export const faultsBeyond = (error: unknown, pointers: readonly string[]): boolean =>
  !(error instanceof ApiError) ||
  error.errors.length === 0 ||
  error.errors.some((fault) => !pointers.some((pointer) => isOf(fault, pointer)));

const isOf = (fault: FieldFault, pointer: string): boolean =>
  fault.pointer === pointer || fault.pointer.startsWith(`${pointer}/`);

/** One fault as a sentence, by its code; the server's own words where the language has none for it. */
export function faultWords(
  { code, message, params = {} }: Pick<FieldFault, "code" | "message" | "params">,
  i18n: Pick<i18n, "exists" | "t">,
  money: (amount: string, currency: string) => string,
): string {
  if (!i18n.exists(`faults.${code}`)) return message;
  const { amount, currency } = params;
  const sum = amount !== undefined && currency !== undefined ? money(String(amount), String(currency)) : amount;
  return i18n.t(`faults.${code as keyof typeof faults}`, { ...params, amount: sum });
}
