/** `talktime rate`: what one call costs by a tariff in a file. No database, no settings (contract.md, "Rate deck CSV"). */
import { readFileSync } from "node:fs";
import { Command } from "commander";
import { z } from "zod";
import { formatMicros, roundToMicros } from "../domain/money.ts";
import { parseTariff, rate } from "../domain/rating.ts";

const seconds = z.int().min(1).max(1e9);
const tariffFile = z.object({
  connectionFee: z.string(),
  steps: z
    .array(
      z.object({
        fromSeconds: z.int().min(0).max(1e9),
        price: z.string(),
        perSeconds: seconds,
        incrementSeconds: seconds,
      }),
    )
    .max(1000),
  rounding: z.object({ method: z.enum(["up", "half-up", "down"]), decimals: z.int().min(0).max(6) }),
});

export interface Priced {
  cost: string;
  billedSeconds: number;
}

/**
 * @param file the text of the tariff file
 * @param duration whole seconds, 0 to 10⁹, as typed
 * @returns the price, or what is wrong, a sentence for each field with its JSON pointer
 */
export function priceCall(file: string, duration: string): Priced | { errors: string[] } {
  if (!/^\d{1,10}$/.test(duration) || Number(duration) > 1e9)
    return { errors: [`--seconds takes a whole number from 0 to 1000000000, not ${JSON.stringify(duration)}`] };
  let json: unknown;
  try {
    json = JSON.parse(file.replace(/^\uFEFF/, ""));
  } catch (error) {
    return { errors: [`the tariff is not JSON: ${error instanceof Error ? error.message : String(error)}`] };
  }
  const shaped = tariffFile.safeParse(json);
  if (!shaped.success)
    return { errors: shaped.error.issues.map(({ path, message }) => `${["", ...path].join("/") || "/"}: ${message}`) };
  const parsed = parseTariff(shaped.data);
  if ("errors" in parsed) return { errors: parsed.errors.map(({ pointer, message }) => `${pointer}: ${message}`) };
  const { raw, billedSeconds } = rate(parsed.tariff, Number(duration));
  return { cost: formatMicros(roundToMicros(raw, parsed.tariff.rounding)), billedSeconds };
}

export function rateCommand(): Command {
  return new Command("rate")
    .description("price one call by a tariff in a JSON file, without a database")
    .requiredOption("--tariff <file>", "the tariff: connectionFee, steps, rounding")
    .requiredOption("--seconds <n>", "how long the call lasted, in whole seconds")
    .action((options: { tariff: string; seconds: string }, command: Command) => {
      let file: string;
      try {
        file = readFileSync(options.tariff, "utf8");
      } catch (error) {
        return command.error(error instanceof Error ? error.message : String(error), { exitCode: 2 });
      }
      const priced = priceCall(file, options.seconds);
      if ("errors" in priced) command.error(priced.errors.join("\n"), { exitCode: 2 });
      else console.log(JSON.stringify(priced));
    });
}
