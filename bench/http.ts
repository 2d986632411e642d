/** The same calls through the real server: requests of one operation, and batches of a hundred. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import type { Profiler } from "node:inspector/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { measure } from "./measure.ts";
import { profilersClock, type Span, topFunctions } from "./profile-report.ts";
import { emit, progress } from "./report.ts";
import { startGenerator, startServer } from "./server.ts";
import type { World } from "./world.ts";

export interface HttpOptions {
  seconds: number;
  warmUpSeconds: number;
  /** Tells besides where the server's CPU time went. */
  profile: boolean;
}

const RUNS = [
  { connections: 64, batch: 1 },
  { connections: 512, batch: 1 },
  { connections: 16, batch: 100 },
];

export async function benchHttp(world: World, { seconds, warmUpSeconds, profile }: HttpOptions): Promise<void> {
  const profileIn = profile ? mkdtempSync(join(tmpdir(), "talktime-profile-")) : undefined;
  const spans: { about: object; span: Span }[] = [];
  const server = await startServer(world, profileIn);
  try {
    for (const group of world.groups.filter(({ name }) => name !== "many"))
      for (const [i, run] of RUNS.entries()) {
        const generator = await startGenerator({ port: server.port, key: server.key, group, seed: 1000 + i, ...run });
        const processes = { server: server.pid, generator: generator.pid };
        const from = profilersClock() + 1e6 * warmUpSeconds;
        const figures = await measure(world, { seconds, warmUpSeconds, processes }, generator.run);
        const { organizations } = group;
        const about = { organizations, connections: run.connections, operationsInRequest: run.batch };
        spans.push({ about, span: { from, to: from + 1e6 * seconds } });
        progress(`${organizations} org, ${run.connections} connections x ${run.batch}: ${figures.opsPerSecond} op/s`);
        emit({ subject: "http", ...about, ...figures, refused: generator.refused() });
      }
  } finally {
    await server.stop();
    if (profileIn !== undefined) tellProfile(profileIn, spans);
  }
}

function tellProfile(folder: string, spans: readonly { about: object; span: Span }[]): void {
  const [file] = readdirSync(folder);
  const profile = JSON.parse(readFileSync(join(folder, file!), "utf8")) as Profiler.Profile;
  rmSync(folder, { recursive: true });
  for (const { about, span } of spans)
    for (const line of topFunctions(profile, span)) emit({ subject: "profile", ...about, ...line });
}
