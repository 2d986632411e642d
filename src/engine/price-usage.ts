/**
 * "What would these calls cost here, and who would pay": imported calls through the same rules as real ones, with the
 * pools of the organisation's licences, month by month in the order of time. Nothing is held or charged.
 */
import { setImmediate } from "node:timers/promises";
import { CALL_TYPES, type CallType } from "../domain/call-type.ts";
import { cover } from "../domain/coverage.ts";
import { chargeAmount, fund, type Terms } from "../domain/funding.ts";
import type { Micros } from "../domain/money.ts";
import { poolSource, siblingOf } from "../domain/pool.ts";
import { readUsageOf, type StoredUsage } from "../postgres/usage-imports.ts";
import { type CallInput, describe, referencesOf } from "./describe.ts";
import type { Engine } from "./engine.ts";
import { type PriceList, tariffFor } from "./usage-file/price.ts";
import { importOf } from "./usage-imports.ts";
import { organizationOf } from "./usage-organization.ts";

export interface PricedLine {
  callType: string;
  /** `free`, `included`, a pool's source, `credits`, or the code of the refusal. */
  payer: string;
  calls: number;
  seconds: number;
  poolMinutes: number;
  charge: Micros;
}

export interface PricedUsage {
  currency: string;
  lines: PricedLine[];
  calls: number;
  charge: Micros;
  /** Calls of people and numbers that are not known here: priced by the number alone, as paid by the credits. */
  strangers: number;
  /** What the file says that they cost, by currency. */
  toldCharges: { currency: string; amount: Micros }[];
}

const ROWS_AT_ONCE = 500;

/** @throws Refused for an organisation or an import that there is not */
export async function priceUsage(engine: Engine, organization: string, id: string): Promise<PricedUsage> {
  const job = await importOf(engine, organization, id);
  const { country, currency, rateDeck } = await organizationOf(engine, organization);
  const prices: PriceList = { country, find: (query) => engine.rates.find({ ...query, currency, rateDeck }) };
  const pricer = new Pricer(engine, organization, prices);
  let after: { startedAt: number; identity: string } | null = null;
  for (;;) {
    const rows = await readUsageOf(engine.pool, job, { after, limit: ROWS_AT_ONCE });
    await pricer.learn(rows);
    for (const row of rows) pricer.add(row);
    after = rows.at(-1) ?? null;
    if (rows.length < ROWS_AT_ONCE) return pricer.result(currency);
    await setImmediate();
  }
}

const KNOWN: ReadonlySet<string> = new Set(CALL_TYPES);
/** Learning what a call refers to may tell of more: a national number needs its caller's country. */
const MOST_ROUNDS = 5;

class Pricer {
  readonly #engine: Engine;
  readonly #organization: string;
  readonly #prices: PriceList;
  /** Minutes left, by pool and month. */
  readonly #minutes = new Map<string, number>();
  readonly #lines = new Map<string, PricedLine>();
  readonly #told = new Map<string, Micros>();
  #strangers = 0;

  constructor(engine: Engine, organization: string, prices: PriceList) {
    this.#engine = engine;
    this.#organization = organization;
    this.#prices = prices;
  }

