/** What never becomes a request (no HTTP, headers too large, too slow) is answered as any other mistake is. */
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { Problem, type ProblemCode, problemBody, statusOf } from "./errors.ts";

const BY_CODE: Readonly<Record<string, [ProblemCode, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: ["REQUEST_TIMEOUT", "The request did not arrive in time."],
  HPE_HEADER_OVERFLOW: ["HEADERS_TOO_LARGE", "The headers are larger than any request here needs."],
};

/** For Node's event `clientError`: the connection is of no more use. */
export function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || socket.destroyed) return;
  const [code, detail] = BY_CODE[error.code ?? ""] ?? ["INVALID_HTTP", "The request can not be read as HTTP."];
  const status = statusOf(code);
  const body = JSON.stringify(problemBody(new Problem(code, detail)));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "Connection: close",
    "Content-Type: application/problem+json; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  if (socket.writable) socket.write(`${head.join("\r\n")}\r\n\r\n${body}`);
  socket.destroy(error);
}
