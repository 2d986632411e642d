/** The call records of a tenant, in one file as POST …/usage-imports takes it. */
import { createWriteStream } from "node:fs";
import { once } from "node:events";
import type { GraphTenant } from "./tenant.ts";

const FUNCTIONS = ["getPstnCalls", "getDirectRoutingCalls"] as const;
const DAY_MS = 86_400_000;
/** As long a range as Graph takes (domain.md 8.1). */
const LONGEST_MS = 90 * DAY_MS;

/**
 * Writes the rows of both functions to `path`, as they come. Where one range ends and the next begins a call may come
 * twice; the import knows it by its id. @returns how many rows
 */
export async function writeCalls(
  tenant: GraphTenant,
  { from, to }: { from: number; to: number },
  path: string,
): Promise<number> {
  const file = createWriteStream(path, { mode: 0o600 });
  let rows = 0;
  for (const name of FUNCTIONS) {
    for (let begin = from; begin < to; begin += LONGEST_MS) {
      const end = Math.min(to, begin + LONGEST_MS);
      const period = `(fromDateTime=${isoOf(begin)},toDateTime=${isoOf(end)})`;
      for await (const page of tenant.pages(`/communications/callRecords/${name}${period}`)) {
        const lines = page.map((row) => `${rows++ === 0 ? '{"value":[' : ","}\n${JSON.stringify(row)}`);
        if (!file.write(lines.join(""))) await once(file, "drain");
      }
    }
  }
  file.end(rows === 0 ? '{"value":[]}' : "]}");
  await once(file, "finish");
  return rows;
}

const isoOf = (ms: number): string => new Date(ms).toISOString();
