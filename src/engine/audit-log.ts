/**
 * The audit log: who changed what. Each entry's hash covers the one before, so that nothing can be changed, taken out or
 * put in between without every later hash being wrong; the end of each chain is kept apart, so that nothing can be cut off.
 */
import { createHash } from "node:crypto";
import {
  appendAuditEntry,
  type AuditEntry,
  listAuditChains,
  lockAuditChain,
  readAuditChain,
} from "../postgres/audit-log.ts";
import { inTransaction, type Pool } from "../postgres/transaction.ts";

export { type AuditEntry, type AuditFilter, listAuditEntries } from "../postgres/audit-log.ts";

/** The chain of what belongs to no organisation. */
export const INSTALLATION = "";

const AT_ONCE = 1000;

export type Told = Omit<AuditEntry, "sequence" | "hash">;

export function writeAuditEntry({ pool }: { pool: Pool }, told: Told): Promise<void> {
  return inTransaction(pool, async (client) => {
    const end = await lockAuditChain(client, told.organization);
    const entry = { ...told, sequence: end.sequence + 1n };
    await appendAuditEntry(client, { ...entry, hash: hashOf(end.hash, entry) });
  });
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
