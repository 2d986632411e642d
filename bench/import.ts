/** What callers notice of a rate deck that is imported by the same server: their latencies without it, and meanwhile. */
import { makeDeck } from "./deck.ts";
import { measure, round } from "./measure.ts";
import { emit } from "./report.ts";
import { type Server, startGenerator, startServer } from "./server.ts";
import type { World } from "./world.ts";

/** A switch with some calls a second on each of its connections, not a closed loop: that would measure its own queue. */
const SWITCHES = { connections: 8, batch: 1, pauseMs: 20 };

/** Issue: calls wait at most 20 ms, 99 of 100, while 200,000 rows are imported. */
export async function benchImport(world: World, { seconds }: { seconds: number }): Promise<void> {
  const server = await startServer(world);
  const group = world.groups.find(({ name }) => name === "one")!;
  const { csv } = makeDeck(world.deckRows);
  const run = async (seed: number, during?: () => Promise<unknown>) => {
    const generator = await startGenerator({ port: server.port, key: server.key, group, seed, ...SWITCHES });
    const processes = { server: server.pid, generator: generator.pid };
    return measure(world, { seconds, warmUpSeconds: 8, processes, ...(during ? { during } : {}) }, generator.run);
  };
  try {
    const alone = await run(2000);
    let importSeconds = 0;
    const beside = await run(2001, async () => {
      const begun = performance.now();
      await postDeck(server, csv);
      importSeconds = round((performance.now() - begun) / 1000);
    });
    const about = { deckRows: world.deckRows, importSeconds };
    emit({ subject: "calls without an import", ...alone });
    emit({ subject: "calls beside an import", ...about, ...beside });
  } finally {
    await server.stop();
  }
}

/** A deck that no call is priced by. */
async function postDeck({ port, key }: Server, csv: string): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/v1/rate-decks?name=beside-calls&currency=USD&namedOnly=true`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "text/csv" },
    body: csv,
  });
  if (answer.status !== 201) throw new Error(`the import answered ${answer.status} ${await answer.text()}`);
}