  async learn(rows: readonly StoredUsage[]): Promise<void> {
    const { directory } = this.#engine;
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const all = rows.map((row) => referencesOf(this.#inputOf(row), directory));
      const references = {
        organizations: [this.#organization, ...all.flatMap(({ organizations }) => [...organizations])],
        users: all.flatMap(({ users }) => [...users]),
        numbers: all.flatMap(({ numbers }) => [...numbers]),
      };
      if (directory.knows(references)) return;
      await directory.learn(references);
    }
  }

  add(row: StoredUsage): void {
    if (row.charge !== null && row.currency !== null)
      this.#told.set(row.currency, (this.#told.get(row.currency) ?? 0n) + row.charge);
    const described = describe(this.#inputOf(row), this.#engine.directory, this.#engine.rates, row.startedAt);
    if ("conflict" in described || described.refusal?.code.startsWith("UNKNOWN_")) return this.#addStranger(row);
    if (described.call.emergency) return this.#count(row, "free", 0, 0n);
    if (described.refusal || !described.facts) return this.#count(row, described.refusal?.code ?? "NO_RATE", 0, 0n);
    const decided = cover(described.facts);
    if (decided.kind === "refused") return this.#count(row, decided.refusal.code, 0, 0n);
    const { free, pools, credits, noMoney } = decided.cover;
    if (free !== null) return this.#count(row, free, 0, 0n);
    const terms: Terms = { free: false, pools, credits, postUsage: false, tariff: described.call.tariff };
    const { month } = described.call;
    const { poolUses, money } = fund(
      terms,
      row.seconds,
      pools.map((pool) => (this.#isClosed(pool, month) ? 0 : this.#left(pool, month))),
    );
    const minutes = poolUses.reduce((total, use) => total + use.minutes, 0);
    for (const use of poolUses) this.#minutes.set(`${use.pool} ${month}`, this.#left(use.pool, month) - use.minutes);
    if (money.numerator === 0n) return this.#count(row, poolSource(poolUses[0]?.pool ?? pools[0] ?? ""), minutes, 0n);
    // Cut when the pool is used up, where money may not pay the rest.
    if (!credits) return this.#count(row, noMoney?.code ?? "OUT_OF_CREDIT", minutes, 0n);
    this.#count(row, "credits", minutes, chargeAmount(terms, money));
  }

  result(currency: string): PricedUsage {
    const lines = [...this.#lines.values()].sort((a, b) =>
      a.callType === b.callType ? (a.payer < b.payer ? -1 : 1) : a.callType < b.callType ? -1 : 1,
    );
    return {
      currency,
      lines,
      calls: lines.reduce((total, line) => total + line.calls, 0),
      charge: lines.reduce((total, line) => total + line.charge, 0n),
      strangers: this.#strangers,
      toldCharges: [...this.#told].map(([each, amount]) => ({ currency: each, amount })),
    };
  }

  /** The provider's people and numbers may be others than ours. */
  #addStranger(row: StoredUsage): void {
    this.#strangers++;
    const tariff = tariffFor(row, this.#prices);
    if (tariff === "free") return this.#count(row, "free", 0, 0n);
    if (tariff === undefined) return this.#count(row, "NO_RATE", 0, 0n);
    const terms: Terms = { free: false, pools: [], credits: true, postUsage: false, tariff };
    this.#count(row, "credits", 0, chargeAmount(terms, fund(terms, row.seconds, []).money));
  }

  #count({ callType, seconds }: StoredUsage, payer: string, poolMinutes: number, charge: Micros): void {
    const key = `${callType} ${payer}`;
    let line = this.#lines.get(key);
    if (!line) this.#lines.set(key, (line = { callType, payer, calls: 0, seconds: 0, poolMinutes: 0, charge: 0n }));
    line.calls++;
    line.seconds += seconds;
    line.poolMinutes += poolMinutes;
    line.charge += charge;
  }

  #left(pool: string, month: string): number {
    const known = this.#minutes.get(`${pool} ${month}`);
    if (known !== undefined) return known;
    const { directory } = this.#engine;
    const organization = directory.organization(this.#organization);
    return organization ? directory.entitledMinutes(organization, pool) : 0;
  }

  /** With `strictEither`: the other pool of its plan is used up. */
  #isClosed(pool: string, month: string): boolean {
    const { directory } = this.#engine;
    const organization = directory.organization(this.#organization);
    const other = organization?.strictEither ? siblingOf(pool) : null;
    return other !== null && directory.entitledMinutes(organization!, other) > 0 && this.#left(other, month) === 0;
  }

  #inputOf(row: StoredUsage): CallInput {
    const known = KNOWN.has(row.callType) ? (row.callType as CallType) : null;
    return {
      switch: "import",
      switchCountry: this.#prices.country,
      node: null,
      organization: this.#organization,
      onlyOrganization: this.#organization,
      callType: known,
      user: row.user,
      from: row.from,
      to: row.to,
      conferenceId: row.conferenceId,
      extra: null,
      startedAt: row.startedAt,
      flags: [],
    };
  }
}
