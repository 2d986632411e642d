/** The wiring: database → engine → API → sample → jobs, and the way back. */
import { randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, isIP } from "node:net";
import { join } from "node:path";
import type { FastifyBaseLogger } from "fastify";
import { createApp } from "./api/app.ts";
import { createMetrics, type Metrics, type SwitchProtocol } from "./api/metrics.ts";
import type { App } from "./api/schema.ts";
import { addressOf, type Config } from "./config.ts";
import { createEngine, type Engine } from "./engine/engine.ts";
import { Neighbours } from "./engine/neighbours.ts";
import { sealPlainSecrets } from "./engine/webhooks.ts";
import { keepSampleAccounts } from "./engine/sign-in/sample-accounts.ts";
import type { CountPacket } from "./engine/sightings.ts";
import { startJobs } from "./jobs.ts";
import type { CardProvider } from "./payments/provider.ts";
import { StripeProvider } from "./payments/stripe.ts";
import { captureMailer } from "./mail/capture.ts";
import type { Post } from "./mail/mailer.ts";
import { smtpMailer } from "./mail/smtp.ts";
import { liveServer } from "./postgres/embedded/live.ts";
import { startEmbedded } from "./postgres/embedded/server.ts";
import { migrate } from "./postgres/migrate.ts";
import { assertUsableServer, type Connection } from "./postgres/pool.ts";
import { startFastAgi } from "./switches/asterisk/server.ts";
import { startDiameter } from "./switches/diameter/server.ts";
import { startRadius } from "./switches/radius/server.ts";
import { seedOnFirstStart } from "./sample.ts";

export interface Running {
  /** `http://127.0.0.1:8480`, without a slash at its end. */
  url: string;
  operatorKey: string;
  /** Undefined for a key that the settings named. */
  keyFile: string | undefined;
  dataFolder: string;
  /** Of the sample's accounts, where it was made up by this start. */
  madeUpPassword: string | null;
  engine: Engine;
  /** Refuses new calls, decides what is waiting, then ends everything. */
  stop: () => Promise<void>;
}

/** @throws Error in words for whoever starts it: a setting, a port, a data folder or a database that can not be used */
export async function startTalktime(config: Config, log: FastifyBaseLogger): Promise<Running> {
  const database = await openDatabase(config, log);
  try {
    await prepare(database, log);
    await seedOnFirstStart(config, database, log);
    const metrics = createMetrics();
    const { app, engine, operatorKey, keyFile } = await openEngine(config, database, { log, metrics });
    const switchServer = <Settings>(protocol: SwitchProtocol, settings: Settings) => ({
      ...{ engine, host: config.host, settings, log },
      count: ((what, from) => {
        metrics.countPacket(protocol, what);
        if (from) engine.sightings.see({ way: protocol, ...from }, from.failed ? what : undefined);
      }) satisfies CountPacket,
    });
    const neighbours = new Neighbours(database.connection, engine.live);
    try {
      const madeUpPassword = config.sample === "none" ? null : await keepSampleAccounts(engine, config.adminPassword);
      const listening = await listen(app, config);
      const url = config.publicUrl ?? listening;
      engine.post.publicUrl = url;
      await neighbours.join();
      const jobs = startJobs(engine, config, log);
      const radius = config.radius && (await startRadius(switchServer("radius", config.radius)));
      const diameter = config.diameter && (await startDiameter(switchServer("diameter", config.diameter)));
      const fastAgi = config.asterisk && (await startFastAgi(switchServer("fastagi", config.asterisk)));
      const stop = async (): Promise<void> => {
        await Promise.all([radius?.close(), diameter?.close(), fastAgi?.close()]);
        await jobs.stop();
        await app.close();
        engine.post.mailer.close();
        await neighbours.close();
        await engine.close();
        await database.stop();
      };
      const { dataFolder } = database;
      return { url, operatorKey, keyFile, dataFolder, madeUpPassword, engine, stop: once(stop) };
    } catch (error) {
      await app.close();
      await neighbours.close();
      await engine.close();
      throw error;
    }
  } catch (error) {
    await database.stop();
    throw error;
  }
}

export interface Database {
  connection: Connection;
  dataFolder: string;
  stop: () => Promise<void>;
}

/** The database of the settings: the one that DATABASE_URL names, else the embedded one, started here. */
export async function openDatabase(config: Config, log: FastifyBaseLogger): Promise<Database> {
  if (config.databaseUrl === undefined) return startEmbedded({ dataFolder: config.dataFolder, log });
  return { connection: { connectionString: config.databaseUrl }, dataFolder: config.dataFolder, stop: async () => {} };
}

/**
 * The database for a command beside a running Talktime, which has started it already; where none runs, started for the
 * command. @throws Error where no database was ever made
 */
