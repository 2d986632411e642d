import { describe, expect, test } from "vitest";
import { killRounds, medianReady, READY_WITHIN_MS, type Round, VICTIMS } from "./rounds.ts";

const killable = process.platform === "linux";

describe("kill -9 under the load of 16 callers", () => {
  test("of the database, the server, both, and one connection: nothing acknowledged is lost, and calls go on", async ({
    skip,
  }) => {
    skip(!killable, "the processes of a database are found in /proc, which only Linux has");
    const rounds: Round[] = [];
    for await (const round of killRounds(VICTIMS, { seed: 20261122, loadMs: 1_500 })) {
      expect(round.wrong, `after kill -9 of the ${round.victim}`).toEqual([]);
      // The callers were at work, and the kill hit some of them.
      expect(round.acknowledged, round.victim).toBeGreaterThan(100);
      rounds.push(round);
    }
    expect(rounds.reduce((total, { repeated }) => total + repeated, 0)).toBeGreaterThan(0);
    expect(medianReady(rounds), "from kill -9 until /readyz says 200, ms").toBeLessThan(READY_WITHIN_MS);
    for (const { victim, chargingMs } of rounds)
      expect(chargingMs, `from kill -9 of the ${victim} until the next call is granted, ms`).toBeLessThan(40_000);
  }, 240_000);
});
