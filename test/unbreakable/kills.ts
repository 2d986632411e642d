/**
 * `npm run kills -- --rounds N [--seed S] [--victim V]`: kill -9 of the database, the server, both, or one connection, N
 * times in a random order under load, or always of the same one. One JSON object a round; exit 1 if anything acknowledged was lost, or if it took three
 * seconds or more, in the median, until Talktime was ready again, on a host that has nothing else to do.
 */
import { parseArgs } from "node:util";
import { killRounds, medianReady, randomOf, READY_WITHIN_MS, type Round, VICTIMS } from "./rounds.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "40" },
    seed: { type: "string", default: String(Date.now() % 1e9) },
    victim: { type: "string" },
  },
});
const [rounds, seed] = [Number(values.rounds), Number(values.seed)];
const candidates = VICTIMS.filter((victim) => values.victim === undefined || values.victim === victim);
if (!(rounds > 0) || !Number.isInteger(seed) || candidates.length === 0) {
  console.error(`Usage: npm run kills -- [--rounds N] [--seed S], whole numbers, [--victim ${VICTIMS.join("|")}]`);
  process.exit(2);
}
console.error(`${rounds} rounds, seed ${seed}`);
const random = randomOf(seed);
const victims = Array.from({ length: rounds }, () => candidates[Math.floor(random() * candidates.length)]!);
const done: Round[] = [];
let acknowledged = 0;
let lost = 0;
for await (const round of killRounds(victims, { seed, loadMs: 3_000 })) {
  console.log(JSON.stringify(round));
  done.push(round);
  acknowledged += round.acknowledged;
  lost += round.wrong.length;
}
const median = medianReady(done);
const most = Math.max(...done.map(({ readyMs }) => readyMs));
console.log(JSON.stringify({ rounds, acknowledged, lost, readyMedianMs: median, readyMostMs: most }));
if (lost > 0) console.error(`Not all of what was acknowledged was there afterwards. Seed ${seed}.`);
if (median >= READY_WITHIN_MS) console.error(`It took ${median} ms to be ready again, the median of ${rounds} rounds.`);
process.exitCode = lost > 0 || median >= READY_WITHIN_MS ? 1 : 0;
