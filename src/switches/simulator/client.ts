/** What a simulated switch asks of the HTTP API, as any other switch would. */

export interface Reply {
  status: number;
  body: Record<string, unknown>;
}

export type Api = (method: "GET" | "PUT" | "POST", path: string, body?: object) => Promise<Reply>;

/** How long an answer may take, ms: longer than a loaded server needs, shorter than forever. */
const PATIENCE_MS = 15_000;

/** @throws Error where nobody answers at that address */
export function connect(url: string, key: string): Api {
  return async (method, path, body) => {
    const answer = await fetch(`${url.replace(/\/+$/, "")}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch((error: unknown) => {
      throw new Error(`No answer from ${url}: is Talktime running there?`, { cause: error });
    });
    const text = await answer.text();
    return { status: answer.status, body: (text === "" ? {} : JSON.parse(text)) as Reply["body"] };
  };
}

/** What a reply that is no answer says. */
export const complaintOf = ({ status, body: { detail } }: Reply): string =>
  typeof detail === "string" ? detail : `The server answered ${status}.`;
