/** The cookie that carries a session of the console. Its value is secret and opaque; scripts of pages do not see it. */
import type { FastifyReply, FastifyRequest } from "fastify";

const SESSION = "talktime_session";

/** The token of a session, if the browser sent one. */
export function sessionToken({ headers, server }: FastifyRequest): string | undefined {
  if (headers.cookie === undefined) return undefined;
  const value = server.parseCookie(headers.cookie)[SESSION];
  return value !== undefined && /^[\w-]{20,100}$/.test(value) ? value : undefined;
}

/** `token` null: the browser forgets it. `secure`: never sent over plain http. */
export function setSessionToken(reply: FastifyReply, token: string | null, secure: boolean): void {
  // SameSite=Lax: a form on another site does not carry it along. No age: it ends with the browser, or with the session.
  const options = { path: "/", httpOnly: true, sameSite: "lax", secure } as const;
  void reply.setCookie(SESSION, token ?? "", { ...options, ...(token === null && { maxAge: 0 }) });
}
