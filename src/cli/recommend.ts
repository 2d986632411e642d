/** `talktime recommend`: how much to fund, from a usage file alone. No server, no database, no settings. */
import { Command, InvalidArgumentError } from "commander";
import { adviceJson } from "../engine/advice-json.ts";
import { type FileAdvice, LEAST_RISK, LONGEST_LEAD_HOURS, recommendFromFile, USUAL_WISH } from "../engine/recommend.ts";
import { CURRENCIES, readMapping } from "../engine/usage-file/columns.ts";
import { UnreadableFile } from "../engine/usage-file/row.ts";

interface Options {
  json?: true;
  risk: number;
  leadHours: number;
  currency?: string;
  country: string;
  mapping?: ReturnType<typeof readMapping>;
}

/** Rows from further ahead are mistakes; a clock that is wrong by a year is not for this command to judge. */
const AHEAD_MS = 366 * 86_400_000;

export function recommendCommand(): Command {
  return new Command("recommend")
    .description("how much to put in first, when to recharge and by how much, from the call records of a provider")
    .argument("<file>", "Teams' export (zip or its CSV), Graph's getPstnCalls JSON, or any carrier's CSV")
    .option("--json", "print the answer as the API gives it")
    .option("--risk <chance>", "chance, per recharge, that the balance reaches zero first", readRisk, USUAL_WISH.risk)
    .option("--lead-hours <hours>", "how long a recharge may take", readHours, USUAL_WISH.leadHours)
    .option("--currency <code>", "of charges that name none; absent: as the file says, else USD", readCurrency)
    .option("--country <code>", "where numbers without a country code are, such as US", readCountry, "US")
    .option("--mapping <json>", 'how to read a carrier\'s CSV, such as {"columns":{"to":"Nummer"}}', asMapping)
    .action(async (file: string, options: Options, command: Command) => {
      try {
        const { risk, leadHours, mapping = {}, currency, country } = options;
        const latest = Date.now() + AHEAD_MS;
        const settings = { mapping, currency, country, latest };
        const advice = await recommendFromFile(file, { risk, leadHours }, settings);
        for (const line of warnings(advice)) console.error(line);
        const answer = adviceJson(advice);
        console.log(options.json ? JSON.stringify(answer) : asText(answer));
      } catch (error) {
        if (error instanceof UnreadableFile) command.error(error.message, { exitCode: 1 });
        if (error instanceof Error && "code" in error && "syscall" in error)
          command.error(error.message, { exitCode: 2 });
        throw error;
      }
    });
}

function warnings({ refused, refusedCount, priced, currency }: FileAdvice): string[] {
  const told = refused.slice(0, 10).map(({ line, why }) => `line ${line}: ${why}`);
  const more = refusedCount - told.length;
  return [
    ...told,
    ...(more > 0 ? [`and ${more} more lines that were not taken`] : []),
    ...(priced > 0 ? [`${priced} calls without a charge were priced by the sample deck in ${currency}`] : []),
  ];
}

type Json = ReturnType<typeof adviceJson>;

function asText({ currency, basis, backtest, steps, ...advice }: Json): string {
  const tested = ({ timesAtZero, recharges, forfeited, averageIdle }: Omit<Json["backtest"], "days" | "naive">) =>
    `${timesAtZero} times at zero, ${recharges} recharges, ${forfeited} ${currency} forfeited, ` +
    `${averageIdle} ${currency} idle on average`;
  const width = Math.max(...steps.map(({ label }) => label.length));
  return [
    `First funding    ${advice.firstFunding} ${currency}`,
    `Trigger amount   ${advice.triggerAmount} ${currency}`,
    `Recharge amount  ${advice.rechargeAmount} ${currency}`,
    `Expected spend   ${advice.expectedMonthlySpend} ${currency} a month`,
    "",
    `From ${basis.calls} calls, ${basis.from?.slice(0, 10)} to ${basis.to?.slice(0, 10)}:`,
    ...steps.map(({ label, value }) => `  ${label.padEnd(width)}  ${value}`),
    "",
    `On these ${backtest.days} days: ${tested(backtest)}.`,
    `With the naive choice: ${tested(backtest.naive)}.`,
  ].join("\n");
}

function readRisk(text: string): number {
  const risk = Number(text);
  if (/^\d*\.?\d+$/.test(text) && risk >= LEAST_RISK && risk < 1) return risk;
  throw new InvalidArgumentError(`It takes a chance from ${LEAST_RISK} to below 1, such as 0.01.`);
}

function readHours(text: string): number {
  const hours = Number(text);
  if (/^\d{1,4}$/.test(text) && hours >= 1 && hours <= LONGEST_LEAD_HOURS) return hours;
  throw new InvalidArgumentError(`It takes whole hours from 1 to ${LONGEST_LEAD_HOURS}.`);
}

function readCurrency(text: string): string {
  if (CURRENCIES.has(text.toUpperCase())) return text.toUpperCase();
  throw new InvalidArgumentError("It takes a currency code of ISO 4217, such as USD.");
}

function readCountry(text: string): string {
  if (/^[A-Za-z]{2}$/.test(text)) return text.toUpperCase();
  throw new InvalidArgumentError("It takes two letters, as in ISO 3166-1 alpha-2.");
}

function asMapping(text: string): ReturnType<typeof readMapping> {
  try {
    return readMapping(JSON.parse(text));
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}
