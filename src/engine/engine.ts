/** The engine: what the edges (API, switches, jobs) are given to work with. */
import type { Pool } from "../postgres/pool.ts";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import type { Catalogue, Countries } from "../domain/catalogue.ts";
import { captureMailer } from "../mail/capture.ts";
import type { Post } from "../mail/mailer.ts";
import type { CardProvider } from "../payments/provider.ts";
import { testProvider } from "../payments/test-provider.ts";
import { packageRoot } from "../package-root.ts";
import { readAllSessions } from "../postgres/calls.ts";
import { IdBlocks } from "../postgres/ids.ts";
import { type Connection, connectLane, createPool } from "../postgres/pool.ts";
import { ApiKeys } from "./api-keys.ts";
import { CallHints, hintOf } from "./hints.ts";
import { Directory } from "./directory.ts";
import { Lane, type LaneOptions } from "./lane.ts";
import { Live } from "./live.ts";
import type { Provisioning } from "./provision.ts";
import { MoneyIn } from "./push.ts";
import { RateBook } from "./rate-book.ts";
import { type Seal, sealOf } from "./seal.ts";
import { Sightings } from "./sightings.ts";
import { Paces } from "./paces.ts";
import { Switches } from "./switches.ts";
import { keyText } from "./working-set.ts";

export interface Engine {
  pool: Pool;
  lane: Lane;
  directory: Directory;
  switches: Switches;
  /** Who asks to charge calls. */
  sightings: Sightings;
  apiKeys: ApiKeys;
  rates: RateBook;
  catalogue: Catalogue;
  countries: Countries;
  ids: IdBlocks;
  /** Who charges cards. */
  cards: CardProvider;
  /** Of the secrets that webhooks are signed with. */
  webhookSeal: Seal;
  /** How mails go out. */
  post: Post;
  /** Of spending, for lists of organisations. */
  paces: Paces;
  /** Epoch milliseconds: the host's clock, moved by TALKTIME_CLOCK_OFFSET_SECONDS. */
  now: () => number;
  /** Asks to be told whenever something is to be bought; answers how to stop that. */
  onWanted: (listener: () => void) => () => void;
  live: Live;
  /** Whose calls may last longer than they were granted. */
  moneyIn: MoneyIn;
  /** After licences changed: this month's pools exist and have grown, before the next call. */
  growPools: Provisioning["growPools"];
  close: () => Promise<void>;
}

export interface EngineOptions {
  connection: Connection;
  now: () => number;
  log: LaneOptions["log"];
  patienceMs?: number;
  /** Absent: the test provider. */
  cards?: CardProvider | undefined;
  /** Absent: mails are captured. */
  post?: Post;
  /** Absent: no webhook can be made, and none is sent to. */
  secretKey?: string | undefined;
}

const sample = <T>(name: string): T => JSON.parse(readFileSync(join(packageRoot(), "samples", name), "utf8")) as T;

/** Long work is done in pieces of a few milliseconds; while calls are charged it rests so long after each. */
const REST_MS = 6;

export async function createEngine({
  connection,
  now,
  log,
  patienceMs,
  cards,
  post,
  secretKey,
}: EngineOptions): Promise<Engine> {
  // Not the error itself: the driver hangs the whole client on it.
  const broken = (error: Error & { code?: string }): void => {
    if (!closing) log.warn({ code: error.code, why: error.message }, "a connection to the database broke");
  };
  // A server that is stopped right after may be faster to end a connection than it reads our farewell.
  let closing = false;
  const pool = createPool(connection, {
    max: 8,
    onError: broken,
  });
  // Of the lane's own: it reads the directory while it holds locks that requests on the other pool may be waiting for.
  const lanePool = createPool(connection, {
    max: 2,
    onError: broken,
  });
  const catalogue = sample<Catalogue>("plans.json");
  const countries = sample<Countries>("countries.json");
  const directory = new Directory(lanePool, catalogue, countries);
  let isQuiet = (): boolean => true;
  const rest = (): Promise<void> => (isQuiet() ? setImmediate() : sleep(REST_MS));
  const rates = new RateBook(pool, now, rest);
  await rates.refresh();
  const ids = new IdBlocks(lanePool);
  const hints = new CallHints();
  for (const session of await readAllSessions(pool)) hints.set(keyText(session), hintOf(session));
  const live = new Live();
  const moneyIn = new MoneyIn();
  const listeners = new Set<() => void>();
  const onWanted = (): void => listeners.forEach((listener) => listener());
  const lane = new Lane({
    context: {
      pool: lanePool,
      directory,
      rates,
      ids,
      now,
      onWanted,
      onMoneyIn: (organization) => moneyIn.add(organization),
      live,
    },
    connect: () => connectLane(connection),
    hints,
    log,
    ...(patienceMs === undefined ? {} : { patienceMs }),
  });
  isQuiet = () => lane.isQuiet();
  return {
    pool,
    lane,
    directory,
    switches: new Switches(pool, now),
    sightings: new Sightings(now),
    apiKeys: new ApiKeys(pool, now),
    rates,
    catalogue,
    countries,
    ids,
    cards: cards ?? testProvider(now),
    webhookSeal: sealOf(secretKey, "webhook"),
    post: post ?? { mailer: captureMailer(), sender: "talktime@localhost", publicUrl: "http://localhost" },
    paces: new Paces(pool, now),
    now,
    onWanted: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    live,
    moneyIn,
    // Any command under the account's lock brings this month's pools up to the licences.
    growPools: (organization, away = new Map(), moved = []) =>
      lane.run(organization, {
        pools: [...away.keys(), ...moved.flatMap(({ from, to }) => [from, to])],
        decide: (books) => {
          const entitled = directory.organization(organization)?.entitlements;
          for (const [pool, minutes] of away) books.moveMinutesAway(pool, minutes, entitled?.get(pool) ?? 0);
          for (const move of moved) books.moveOwnMinutes(move);
          return { result: undefined };
        },
      }),
    close: async () => {
      await lane.close();
      closing = true;
      await Promise.all([pool.end(), lanePool.end()]);
    },
  };
}
