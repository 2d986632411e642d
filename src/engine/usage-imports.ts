/**
 * Imports of other providers' call records. A file is read in the background, one at a time, and its rows are written
 * in one transaction: whatever goes wrong with the file or with us, nothing of it is kept. A dry run does the same and
 * undoes it, so that it tells exactly what the import would. Nothing here touches money.
 */
import { setImmediate } from "node:timers/promises";
import { formatMicros } from "../domain/money.ts";
import { insertUsage, type StoredUsage } from "../postgres/usage-imports.ts";
import * as stored from "../postgres/usage-imports.ts";
import { inTransaction, type PoolClient } from "../postgres/transaction.ts";
import type { Engine } from "./engine.ts";
import { idOf } from "./payment-methods.ts";
import { Refused } from "./refused.ts";
import { type Mapping } from "./usage-file/columns.ts";
import { type PriceList, priceOf } from "./usage-file/price.ts";
import { readUsageFile } from "./usage-file/read.ts";
import { type ImportedRow, UnreadableFile } from "./usage-file/row.ts";
import { organizationOf } from "./usage-organization.ts";

export type { ImportJob } from "../postgres/usage-imports.ts";
type Job = stored.ImportJob;

/** A file that was received. */
export interface ReceivedFile {
  path: string;
  name: string;
  /** Over its bytes and how it is to be read: what makes two requests the same. */
  hash: string;
  mapping: Mapping;
  dryRun: boolean;
  idempotencyKey: string | null;
  author: string;
  /** Removes the file; called once, whatever becomes of it. */
  discard: () => Promise<void>;
}

export interface ImportLog {
  error: (about: object, message: string) => void;
}

const ROWS_AT_ONCE = 2000;
/** So many come with the job itself; a list has all of them. */
const MOST_TOLD = 1000;
const PREVIEW = 10;
const TELL_MS = 500;
/** A job that was silent for so long has died with its process. */
export const SILENT_MS = 120_000;

export class UsageImports {
  readonly #engine: Engine;
  readonly #log: ImportLog;
  #last: Promise<void> = Promise.resolve();
  #stopping = false;

  constructor(engine: Engine, log: ImportLog) {
    this.#engine = engine;
    this.#log = log;
  }

