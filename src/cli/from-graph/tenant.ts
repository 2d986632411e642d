/** A tenant of Microsoft 365, read through Graph with an app registration: token, pages, and patience where Graph asks for it. */
import { setTimeout as sleep } from "node:timers/promises";

export interface AppRegistration {
  /** Such as https://graph.microsoft.com. */
  base: string;
  /** Such as https://login.microsoftonline.com. */
  authority: string;
  tenant: string;
  clientId: string;
  clientSecret: string;
}

export type Json = Readonly<Record<string, unknown>>;

/** So often one page is asked for; Graph slows down whoever asks much (429), and says for how long. */
const MOST_TRIES = 8;
const USUAL_PAUSE_SECONDS = 5;
const LONGEST_PAUSE_SECONDS = 300;
/** A token is exchanged for a new one when so little of it is left. */
const SPARE_MS = 60_000;

export class GraphTenant {
  readonly #app: AppRegistration;
  #token = { value: "", until: 0 };

  constructor(app: AppRegistration) {
    this.#app = app;
  }

  /** The rows of a list, page by page. `path` begins after the version. @throws Error in Graph's words */
  async *pages(path: string): AsyncGenerator<Json[]> {
    let url: string | undefined = `${this.#app.base}/v1.0${path}`;
    while (url !== undefined) {
      const page = await this.#get(url);
      yield page["value"] as Json[];
      const next = page["@odata.nextLink"] as string | undefined;
      // The token goes with the request: to nobody but Graph.
      if (next !== undefined && new URL(next).origin !== new URL(this.#app.base).origin)
        throw new Error(`Graph's link to the next page leads elsewhere: ${new URL(next).origin}`);
      url = next;
    }
  }

  async all(path: string): Promise<Json[]> {
    const rows: Json[] = [];
    for await (const page of this.pages(path)) rows.push(...page);
    return rows;
  }

  async #get(url: string): Promise<Json> {
    for (let tries = 1; ; tries++) {
      const headers = { authorization: `Bearer ${await this.#accessToken()}`, accept: "application/json" };
      const answer = await reach(url, { headers });
      if (answer.ok) return (await answer.json()) as Json;
      const busy = answer.status === 429 || answer.status === 503 || answer.status === 504;
      if (!busy || tries === MOST_TRIES) throw await refusal(answer);
      await sleep(1000 * pauseSeconds(answer.headers.get("retry-after")));
    }
  }

  async #accessToken(): Promise<string> {
    if (Date.now() < this.#token.until - SPARE_MS) return this.#token.value;
    const { authority, base, tenant, clientId, clientSecret } = this.#app;
    const answer = await reach(`${authority}/${encodeURIComponent(tenant)}/oauth2/v2.0/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: clientId,
        client_secret: clientSecret,
        scope: `${new URL(base).origin}/.default`,
      }),
    });
    if (!answer.ok) throw await refusal(answer);
    const { access_token, expires_in } = (await answer.json()) as { access_token: string; expires_in: number };
    this.#token = { value: access_token, until: Date.now() + 1000 * expires_in };
    return access_token;
  }
}

async function reach(url: string, request: RequestInit): Promise<Response> {
  return fetch(url, request).catch((error: unknown) => {
    throw new Error(`No answer from ${new URL(url).origin}.`, { cause: error });
  });
}

/** Seconds or a date (RFC 9110 §10.2.3). */
function pauseSeconds(retryAfter: string | null): number {
  if (retryAfter === null) return USUAL_PAUSE_SECONDS;
  const seconds = /^\d+$/.test(retryAfter) ? Number(retryAfter) : (Date.parse(retryAfter) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? USUAL_PAUSE_SECONDS : Math.min(LONGEST_PAUSE_SECONDS, Math.max(0, seconds));
}

async function refusal(answer: Response): Promise<Error> {
  const body = (await answer.json().catch(() => ({}))) as { error?: unknown; error_description?: string };
  const { error } = body;
  const words =
    typeof error === "object" && error !== null
      ? Object.values(error)
          .filter((part) => typeof part === "string")
          .join(": ")
      : [error, body.error_description].filter((part) => typeof part === "string").join(": ");
  return new Error(`${new URL(answer.url).origin} answered ${answer.status}${words && `: ${words}`}`);
}
