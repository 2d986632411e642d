/**
 * Exports as jobs: asked for, made piece by piece by one process at a time, handed out until they expire. A process that
 * dies lets its lease run out, and another begins the file anew.
 */
import { randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import {
  addPiece,
  claimExport,
  dropExpired,
  type ExportRow,
  finishExport,
  insertExport,
  leaveExport,
  listExports,
  readExport,
  readPieces,
} from "../../postgres/usage/exports.ts";
import type { Engine } from "../engine.ts";
import { idOf } from "../payment-methods.ts";
import { Refused } from "../refused.ts";
import { exportFile } from "./export-file.ts";
import { type Reader, viewOf } from "./report.ts";

export type { ExportRow } from "../../postgres/usage/exports.ts";

/** How long a file can be downloaded. */
const KEPT_MS = 24 * 3_600_000;
const PIECE_BYTES = 1 << 20;
const MOST_TRIES = 3;
const AGAIN_AFTER_SECONDS = 5;

/** @throws Refused for an organisation that does not exist */
export async function orderExport(
  engine: Engine,
  organization: string,
  wanted: Pick<ExportRow, "format" | "from" | "to">,
  author: string,
  reader: Reader,
): Promise<ExportRow> {
  await viewOf(engine, organization, reader);
  return insertExport(engine.pool, {
    ...wanted,
    organization,
    id: BigInt(await engine.ids.one()),
    names: reader.names,
    token: randomBytes(24).toString("base64url"),
    author,
    createdAt: engine.now(),
  });
}

export const exportsOf = async (
  engine: Engine,
  organization: string,
  page: { before: string | null; limit: number },
): Promise<ExportRow[]> => {
  await viewOf(engine, organization, { names: false });
  return listExports(engine.pool, organization, { before: idOf(page.before), limit: page.limit });
};

/** @throws Refused for one that does not exist */
export async function exportOf(engine: Engine, organization: string, id: string): Promise<ExportRow> {
  const row = await readExport(engine.pool, organization, idOf(id) ?? -1n);
  if (!row) throw new Refused("UNKNOWN_EXPORT", `There is no export ${id}.`);
  return row;
}

export const hasExpired = (engine: Engine, { expiresAt }: ExportRow): boolean =>
  expiresAt !== null && expiresAt <= engine.now();

/** The file, to whoever has its address. @throws Refused: unknown, not ready, or expired */
export async function download(
  engine: Engine,
  organization: string,
  id: string,
  token: string,
): Promise<{ row: ExportRow; bytes: AsyncIterable<Buffer> }> {
  const row = await exportOf(engine, organization, id);
  const [given, right] = [Buffer.from(token), Buffer.from(row.token)];
  if (given.length !== right.length || !timingSafeEqual(given, right))
    throw new Refused("UNKNOWN_EXPORT", `There is no export ${id}.`);
  if (row.state !== "ready") throw new Refused("EXPORT_NOT_READY", "The file is not ready yet.");
  if (hasExpired(engine, row)) throw new Refused("EXPORT_EXPIRED", "The file has expired. Ask for a new export.");
  return { row, bytes: readPieces(engine.pool, row) };
}

export interface ExportLog {
  warn: (about: object, message: string) => void;
}

/** The job that makes them, one at a time. */
export class Exports {
  readonly #engine: Engine;
  readonly #log: ExportLog;
  #stopping = false;

  constructor(engine: Engine, log: ExportLog) {
    this.#engine = engine;
    this.#log = log;
  }

  async run(): Promise<void> {
    await dropExpired(this.#engine.pool, this.#engine.now());
    while (!this.#stopping) {
      const worker = randomUUID();
      const row = await claimExport(this.#engine.pool, worker);
      if (!row) return;
      await this.#make(row, worker);
    }
  }

  /** What is being made is left to the next process that starts. */
  stop(): void {
    this.#stopping = true;
  }

  async #make(row: ExportRow, worker: string): Promise<void> {
    const { pool, now } = this.#engine;
    try {
      const rows = await this.#write(row, worker);
      if (rows !== null) return await finishExport(pool, row, worker, { rows, at: now(), expiresAt: now() + KEPT_MS });
      await leaveExport(pool, row, worker, { failure: null, at: now(), againAfterSeconds: 0 });
    } catch (error) {
      this.#log.warn({ err: error, export: String(row.id), tries: row.tries }, "an export could not be made");
      const failure = row.tries < MOST_TRIES ? null : "The file could not be made. Ask for it again.";
      await leaveExport(pool, row, worker, { failure, at: now(), againAfterSeconds: AGAIN_AFTER_SECONDS });
    }
  }

  /** @returns how many rows were written; null: stopped before the end, or it is another worker's now */
  async #write(row: ExportRow, worker: string): Promise<number | null> {
    let rows = 0;
    const order = { ...row, id: String(row.id), reader: { names: row.names } };
    const bytes = await exportFile(this.#engine, order, (more) => (rows += more));
    let seq = 0;
    for await (const data of inPieces(bytes)) {
      const mine = await addPiece(this.#engine.pool, row, worker, { seq: seq++, data, rows });
      if (!mine || this.#stopping) return null;
    }
    return rows;
  }
}

async function* inPieces(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let gathered: Buffer[] = [];
  let size = 0;
  for await (const part of bytes) {
    gathered.push(part);
    size += part.length;
    if (size >= PIECE_BYTES) {
      yield Buffer.concat(gathered);
      gathered = [];
      size = 0;
    }
  }
  yield Buffer.concat(gathered);
}
