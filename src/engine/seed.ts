/**
 * The sample organisations with their past: rate decks, then all that their files in samples/ say happened, decided by
 * an engine whose clock walks up to now. It may be cut short and begun again: every step finds what is done already.
 */
import { createReadStream, readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { Config } from "../config.ts";
import { packageRoot } from "../package-root.ts";
import { readOrganization } from "../postgres/organizations.ts";
import { listRateDecks } from "../postgres/rate-decks.ts";
import { beginSample, hasOrganizations, markDone, readMark } from "../postgres/sample.ts";
import type { Pool } from "../postgres/pool.ts";
import type { Engine } from "./engine.ts";
import { importRateDeck } from "./import-rate-deck.ts";
import { type Clock, Past } from "./sample/past.ts";
import { type Ask, type SampleStep, stepsOf } from "./sample/steps.ts";
import { type Fill, type Habit, planCalls } from "./sample/traffic.ts";

export type { Clock } from "./sample/past.ts";
export type { Ask } from "./sample/steps.ts";

interface Traffic {
  organization: string;
  timeZone: string;
  days: number;
  habits: Habit[];
  fills: Fill[];
}

const STEPS = ["contoso", "others"];
const TRAFFIC = ["contoso-traffic", "others-traffic"];
const SEED = 42;

const DECKS = [
  { file: "usd.csv", name: "usd", currency: "USD", replaces: null },
  { file: "eur.csv", name: "eur", currency: "EUR", replaces: null },
  { file: "gbp.csv", name: "gbp", currency: "GBP", replaces: null },
  { file: "jpy.csv", name: "jpy", currency: "JPY", replaces: null },
  { file: "usd-next.csv", name: "usd-next", currency: "USD", replaces: "usd" },
];

/** On the first start only: a database that somebody uses already is left alone. */
export async function isSampleDue(pool: Pool): Promise<boolean> {
  const mark = await readMark(pool, "sample");
  return mark === "begun" || (mark === null && !(await hasOrganizations(pool)));
}

export interface Seeding {
  /** With the clock `clock`, and an API of its own. */
  engine: Engine;
  clock: Clock;
  ask: Ask;
  /** Of links in the mails of the past. */
  publicUrl: string;
  mostTopUp: Config["mostTopUp"];
}

/** Loads the sample, once; its past ends at the clock's time. */
export async function seed({ engine, clock, ask, ...config }: Seeding): Promise<void> {
  const mark = await readMark(engine.pool, "sample");
  if (mark === "done") return;
  if (mark === null && (await readOrganization(engine.pool, STEPS[0]!)))
    throw new Error(
      `There is an organisation ${STEPS[0]} already, which is not the sample's: its past can not be made.`,
    );
  const end = await beginSample(engine.pool, clock.at);
  for (const deck of DECKS) await loadDeck(engine, deck, end);
  const past = new Past(engine, clock, config);
  const steps = STEPS.flatMap((name) =>
    stepsOf(name, readSample<{ steps: SampleStep[] }>(name).steps, { ask, past, end }),
  );
  const calls = TRAFFIC.flatMap((name) => planCalls({ ...readSample<Traffic>(name), seed: SEED, end }));
  await past.walk(steps, calls, end);
  await markDone(engine.pool, "sample");
}

const samplePath = (...names: string[]): string => join(packageRoot(), "samples", ...names);

const readSample = <T>(name: string): T => JSON.parse(readFileSync(samplePath(`${name}.json`), "utf8")) as T;

async function loadDeck(engine: Engine, deck: (typeof DECKS)[number], end: number): Promise<void> {
  const known = await listRateDecks(engine.pool, { currency: deck.currency, before: null, limit: 1000 });
  if (known.some(({ name }) => name === deck.name)) return;
  const file = samplePath("decks", deck.file);
  const text = deck.replaces === null ? null : readFileSync(file, "utf8");
  const csv = text === null ? createReadStream(file) : Readable.from([bytesOf(dated(text, end))]);
  await importRateDeck(engine.pool, engine.rates, { ...deck, namedOnly: false, csv });
}

const bytesOf = (text: string): Uint8Array => Buffer.from(text);

/** `{next-month}` is the first second of next month, UTC. */
function dated(csv: string, now: number): string {
  const date = new Date(now);
  const next = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1));
  return csv.replaceAll("{next-month}", next.toISOString().replace(".000", ""));
}
