/**
 * The audit log: who changed what. Each entry's hash covers the one before, so that nothing can be changed, taken out or
 * put in between without every later hash being wrong; the end of each chain is kept apart, so that nothing can be cut off.
 */
import { createHash } from "node:crypto";
import {
  appendAuditEntry,
  type AuditEntry,
  type BegunEntry,
  deleteBegun,
  insertBegun,
  listAuditChains,
  listBegun,
  lockAuditChain,
  readAuditChain,
} from "../postgres/audit-log.ts";
import { inTransaction, type Pool, type PoolClient } from "../postgres/transaction.ts";
import type { Engine } from "./engine.ts";

export { type AuditEntry, type AuditFilter, listAuditEntries } from "../postgres/audit-log.ts";

/** The chain of what belongs to no organisation. */
export const INSTALLATION = "";

const AT_ONCE = 1000;

export type Told = Omit<AuditEntry, "sequence" | "hash">;

/** So long a change may take before it is told of as one whose end nobody knows. */
const UNFINISHED_AFTER_MS = 10 * 60_000;

/** Before a change: whatever happens to this process, it will be told of. @returns what to finish it by */
export async function beginAuditEntry({ pool, ids }: Pick<Engine, "pool" | "ids">, begun: BegunEntry): Promise<number> {
  const id = await ids.one();
  await insertBegun(pool, id, begun);
  return id;
}

/** The change was refused: there is nothing to tell of. */
export async function dropAuditEntry({ pool }: { pool: Pool }, begun: number): Promise<void> {
  await deleteBegun(pool, begun);
}

/** @returns how many changes were begun long ago and never told of: their process has died, or they failed half-way */
export async function tellOfUnfinished({ pool, now }: Pick<Engine, "pool" | "now">): Promise<number> {
  const unfinished = await listBegun(pool, { before: now() - UNFINISHED_AFTER_MS, limit: AT_ONCE });
  for (const { id, ...begun } of unfinished) {
    const words = `${begun.words} (begun; it is not known how it ended)`;
    await inTransaction(pool, async (client) => {
      if (await deleteBegun(client, id)) await append(client, { ...begun, words, after: null });
    });
  }
  return unfinished.length;
}

/** `begun`: what beginAuditEntry gave for this change. */
export function writeAuditEntry({ pool }: { pool: Pool }, told: Told, begun?: number | null): Promise<void> {
  return inTransaction(pool, async (client) => {
    if (begun != null) await deleteBegun(client, begun);
    await append(client, told);
  });
}

async function append(client: PoolClient, told: Told): Promise<void> {
  const end = await lockAuditChain(client, told.organization);
  const entry = { ...told, sequence: end.sequence + 1n };
  await appendAuditEntry(client, { ...entry, hash: hashOf(end.hash, entry) });
}

export interface ChainReport {
  organization: string;
  entries: number;
  /** Hash of the last entry: whoever noted it elsewhere knows later that nothing before it has changed. */
  hash: string;
  /** Null: the chain is whole. */
  broken: { sequence: bigint; words: string } | null;
}

/** `organization` null: every chain. */
export async function verifyAuditLog({ pool }: { pool: Pool }, organization: string | null): Promise<ChainReport[]> {
  const reports: ChainReport[] = [];
  for (const end of await listAuditChains(pool, organization)) reports.push(await verify(pool, end));
  return reports;
}

async function verify(pool: Pool, end: Pick<AuditEntry, "organization" | "sequence" | "hash">): Promise<ChainReport> {
  let [sequence, hash] = [0n, ""];
  const report = (broken: ChainReport["broken"]): ChainReport => ({
    organization: end.organization,
    entries: Number(sequence),
    hash,
    broken,
  });
  for (let read = AT_ONCE; read === AT_ONCE;) {
    const entries = await readAuditChain(pool, end.organization, { after: sequence, limit: AT_ONCE });
    for (const entry of entries) {
      const next = sequence + 1n;
      // Written since the end was read: of the next look.
      if (next > end.sequence && hash === end.hash) return report(null);
      if (entry.sequence !== next) return report({ sequence: next, words: `entry ${next} is missing` });
      const expected = hashOf(hash, entry);
      if (entry.hash !== expected) return report({ sequence: next, words: `entry ${next} is not what was written` });
      [sequence, hash] = [next, expected];
    }
    read = entries.length;
  }
  if (sequence < end.sequence)
    return report({ sequence: sequence + 1n, words: `entries from ${sequence + 1n} to ${end.sequence} are missing` });
  return report(hash === end.hash ? null : { sequence, words: `entry ${sequence} is not the last that was written` });
}

/** Over the parts in one order, each in quotes: no two entries have the same text. */
function hashOf(before: string, entry: Omit<AuditEntry, "hash">): string {
  const { organization, sequence, at, actor, name, address, action, words, subject, asked, after } = entry;
  const parts = [
    organization,
    String(sequence),
    new Date(at).toISOString(),
    actor,
    name,
    address,
    action,
    words,
    subject,
  ];
  const text = JSON.stringify([...parts, asked, entry.before, after]);
  return createHash("sha256").update(before).update(text).digest("hex");
}
