/** Talktime in this process, on a database of its own behind a line that can be cut. */
import { pino } from "pino";
import { createApp } from "../../src/api/app.ts";
import { readConfig } from "../../src/config.ts";
import { audit, auditWords } from "../../src/engine/audit.ts";
import { createEngine, type Engine } from "../../src/engine/engine.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { freshDatabase } from "../support/database.ts";
import type { Ask } from "./program.ts";
import { Proxy } from "./proxy.ts";
import { importDeck, makeSpender, type Organization } from "./world.ts";

const OPERATOR_KEY = "operator-key-of-the-faults-0123456789";

export interface Faulty {
  proxy: Proxy;
  engine: Engine;
  ask: (...asked: Parameters<Ask>) => Promise<{
    status: number;
    body: ReturnType<typeof JSON.parse>;
    headers: Record<string, unknown>;
  }>;
  organization: Organization;
  /** Epoch ms; the tests move it. */
  clock: { now: () => number };
  /** What the auditor, who has a line of his own, finds wrong; "" for nothing. */
  faultOfBooks: () => Promise<string>;
  close: () => Promise<void>;
}

/** With one organisation that has these credits, USD. */
export async function startFaulty(credits = "1000", patienceMs = 10_000): Promise<Faulty> {
  const database = await freshDatabase();
  const proxy = await Proxy.to(database.connection);
  const clock = { now: Date.now };
  const log = pino({ level: "silent" });
  const config = readConfig({ TALKTIME_OPERATOR_KEY: OPERATOR_KEY }, "/nonexistent");
  const engine = await createEngine({ connection: proxy.connection, now: () => clock.now(), log, patienceMs });
  const app = createApp({ engine, config, log });
  await app.ready();
  const ask: Faulty["ask"] = async (method, path, body, headers = {}) => {
    const raw = typeof body === "string" || Buffer.isBuffer(body);
    const answer = await app.inject({
      method,
      url: path,
      ...(body === undefined ? {} : { payload: raw ? body : JSON.stringify(body) }),
      headers: {
        authorization: `Bearer ${OPERATOR_KEY}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
    });
    return { status: answer.statusCode, body: answer.json(), headers: answer.headers };
  };
  await importDeck(ask);
  const organization = await makeSpender(ask, "contoso", credits);
  return {
    proxy,
    engine,
    ask,
    organization,
    clock,
    faultOfBooks: async () => {
      const pool = createPool(database.connection, { max: 1 });
      try {
        const { good, lines } = auditWords(await audit({ pool }, null));
        return good ? "" : lines.join("\n");
      } finally {
        await pool.end();
      }
    },
    close: async () => {
      proxy.up();
      await app.close();
      await engine.close();
      await proxy.close();
      await database.drop();
    },
  };
}
