/** The wiring of the sample: an engine whose clock walks up to now, and an API of its own. */
import { randomBytes } from "node:crypto";
import type { FastifyBaseLogger } from "fastify";
import { createApp } from "./api/app.ts";
import { addressOf, type Config } from "./config.ts";
import { createEngine } from "./engine/engine.ts";
import { type Ask, isSampleDue, seed } from "./engine/seed.ts";
import { type Connection, createPool } from "./postgres/pool.ts";

interface Database {
  connection: Connection;
}

/** Into a database that nobody has used yet, where the settings ask for it. */
export async function seedOnFirstStart(config: Config, database: Database, log: FastifyBaseLogger): Promise<void> {
  if (config.sample === "none") return;
  const pool = createPool(database.connection, { max: 1, onError: () => {} });
  const due = await isSampleDue(pool).finally(() => pool.end());
  if (!due) return;
  // Standard error, as the launcher's words before it: whoever waits should know what for.
  console.error("Making up the sample organisations and 120 days of their calls; this takes some seconds ...");
  const started = performance.now();
  await loadSample(config, database, log);
  log.info(`The sample organisations are loaded, in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

/** So long the making of the past waits for a database that is busy. */
const PATIENCE_MS = 120_000;

/** Loads the sample, if it is not there yet; `change` may put something between it and the API, for tests. */
export async function loadSample(
  config: Config,
  { connection }: Database,
  log: FastifyBaseLogger,
  {
    now = Date.now() + 1000 * config.clockOffsetSeconds,
    change = (ask) => ask,
  }: { now?: number; change?: (ask: Ask) => Ask } = {},
): Promise<void> {
  const clock = { at: now };
  const engine = await createEngine({ connection, now: () => clock.at, log, patienceMs: PATIENCE_MS });
  const operatorKey = `tt_operator_${randomBytes(24).toString("base64url")}`;
  const app = createApp({ engine, config: { ...config, operatorKey }, log });
  const ask: Ask = async ({ method, path, body, key }) => {
    const { statusCode, body: text } = await app.inject({
      method,
      url: path,
      headers: {
        authorization: `Bearer ${operatorKey}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(method === "POST" ? { "idempotency-key": key } : {}),
      },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    return { status: statusCode, body: text };
  };
  try {
    await app.ready();
    const { mostTopUp, publicUrl = addressOf(config) } = config;
    await seed({ engine, clock, ask: change(ask), mostTopUp, publicUrl });
  } finally {
    await app.close();
    await engine.close();
  }
}
