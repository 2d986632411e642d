/** Reads a usage file of any of the formats: Teams' export (zip or CSV), Graph's JSON, a carrier's CSV. */
import { openUsageFile } from "./container.ts";
import { readCsv } from "./csv.ts";
import type { FullMapping, Mapping } from "./columns.ts";
import { readGraph } from "./graph.ts";
import type { RowBatch } from "./row.ts";

export interface UsageBatch extends RowBatch {
  /** The file, or the member of the zip. */
  source: string;
  /** Null for JSON, which needs none. */
  mapping: FullMapping | null;
}

export interface ReadOptions {
  mapping?: Mapping;
  /** Epoch ms: calls that begin later are refused. */
  latest: number;
  /** What to call the file in messages, where its path says nothing. */
  name?: string;
}

/**
 * Every row once, in batches of some hundreds.
 * @throws UnreadableFile for the file as a whole; what the file system says of the path is thrown as it is
 */
export async function* readUsageFile(
  path: string,
  { mapping = {}, latest, name }: ReadOptions,
): AsyncGenerator<UsageBatch> {
  const { sources, close } = await openUsageFile(path, name);
  try {
    for (const source of sources) {
      if (source.kind === "json") {
        for await (const batch of readGraph(source, latest)) yield { ...batch, source: source.name, mapping: null };
      } else {
        for await (const batch of readCsv(source, mapping, latest)) yield { ...batch, source: source.name };
      }
    }
  } finally {
    close();
  }
}
