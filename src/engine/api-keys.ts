/** API keys: made here, shown once, kept as hashes, and looked up for every request. */
import { createHash, randomBytes } from "node:crypto";
import { wrong } from "../domain/fault.ts";
import { type Scope, SCOPES } from "../domain/rights.ts";
import {
  type ApiKeyRecord,
  exchangeApiKey,
  findApiKey,
  insertApiKey,
  listApiKeys,
  markApiKeyUsed,
  revokeApiKey,
} from "../postgres/api-keys.ts";
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

export interface WantedApiKey {
  name: string;
  scopes: readonly Scope[];
  switch: string | null;
  organization: string | null;
  /** Epoch ms; null: it does not end by itself. */
  expiresAt: number | null;
}

/** So long a revoked key may still be taken by another process. */
const REMEMBERED_MS = 5_000;
const MOST_REMEMBERED = 10_000;
const PATIENCE_MS = 2_000;
/** Its last use is written down this rarely: not with every call. */
const USED_MS = 5 * 60_000;

export class ApiKeys {
  readonly #pool: Pool;
  readonly #now: () => number;
  readonly #known = new Map<string, { key: ApiKey; until: number; ends: number }>();

  constructor(pool: Pool, now: () => number) {
    this.#pool = pool;
    this.#now = now;
  }

  /** The key of a SHA-256 hash (hex), or undefined. Only good keys are remembered: guesses must not fill the memory. */
  async find(hash: string): Promise<ApiKey | undefined> {
    const now = this.#now();
    const known = this.#known.get(hash);
    if (known && known.until > now && known.ends > now) return known.key;
    let record: Awaited<ReturnType<typeof findApiKey>>;
    try {
      record = await within(PATIENCE_MS, findApiKey(this.#pool, hash, now));
    } catch (error) {
      // The database is away: a key that was good a moment ago must not cost an emergency call.
      if (known && known.ends > now) return known.key;
      throw error;
    }
    this.#known.delete(hash);
    if (!record) return undefined;
    const { isOld, ...rest } = record;
    if (rest.lastUsedAt === null || now - rest.lastUsedAt > USED_MS) this.#markUsed(rest.id, now);
    const key = withScopes(rest);
    const ends = Math.min(rest.expiresAt ?? Infinity, isOld ? rest.oldKeyUntil! : Infinity);
    if (this.#known.size >= MOST_REMEMBERED) this.#known.clear();
    this.#known.set(hash, { key, until: now + REMEMBERED_MS, ends });
    return key;
  }

  /** Nobody waits for it, and a call is worth more than it: without it the key looks unused for some minutes longer. */
  #markUsed(id: string, now: number): void {
    markApiKeyUsed(this.#pool, id, now).catch(() => {});
  }

  /** @returns the key itself, which nobody can tell again, and what is kept of it */
  async create(deps: Pick<Provisioning, "ids">, wanted: WantedApiKey): Promise<{ secret: string; key: ApiKey }> {
    if (wanted.switch !== null && !wanted.scopes.includes("switch")) {
      throw invalidField("/switch", wrong("KEY_NOT_FOR_SWITCH"));
    }
    const createdAt = this.#now();
    if (wanted.expiresAt !== null && wanted.expiresAt <= createdAt)
      throw invalidField("/expiresAt", wrong("NOT_IN_FUTURE"));
    const { secret, hash } = newSecret();
    const id = String(await deps.ids.one());
    const record = await inTransaction(this.#pool, async (client) => {
      if (wanted.organization !== null && !(await readOrganization(client, wanted.organization))) {
        throw new Refused("UNKNOWN_ORGANIZATION", `There is no organisation ${wanted.organization}.`);
      }
      if (wanted.switch !== null)
        await createSwitchIfMissing(client, { ...DEFAULT_PROFILE, id: wanted.switch, country: null });
      return insertApiKey(client, { ...wanted, scopes: [...wanted.scopes], id, createdAt }, hash);
    });
    return { secret, key: withScopes(record) };
  }

  /** `organization` null: all keys. */
  async list(organization: string | null, after: string | null, limit: number): Promise<ApiKey[]> {
    if (after !== null && !isId(after)) return [];
    return (await listApiKeys(this.#pool, { organization, after, limit })).map(withScopes);
  }

  /**
   * Another secret for the same key, which stays who it is. The former one works for `overlapSeconds` more, so that
   * nothing stands still while it is exchanged. @throws Refused UNKNOWN_API_KEY, also for one that has ended
   */
  async rotate(
    id: string,
    organization: string | null,
    overlapSeconds: number,
  ): Promise<{ secret: string; key: ApiKey }> {
    const { secret, hash } = newSecret();
    const now = this.#now();
    const end = { hash, oldUntil: now + 1000 * overlapSeconds, now };
    const record = isId(id) ? await exchangeApiKey(this.#pool, { id, organization }, end) : undefined;
    if (!record) throw unknown(id);
    this.#forget(id);
    return { secret, key: withScopes(record) };
  }

  /** @throws Refused UNKNOWN_API_KEY */
  async revoke(id: string, organization: string | null): Promise<void> {
    const done = isId(id) && (await revokeApiKey(this.#pool, { id, organization }, this.#now()));
    if (!done) throw unknown(id);
    this.#forget(id);
  }

  #forget(id: string): void {
    for (const [hash, { key }] of this.#known) if (key.id === id) this.#known.delete(hash);
  }
}

function newSecret(): { secret: string; hash: string } {
  const secret = `tt_${randomBytes(32).toString("base64url")}`;
  return { secret, hash: createHash("sha256").update(secret).digest("hex") };
}

const isId = (text: string): boolean => /^\d{1,18}$/.test(text);

const unknown = (id: string): Refused => new Refused("UNKNOWN_API_KEY", `There is no API key ${id}.`);

const withScopes = (record: ApiKeyRecord): ApiKey => ({
  ...record,
  scopes: new Set(SCOPES.filter((scope) => record.scopes.includes(scope))),
});
