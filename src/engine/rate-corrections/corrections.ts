/**
 * Corrections of prices: a period is priced anew with a corrected deck. First it is reckoned, which is a dry run; then,
 * where it is to be applied, the difference is moved. A process that dies lets its lease run out, and another goes on.
 */
import { randomUUID } from "node:crypto";
import { wrong } from "../../domain/fault.ts";
import { readOrganizations } from "../../postgres/directory.ts";
import {
  claimCorrection,
  dropLease,
  finishApplying,
  finishReckoning,
  nextPart,
  renewLease,
  startApplying,
} from "../../postgres/rate-correction-work.ts";
import {
  type CorrectedCall,
  type CorrectionRow,
  type CorrectionSums,
  insertCorrection,
  listCorrectedCalls,
  listCorrections,
  listParts,
  type PartRow,
  readCorrection,
  sumCorrections,
} from "../../postgres/rate-corrections.ts";
import type { Engine } from "../engine.ts";
import { idOf } from "../payment-methods.ts";
import { deckOf } from "../rates.ts";
import { invalidField, Refused } from "../refused.ts";
import { applySome } from "./apply.ts";
import { reckonSome } from "./reckon.ts";

export interface Correction extends CorrectionRow, CorrectionSums {
  /** How many have called in the period. */
  parts: number;
}

export interface WantedCorrection {
  rateDeck: string;
  /** Epoch ms; half-open. */
  from: number;
  to: number;
  organizations?: string[] | undefined;
  reason: string;
  dryRun: boolean;
}

/** @throws Refused for a deck, an organisation or a period that can not be */
export async function orderCorrection(engine: Engine, wanted: WantedCorrection, author: string): Promise<Correction> {
  const { from, to, reason } = wanted;
  if (to > engine.now()) throw invalidField("/to", wrong("NOT_IN_PAST"));
  const deck = await deckOf(engine.pool, wanted.rateDeck);
  const organizations = wanted.organizations && [...new Set(wanted.organizations)];
  const known = await readOrganizations(engine.pool, organizations ?? []);
  organizations?.forEach((id, i) => {
    const found = known.find((organization) => organization.id === id);
    if (!found)
      throw invalidField(`/organizations/${i}`, wrong("NO_ORGANIZATION", { name: id }), "UNKNOWN_ORGANIZATION");
    if (found.currency !== deck.currency)
      throw invalidField(
        `/organizations/${i}`,
        wrong("DECK_IN_OTHER_CURRENCY", { organization: id, currency: found.currency, wanted: deck.currency }),
        "CURRENCY_MISMATCH",
      );
  });
  const id = BigInt(await engine.ids.one());
  await insertCorrection(engine.pool, {
    ...{ id, rateDeck: deck.id, currency: deck.currency, from, to, reason, author },
    organizations: organizations ?? null,
    toApply: !wanted.dryRun,
    createdAt: engine.now(),
  });
  return correctionOf(engine, id.toString());
}

/** @throws Refused UNKNOWN_RATE_CORRECTION; so do the others */
export async function correctionOf(engine: Engine, id: string): Promise<Correction> {
  const row = await readCorrection(engine.pool, idOf(id) ?? -1n);
  if (!row) throw new Refused("UNKNOWN_RATE_CORRECTION", `There is no correction ${id}.`);
  return (await withSums(engine, [row]))[0]!;
}

/** Newest first, before the id `before`. */
export const corrections = async (
  engine: Engine,
  page: { before: string | null; limit: number },
): Promise<Correction[]> =>
  withSums(engine, await listCorrections(engine.pool, { before: idOf(page.before), limit: page.limit }));

async function withSums(engine: Engine, rows: readonly CorrectionRow[]): Promise<Correction[]> {
  const sums = await sumCorrections(
    engine.pool,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => {
    const { organizations: parts = 0, ...own } = sums.find(({ correction }) => correction === row.id) ?? {};
    return { ...NOTHING, ...own, ...row, parts };
  });
}

const NOTHING: CorrectionSums = { lookedAt: 0, unpriced: 0, presumed: 0, calls: 0, charged: 0n, corrected: 0n };

export async function partsOf(
  engine: Engine,
  id: string,
  page: { after: string | null; limit: number },
): Promise<{ currency: string; parts: PartRow[] }> {
  const { id: correction, currency } = await correctionOf(engine, id);
  return { currency, parts: await listParts(engine.pool, correction, { ...page, only: null }) };
}

export async function correctedCalls(
  engine: Engine,
  id: string,
  organization: string,
  { after, limit }: { after: string | null; limit: number },
): Promise<{ currency: string; calls: CorrectedCall[] }> {
  const { id: correction, currency } = await correctionOf(engine, id);
  return {
    currency,
    calls: await listCorrectedCalls(engine.pool, organization, correction, { after: idOf(after), limit }),
  };
}

/** A dry run is carried out after all; again, it is boring. @throws Refused CORRECTION_OUTDATED, CORRECTION_NOT_RECKONED */
export async function applyCorrection(engine: Engine, id: string): Promise<Correction> {
  const before = await correctionOf(engine, id);
  if (before.state === "reckoning")
    throw new Refused("CORRECTION_NOT_RECKONED", "It is still being reckoned. Ask again in a moment.");
  if (before.state === "reckoned" && !(await startApplying(engine.pool, before.id)))
    throw new Refused(
      "CORRECTION_OUTDATED",
      "Another correction of this time was applied since this one was reckoned. Order it again.",
    );
  return correctionOf(engine, id);
}

/** The job that carries them out, one at a time. */
export class Corrections {
  readonly #engine: Engine;
  #stopping = false;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async run(): Promise<void> {
    while (!this.#stopping) {
      const worker = randomUUID();
      const correction = await claimCorrection(this.#engine.pool, worker);
      if (!correction) return;
      try {
        await (correction.state === "reckoning" ? this.#reckon(correction, worker) : this.#apply(correction, worker));
      } finally {
        await dropLease(this.#engine.pool, correction.id, worker);
      }
    }
  }

  /** What is left is for the next process that starts. */
  stop(): void {
    this.#stopping = true;
  }

  async #reckon(correction: CorrectionRow, worker: string): Promise<void> {
    const { pool, rates, now } = this.#engine;
    const deck = { ...(await rates.deck(await deckOf(pool, correction.rateDeck))), endedAt: null };
    const done = await this.#eachPart(correction, "reckoning", worker, (organization) =>
      reckonSome(this.#engine, correction, deck, organization),
    );
    if (done) await finishReckoning(pool, correction.id, now());
  }

  async #apply(correction: CorrectionRow, worker: string): Promise<void> {
    const done = await this.#eachPart(correction, "reckoned", worker, (organization) =>
      applySome(this.#engine, correction, organization),
    );
    if (done) await finishApplying(this.#engine.pool, correction.id, this.#engine.now());
  }

  /** False: stopped, or it is another worker's by now. */
  async #eachPart(
    correction: CorrectionRow,
    state: "reckoning" | "reckoned",
    worker: string,
    some: (organization: string) => Promise<boolean>,
  ): Promise<boolean> {
    const { pool } = this.#engine;
    for (;;) {
      const organization = await nextPart(pool, correction.id, state);
      if (organization === undefined) return true;
      for (let done = false; !done; done = await some(organization))
        if (this.#stopping || !(await renewLease(pool, correction.id, worker))) return false;
    }
  }
}