export async function joinDatabase(config: Config, log: FastifyBaseLogger): Promise<Database> {
  if (config.databaseUrl !== undefined) {
    const database = await openDatabase(config, log);
    await assertUsableServer(database.connection);
    return database;
  }
  const { made, connection } = await liveServer(config.dataFolder);
  if (!made) throw new Error(`There is no database in ${config.dataFolder} yet. npm start makes one.`);
  if (connection) return { connection, dataFolder: config.dataFolder, stop: async () => {} };
  return openDatabase(config, log);
}

interface Opened {
  app: App;
  engine: Engine;
  operatorKey: string;
  keyFile: string | undefined;
}

/** Brings the database to the newest schema. */
export async function prepare({ connection }: Database, log: FastifyBaseLogger): Promise<void> {
  await assertUsableServer(connection);
  await migrate(connection, (message) => log.info(message));
}

/** Engine and API on a database that is prepared. Nothing listens yet. */
async function openEngine(
  config: Config,
  { connection, dataFolder }: Database,
  { log, metrics }: { log: FastifyBaseLogger; metrics: Metrics },
): Promise<Opened> {
  const { operatorKey, keyFile } = operatorKeyOf(config, dataFolder);
  const secretKey =
    config.secretKey ?? keptSecret(dataFolder, "secret-key", () => randomBytes(32).toString("base64url"));
  const now = (): number => Date.now() + 1000 * config.clockOffsetSeconds;
  const parts = { cards: await cardsOf(config, now), post: postOf(config), secretKey };
  const engine = await createEngine({ connection, now, log, ...parts });
  await sealPlainSecrets(engine);
  return {
    app: createApp({ engine, config: { ...config, dataFolder, operatorKey, secretKey }, log, metrics }),
    engine,
    operatorKey,
    keyFile,
  };
}

/** Who charges cards: Stripe where the settings have its key, else the test provider. */
const cardsOf = async ({ stripe }: Config, now: () => number): Promise<CardProvider | undefined> =>
  stripe && StripeProvider.open(stripe, now);

/** Mails go out where SMTP_URL says, in the name of whoever the public address belongs to. */
function postOf({ smtpUrl, mailFrom, publicUrl = "http://localhost" }: Config): Post {
  const { hostname } = new URL(publicUrl);
  const home = isIP(hostname) || hostname.startsWith("[") ? "localhost" : hostname;
  return {
    mailer: smtpUrl === undefined ? captureMailer() : smtpMailer(smtpUrl),
    sender: mailFrom ?? `talktime@${home}`,
    publicUrl,
  };
}

/** @returns the address to reach it at from this host, with the port that was taken */
async function listen(app: App, { host, port, tls }: Config): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const why = NOT_LISTENING[(error as NodeJS.ErrnoException).code ?? ""];
    if (why === undefined) throw error;
    throw new Error(why(host, port), { cause: error });
  }
  return addressOf({ host, tls, port: (app.server.address() as AddressInfo).port });
}

const noAddress = (host: string): string =>
  `${host} is no address of this host. Choose another one with TALKTIME_HOST; 0.0.0.0 is all of them.`;

const NOT_LISTENING: Record<string, ((host: string, port: number) => string) | undefined> = {
  EADDRINUSE: (host, port) => `Port ${port} of ${host} is in use. Choose another one with TALKTIME_PORT.`,
  EACCES: (_host, port) =>
    `This user may not listen on port ${port}. Choose one from 1024 on with TALKTIME_PORT, with a reverse proxy before it.`,
  EADDRNOTAVAIL: noAddress,
  ENOTFOUND: noAddress,
};

/** The operator's key of the settings, else one that is made up once and kept beside the data. */
function operatorKeyOf({ operatorKey }: Config, dataFolder: string): Pick<Opened, "operatorKey" | "keyFile"> {
  if (operatorKey !== undefined) return { operatorKey, keyFile: undefined };
  const name = "operator-key";
  const make = (): string => `tt_operator_${randomBytes(24).toString("base64url")}`;
  return { operatorKey: keptSecret(dataFolder, name, make), keyFile: join(dataFolder, name) };
}

/**
 * Made once, and kept in a file that only its owner reads. The file comes whole or not at all: a full disk leaves an
 * empty one behind otherwise, and an empty key is one that everybody knows. An empty one is made anew.
 */
function keptSecret(dataFolder: string, name: string, make: () => string): string {
  const file = join(dataFolder, name);
  const kept = (): string => (existsSync(file) ? readFileSync(file, "utf8").trim() : "");
  if (kept() !== "") return kept();
  mkdirSync(dataFolder, { recursive: true });
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, `${make()}\n`, { mode: 0o600, flush: true });
    if (existsSync(file) && kept() === "") rmSync(file);
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return kept();
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}
