/** The same calls through the real server: requests of one operation, and batches of a hundred. */
import { measure } from "./measure.ts";
import { emit, progress } from "./report.ts";
import { startGenerator, startServer } from "./server.ts";
import type { World } from "./world.ts";

export interface HttpOptions {
  seconds: number;
  warmUpSeconds: number;
}

const RUNS = [
  { connections: 64, batch: 1 },
  { connections: 512, batch: 1 },
  { connections: 16, batch: 100 },
];

export async function benchHttp(world: World, { seconds, warmUpSeconds }: HttpOptions): Promise<void> {
  const server = await startServer(world);
  try {
    for (const group of world.groups.filter(({ name }) => name !== "many"))
      for (const [i, run] of RUNS.entries()) {
        const generator = await startGenerator({ port: server.port, key: server.key, group, seed: 1000 + i, ...run });
        const processes = { server: server.pid, generator: generator.pid };
        const figures = await measure(world, { seconds, warmUpSeconds, processes }, generator.run);
        const { organizations } = group;
        progress(`${organizations} org, ${run.connections} connections x ${run.batch}: ${figures.opsPerSecond} op/s`);
        emit({
          subject: "http",
          organizations,
          connections: run.connections,
          operationsInRequest: run.batch,
          ...figures,
          refused: generator.refused(),
        });
      }
  } finally {
    await server.stop();
  }
}
