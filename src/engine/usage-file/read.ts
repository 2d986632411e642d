/** Reads a usage file of any of the formats: Teams' export (zip or CSV), Graph's JSON, a carrier's CSV. */
import { openUsageFile } from "./container.ts";
import { readCsv } from "./csv.ts";
import { readGraph } from "./graph.ts";
import type { Columns, ReadOptions, RowBatch } from "./row.ts";

export interface UsageBatch extends RowBatch {
  /** The file, or the member of the zip. */
  source: string;
  /** Null for JSON, which needs none. */
  columns: Columns | null;
  /** Of the whole file, 0 to 1. */
  progress: number;
}

/**
 * Every row once, in batches of some hundreds.
 * @throws UnreadableFile for the file as a whole; what the file system says of the path is thrown as it is
 */
export async function* readUsageFile(path: string, { name, ...options }: ReadOptions): AsyncGenerator<UsageBatch> {
  const { sources, close } = await openUsageFile(path, name);
  const total = sources.reduce((sum, { size }) => sum + size, 0);
  let before = 0;
  try {
    for (const source of sources) {
      let read = 0;
      const counted = { ...source, open: () => counting(source.open(), (bytes) => (read = bytes)) };
      const about = () => ({ source: source.name, progress: total > 0 ? Math.min(1, (before + read) / total) : 1 });
      if (source.kind === "json") {
        for await (const batch of readGraph(counted, options.latest)) yield { ...batch, ...about(), columns: null };
      } else {
        for await (const { rows, refused, ...columns } of readCsv(counted, options))
          yield { rows, refused, columns, ...about() };
      }
      before += source.size;
    }
  } finally {
    close();
  }
}

/** A source may be read more than once, to learn its encoding: the last time counts. */
async function* counting(
  pieces: AsyncIterable<Uint8Array>,
  tell: (bytes: number) => void,
): AsyncGenerator<Uint8Array, void> {
  let bytes = 0;
  for await (const piece of pieces) {
    tell((bytes += piece.length));
    yield piece;
  }
}
