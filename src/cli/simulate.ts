/** `talktime simulate`: a switch without phones that makes calls against a running Talktime. */
import { Command, InvalidArgumentError } from "commander";
import { connect } from "../switches/simulator/client.ts";
import { Simulator, type Tally } from "../switches/simulator/simulator.ts";
import { ownServer } from "./own-server.ts";

interface Options {
  url?: string;
  key?: string;
  organization: string;
  calls: number;
  concurrent: number;
  seed: number;
  speed: number;
}

export const simulateCommand = (): Command =>
  new Command("simulate")
    .description("make calls against a running Talktime, as a switch would; they are charged like any others")
    .option("--url <address>", "of Talktime; absent: that of the settings")
    .option("--key <key>", "that may charge calls and read the organisation; absent: the operator's of this machine")
    .option("--organization <id>", "whose calls they are", "contoso")
    .option("--calls <n>", "how many to make", wholeNumber, 100)
    .option("--concurrent <n>", "how many go on at a time", wholeNumber, 10)
    .option("--seed <n>", "the same seed makes the same calls", wholeNumber, 1)
    .option("--speed <n>", "seconds of a call that pass in one second", wholeNumber, 1)
    .action(async ({ url, key, ...simulation }: Options) => {
      const own = ownServer({ ...(url !== undefined && { url }), ...(key !== undefined && { key }) });
      const stop = new AbortController();
      const end = (): void => stop.abort();
      process.on("SIGINT", end).on("SIGTERM", end);
      const api = connect(own.url, own.key);
      const run = `simulated-${Date.now().toString(36)}`;
      const tally = await new Simulator(api, { ...simulation, run }).run(stop.signal);
      console.log(tallyWords(tally));
      if (tally.failed > 0) process.exitCode = 1;
    });

export function tallyWords({ made, ended, cut, unanswered, refused, failed }: Tally): string {
  const reasons = Object.entries(refused).sort(([, a], [, b]) => b - a);
  const count = reasons.reduce((sum, [, n]) => sum + n, 0);
  const why = count === 0 ? "" : ` (${reasons.map(([code, n]) => `${code} ${n}`).join(", ")})`;
  return (
    `${made} calls: ${ended} ended, ${cut} cut at their limit, ${unanswered} not answered, ${count} refused${why}, ` +
    `${failed} failed.`
  );
}

function wholeNumber(value: string): number {
  if (!/^[1-9]\d{0,6}$/.test(value)) throw new InvalidArgumentError("It must be a whole number from 1 to 9999999.");
  return Number(value);
}
