/** `talktime demo`: what `npm run demo` runs: the server, with calls of the sample organisation going on all the time. */
import { Command } from "commander";
import { connect } from "../switches/simulator/client.ts";
import { Simulator } from "../switches/simulator/simulator.ts";
import { serve } from "./serve.ts";
import { tallyWords } from "./simulate.ts";

/** Lines that call; with their pauses, eight to twelve calls are in progress. */
const LINES = 12;

export const demoCommand = (): Command =>
  new Command("demo")
    .description("start Talktime with simulated calls of Contoso going on; they are charged like any others")
    .option("-v, --verbose", "tell of every request")
    .action(({ verbose }: { verbose?: true }) =>
      serve({ verbose: verbose === true }, async ({ url, operatorKey }, stop) => {
        const api = connect(url, operatorKey);
        if ((await api("GET", "/v1/organizations/contoso")).status !== 200)
          throw new Error("The demo needs the sample organisation contoso: npx talktime seed loads it.");
        console.log("Simulated calls of contoso are going on: new ones begin, others end, are refused or cut.");
        const run = `demo-${Date.now().toString(36)}`;
        const simulation = { organization: "contoso", calls: Infinity, concurrent: LINES, seed: 1, speed: 1, run };
        const tally = await new Simulator(api, simulation).run(stop);
        console.log(tallyWords(tally));
      }),
    );
