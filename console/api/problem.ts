/** What went wrong with a request, as the server says it (RFC 9457), or that it could not be asked at all. */
export interface FieldFault {
  in: "body" | "path" | "query" | "header";
  /** JSON pointer, such as `/triggerAmount`. */
  pointer: string;
  message: string;
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

export const isSignedOut = (error: unknown): boolean => error instanceof ApiError && error.status === 401;

/** The server's reasons against one field of a form; none where that field is not to blame. */
export function faultsOf(error: unknown, pointer: string): string[] {
  if (!(error instanceof ApiError)) return [];
  return error.errors
    .filter((fault) => fault.pointer === pointer || fault.pointer.startsWith(`${pointer}/`))
    .map(({ message }) => message);
}
