/** API keys: made here, shown once, kept as hashes, and looked up for every request. */
import { createHash, randomBytes } from "node:crypto";
import { type Scope, SCOPES } from "../domain/rights.ts";
import { type ApiKeyRecord, findApiKey, insertApiKey, listApiKeys, revokeApiKey } from "../postgres/api-keys.ts";
import { readOrganization } from "../postgres/organizations.ts";
import { createSwitchIfMissing } from "../postgres/switches.ts";
import { inTransaction, type Pool } from "../postgres/transaction.ts";
import type { Provisioning } from "./provision.ts";
import { invalidField, Refused } from "./refused.ts";
import { DEFAULT_PROFILE } from "./switches.ts";
import { within } from "./within.ts";

export interface ApiKey extends Omit<ApiKeyRecord, "scopes"> {
  scopes: ReadonlySet<Scope>;
}

/** So long a revoked key may still be taken by another process. */
const REMEMBERED_MS = 5_000;
const MOST_REMEMBERED = 10_000;
const PATIENCE_MS = 2_000;

export class ApiKeys {
  readonly #pool: Pool;
  readonly #now: () => number;
  readonly #known = new Map<string, { key: ApiKey; until: number }>();

  constructor(pool: Pool, now: () => number) {
    this.#pool = pool;
    this.#now = now;
  }

  /** The key of a SHA-256 hash (hex), or undefined. Only good keys are remembered: guesses must not fill the memory. */
  async find(hash: string): Promise<ApiKey | undefined> {
    const known = this.#known.get(hash);
    if (known && known.until > this.#now()) return known.key;
    let record: ApiKeyRecord | undefined;
    try {
      record = await within(PATIENCE_MS, findApiKey(this.#pool, hash));
    } catch (error) {
      // The database is away: a key that was good a moment ago must not cost an emergency call.
      if (known) return known.key;
      throw error;
    }
    this.#known.delete(hash);
    if (!record) return undefined;
    const key = withScopes(record);
    if (this.#known.size >= MOST_REMEMBERED) this.#known.clear();
    this.#known.set(hash, { key, until: this.#now() + REMEMBERED_MS });
    return key;
  }

  /** @returns the key itself, which nobody can tell again, and what is kept of it */
  async create(
    deps: Pick<Provisioning, "ids">,
    wanted: { name: string; scopes: readonly Scope[]; switch: string | null; organization: string | null },
  ): Promise<{ secret: string; key: ApiKey }> {
    if (wanted.switch !== null && !wanted.scopes.includes("switch")) {
      throw invalidField("/switch", "A key that belongs to a switch needs the scope switch.");
    }
    const secret = `tt_${randomBytes(32).toString("base64url")}`;
    const hash = createHash("sha256").update(secret).digest("hex");
    const record = { ...wanted, scopes: [...wanted.scopes], id: String(await deps.ids.one()), createdAt: this.#now() };
    await inTransaction(this.#pool, async (client) => {
      if (wanted.organization !== null && !(await readOrganization(client, wanted.organization))) {
        throw new Refused("UNKNOWN_ORGANIZATION", `There is no organisation ${wanted.organization}.`);
      }
      if (wanted.switch !== null)
        await createSwitchIfMissing(client, { ...DEFAULT_PROFILE, id: wanted.switch, country: null });
      await insertApiKey(client, record, hash);
    });
    return { secret, key: withScopes({ ...record, revokedAt: null }) };
  }

  async list(after: string | null, limit: number): Promise<ApiKey[]> {
    const isId = after === null || /^\d{1,18}$/.test(after);
    return isId ? (await listApiKeys(this.#pool, after, limit)).map(withScopes) : [];
  }

  /** @throws Refused UNKNOWN_API_KEY */
  async revoke(id: string): Promise<void> {
    const done = /^\d{1,18}$/.test(id) && (await revokeApiKey(this.#pool, id, this.#now()));
    if (!done) throw new Refused("UNKNOWN_API_KEY", `There is no API key ${id}.`);
    for (const [hash, { key }] of this.#known) if (key.id === id) this.#known.delete(hash);
  }
}

const withScopes = (record: ApiKeyRecord): ApiKey => ({
  ...record,
  scopes: new Set(SCOPES.filter((scope) => record.scopes.includes(scope))),
});