  /**
   * `repeated`: the key was used before, for just this.
   * @throws Refused for an organisation that does not exist, or a key that came with another file before
   */
  async start(organization: string, file: ReceivedFile): Promise<{ job: Job; repeated: boolean }> {
    try {
      await organizationOf(this.#engine, organization);
      const { name, dryRun, author, hash, idempotencyKey } = file;
      const { ids, pool, now } = this.#engine;
      const id = BigInt(await ids.one());
      const about = { organization, id, fileName: name, dryRun, author, fileHash: hash, idempotencyKey, at: now() };
      const job = await stored.insertImport(pool, about);
      if (!job) {
        const first = (await stored.importOfKey(pool, organization, idempotencyKey!))!;
        await file.discard();
        if (first.fileHash === hash) return { job: first, repeated: true };
        const why = `The Idempotency-Key ${idempotencyKey} came with another file before.`;
        throw new Refused("IDEMPOTENCY_KEY_REUSED", why);
      }
      this.#last = this.#last.then(() => this.#run(job, file));
      return { job, repeated: false };
    } catch (error) {
      await file.discard();
      throw error;
    }
  }

  /** Undoes what is under way: whoever sent it sends it again. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#last;
  }

  async #run(job: Job, file: ReceivedFile): Promise<void> {
    const { pool, now } = this.#engine;
    try {
      await this.#read(job, file);
    } catch (error) {
      const known = error instanceof UnreadableFile || error instanceof Stopped;
      if (!known) this.#log.error({ err: error, import: job.id.toString() }, "an import of usage failed");
      const failure = known ? error.message : "Something went wrong on our side. Nothing was kept; try again.";
      const columns = error instanceof UnreadableFile ? error.columns : null;
      await stored.endImport(pool, job, { ...columns, failure, at: now() }).catch((lost: unknown) => {
        this.#log.error({ err: lost, import: job.id.toString() }, "the end of an import could not be told");
      });
    } finally {
      await file.discard();
    }
  }

  async #read(job: Job, file: ReceivedFile): Promise<void> {
    const engine = this.#engine;
    const { country, currency, rateDeck, timeZone } = await organizationOf(engine, job.organization);
    const prices: PriceList = { country, find: (query) => engine.rates.find({ ...query, currency, rateDeck }) };
    const write = async (client: PoolClient): Promise<void> => {
      const standing = await this.#writeRows(client, job, file, { prices, timeZone });
      if (job.dryRun) throw new Undone(standing);
      await stored.endImport(client, job, { ...standing, failure: null, at: engine.now() });
    };
    try {
      await inTransaction(engine.pool, write);
    } catch (error) {
      if (!(error instanceof Undone)) throw error;
      await stored.endImport(engine.pool, job, { ...error.standing, failure: null, at: engine.now() });
    }
  }

  async #writeRows(
    client: PoolClient,
    job: Job,
    { path, name, mapping }: ReceivedFile,
    { prices, timeZone }: { prices: PriceList; timeZone: string },
  ): Promise<stored.ImportStanding> {
    const { pool, now } = this.#engine;
    const standing: stored.ImportStanding = {
      ...{ progress: 0, rowsRead: 0n, added: 0n, alreadyThere: 0n, refused: 0n },
      ...{ refusedRows: [], header: null, mapping: null, preview: [] },
    };
    let waiting: StoredUsage[] = [];
    // The database writes one piece while the next one is read.
    let writing: Promise<void> = Promise.resolve();
    const flush = async (): Promise<void> => {
      await writing;
      const rows = waiting;
      waiting = [];
      if (rows.length === 0) return;
      writing = insertUsage(client, rows).then((added) => {
        standing.added += BigInt(added);
        standing.alreadyThere += BigInt(rows.length - added);
      });
      writing.catch(() => {}); // told to whoever waits for it
    };
    let told = Date.now();
    for await (const batch of readUsageFile(path, { mapping, timeZone, latest: now(), name })) {
      if (this.#stopping) throw new Stopped();
      // The files of a zip have columns of their own each: one mapping would not fit them.
      if (batch.source === name) standing.header ??= batch.columns?.header ?? null;
      standing.mapping ??= batch.columns?.mapping ?? null;
      standing.rowsRead += BigInt(batch.rows.length + batch.refused.length);
      const refused = batch.refused.map((row) => (batch.source === name ? row : { ...row, file: batch.source }));
      if (refused.length > 0) await stored.insertRefused(pool, job, standing.refused, refused);
      standing.refused += BigInt(refused.length);
      standing.refusedRows.push(...refused.slice(0, MOST_TOLD - standing.refusedRows.length));
      for (const row of batch.rows) {
        if (standing.preview.length < PREVIEW) standing.preview.push(previewOf(row));
        waiting.push(storedOf(job, row, prices));
      }
      if (waiting.length >= ROWS_AT_ONCE) await flush();
      else await setImmediate();
      if (Date.now() - told > TELL_MS) {
        told = Date.now();
        await stored.tellProgress(pool, job, batch.progress, Number(standing.rowsRead), now());
      }
    }
    await flush();
    await writing;
    return standing;
  }
}

/** Takes back what a dry run has written. */
class Undone extends Error {
  readonly standing: stored.ImportStanding;

  constructor(standing: stored.ImportStanding) {
    super("a dry run keeps nothing");
    this.standing = standing;
  }
}

class Stopped extends Error {
  constructor() {
    super("Talktime was stopped while it read the file. Nothing was kept; send the file again.");
  }
}

const storedOf = (job: Job, { line: _line, ...row }: ImportedRow, prices: PriceList): StoredUsage => ({
  ...row,
  organization: job.organization,
  import: job.id,
  price: row.charge === null ? (priceOf(row, prices) ?? null) : null,
});

function previewOf(row: ImportedRow): stored.PreviewRow {
  const { line, startedAt, seconds, callType, from, to, user, charge, currency } = row;
  const told = charge === null ? {} : { charge: formatMicros(charge), currency };
  return {
    line,
    startedAt: new Date(startedAt).toISOString(),
    durationSeconds: seconds,
    callType,
    from,
    to,
    user,
    ...told,
  };
}

/** @throws Refused for an import that there is not; so do the others below for an organisation */
export async function importOf(engine: Engine, organization: string, id: string): Promise<Job> {
  await organizationOf(engine, organization);
  const job = await stored.readImport(engine.pool, organization, idOf(id) ?? -1n);
  if (!job) throw new Refused("UNKNOWN_USAGE_IMPORT", `There is no usage import ${id}.`);
  return job;
}

/** The rows of its file that were not taken, in their order. */
export async function refusedOf(
  engine: Engine,
  organization: string,
  id: string,
  { after, limit }: { after: string | null; limit: number },
): Promise<(stored.RefusedUsage & { number: bigint })[]> {
  const job = await importOf(engine, organization, id);
  return stored.listRefused(engine.pool, job, { after: idOf(after), limit });
}

export async function importsOf(
  engine: Engine,
  organization: string,
  { before, limit }: { before: string | null; limit: number },
): Promise<Job[]> {
  await organizationOf(engine, organization);
  return stored.listImports(engine.pool, organization, { before: idOf(before), limit });
}

/** Of processes that died: so that nobody waits for ever. */
export const failSilentImports = ({ pool, now }: Pick<Engine, "pool" | "now">): Promise<number> =>
  stored.failSilentImports(
    pool,
    now() - SILENT_MS,
    "Talktime ended while it read the file. Nothing was kept; send the file again.",
    now(),
  );

export async function saveMapping(engine: Engine, organization: string, id: string, mapping: Mapping): Promise<void> {
  await organizationOf(engine, organization);
  await stored.putMapping(engine.pool, organization, id, mapping);
}

export async function mappingsOf(
  engine: Engine,
  organization: string,
  page: { after: string | null; limit: number },
): Promise<{ id: string; mapping: Mapping }[]> {
  await organizationOf(engine, organization);
  return stored.readMappings(engine.pool, organization, { id: null, ...page });
}

/** @throws Refused for a mapping that there is not, too */
export async function mappingOf(engine: Engine, organization: string, id: string): Promise<Mapping> {
  await organizationOf(engine, organization);
  const [saved] = await stored.readMappings(engine.pool, organization, { id, after: null, limit: 1 });
  if (!saved) throw new Refused("UNKNOWN_USAGE_MAPPING", `There is no saved mapping ${id}.`);
  return saved.mapping;
}
