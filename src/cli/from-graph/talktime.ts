/** What an import asks of a running Talktime. */
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ask, type OwnServer, ownServer } from "../own-server.ts";

type Body = Record<string, unknown>;

export interface Target {
  organization: string;
  /** Absent: that of the settings. */
  url?: string;
  /** Absent: the operator's of this machine. */
  key?: string;
  dryRun?: true;
}

/** The running Talktime, for one organisation. */
export class Talktime {
  readonly dryRun: boolean;
  readonly #server: OwnServer;
  readonly #organization: string;

  constructor(options: Target) {
    this.#server = ownServer(options);
    this.#organization = `/v1/organizations/${encodeURIComponent(options.organization)}`;
    this.dryRun = options.dryRun ?? false;
  }

  /** Part numbers of products, which of them need no purchase, and template ids of roles. */
  async known() {
    const plans = (await this.#ask("/v1/plans", {}))["plans"] as Body[];
    const roles = await this.#all("/v1/roles");
    const names = (some: Body[], field: string): Set<string> => new Set(some.map((row) => String(row[field])));
    return {
      products: names(plans, "skuPartNumber"),
      unlimited: names(
        plans.filter((plan) => plan["unlimited"] === true),
        "skuPartNumber",
      ),
      roles: names(roles, "templateId"),
    };
  }

  /** Uploads the file and waits until it is read. */
  async importCalls(path: string): Promise<Body> {
    const form = new FormData();
    form.append("file", new Blob([await readFile(path)]), basename(path));
    let job = await this.ask("POST", `/usage-imports?dryRun=${this.dryRun}`, form);
    while (job["state"] === "running") {
      await sleep(250);
      job = await this.ask("GET", `/usage-imports/${String(job["id"])}`);
    }
    const { preview: _, mapping: _mapping, ...told } = job;
    return told;
  }

  /** `path` begins after the organisation. @throws Error in Talktime's words */
  ask(method: string, path: string, body?: string | FormData, type = "application/json"): Promise<Body> {
    const headers = typeof body === "string" ? { "content-type": type } : {};
    return this.#ask(`${this.#organization}${path}`, { method, headers, ...(body !== undefined && { body }) });
  }

  async #all(path: string): Promise<Body[]> {
    const items: Body[] = [];
    for (let cursor = ""; ;) {
      const page = await this.#ask(`${path}?limit=500${cursor && `&cursor=${cursor}`}`, {});
      items.push(...(page["items"] as Body[]));
      if (typeof page["nextCursor"] !== "string") return items;
      cursor = page["nextCursor"];
    }
  }

  async #ask(path: string, request: RequestInit): Promise<Body> {
    const { status, body } = await ask(this.#server, path, request);
    if (status >= 400) throw new Error(`${String(body["title"])}. ${String(body["detail"])}`);
    return body;
  }
}
