/** Forfeits what ended lots still hold; nothing else has to touch the account for it (architecture.md 3). */
import { listEndedLots } from "../postgres/lots.ts";
import { apart } from "./apart.ts";
import type { Engine } from "./engine.ts";

/** A remainder that calls in progress hold stays, and is looked at again whenever they give some of it back. */
export async function expireLots(engine: Engine): Promise<void> {
  // The lane forfeits what has ended whenever it touches an account: touching it is all there is to do.
  await apart(await listEndedLots(engine.pool, engine.now()), (organization) =>
    engine.lane.run(organization, { decide: () => ({ result: undefined }) }),
  );
}
