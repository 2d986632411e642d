/** `talktime deck`: look at a rate deck's file before it is sent, send it, and list the decks of a running Talktime. */
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { type DeckError, RateDeckReader } from "../engine/rate-deck-csv.ts";
import { type Answer, ask, ownServer } from "./own-server.ts";

/** Reads the whole file as an import would, without a database. */
export async function checkDeck(
  file: AsyncIterable<Uint8Array>,
): Promise<Pick<RateDeckReader, "rows" | "errors" | "errorCount" | "effectiveFrom">> {
  const reader = new RateDeckReader();
  for await (const piece of file) reader.read(piece);
  reader.end();
  return reader;
}

const errorLine = ({ line, column, message }: DeckError): string =>
  column === null ? `line ${line}: ${message}` : `line ${line}, ${column}: ${message}`;

function tellErrors(errors: readonly DeckError[], errorCount: number): string {
  const untold = errorCount - errors.length;
  return [...errors.map(errorLine), ...(untold > 0 ? [`and ${untold} more`] : [])].join("\n");
}

/** `errorCount` only with the bad lines of a deck; other refusals say all in `detail`. */
interface Refusal {
  title?: string;
  detail?: string;
  errors?: DeckError[];
  errorCount?: number;
}

/** Prints the answer; a refusal goes to standard error and ends with 1. */
function tell(command: Command, { status, body }: Answer): void {
  if (status < 300) return console.log(JSON.stringify(body));
  const { title = `Talktime answered ${status}`, detail = "", errors = [], errorCount } = body as Refusal;
  const why = errorCount === undefined ? detail : `Nothing was imported.\n${tellErrors(errors, errorCount)}`;
  command.error(`${title}. ${why}`, { exitCode: 1 });
}

/** Ends with 2 for what is wrong with the use: a file or a Talktime that is not there, a setting that is missing. */
async function attempt(command: Command, run: () => Promise<void>): Promise<void> {
  await run().catch((error: unknown) => {
    if (error instanceof Error && "exitCode" in error) throw error; // commander's own
    command.error(error instanceof Error ? error.message : String(error), { exitCode: 2 });
  });
}

export function deckCommand(): Command {
  const deck = new Command("deck").description(
    "rate decks: check a CSV file, import it, correct past charges by it, list what is in force",
  );

  deck
    .command("check <file>")
    .description("name every bad line of a rate deck; needs no database")
    .action((file: string, _options: object, command: Command) =>
      attempt(command, async () => {
        const { rows, errors, errorCount, effectiveFrom } = await checkDeck(createReadStream(file));
        if (errorCount > 0) command.error(tellErrors(errors, errorCount), { exitCode: 1 });
        console.log(JSON.stringify({ rows, effectiveFrom: new Date(effectiveFrom).toISOString() }));
      }),
    );

  deck
    .command("import <file>")
    .description("send a rate deck to the running Talktime, all or nothing")
    .requiredOption("--name <name>", "what to call it")
    .requiredOption("--currency <code>", "ISO 4217, such as USD")
    .option("--replaces <deck>", "id or name of the deck that ends where this one begins")
    .option("--named-only", "use it only for organisations that name it")
    .action((file: string, options: { namedOnly?: true } & Record<string, string>, command: Command) =>
      attempt(command, async () => {
        const { namedOnly, ...rest } = options;
        const query = new URLSearchParams({ ...rest, ...(namedOnly ? { namedOnly: "true" } : {}) });
        const request = { method: "POST", headers: { "content-type": "text/csv" }, body: await readFile(file) };
        tell(command, await ask(ownServer(), `/v1/rate-decks?${query.toString()}`, request));
      }),
    );

  deck
    .command("correct <deck>")
    .description("price a past period anew with a corrected deck; first look at it with --dry-run")
    .requiredOption("--from <date>", "inclusive, UTC")
    .requiredOption("--to <date>", "exclusive, UTC")
    .requiredOption("--reason <text>", "the organisations read it")
    .option("--organizations <ids...>", "only of these; else of all that the deck prices")
    .option("--dry-run", "only reckon what would change")
    .action((rateDeck: string, options: object, command: Command) =>
      attempt(command, async () => {
        const body = JSON.stringify({ rateDeck, ...options });
        const headers = { "content-type": "application/json" };
        tell(command, await ask(ownServer(), "/v1/rate-corrections", { method: "POST", headers, body }));
      }),
    );

  deck
    .command("list")
    .description("the rate decks, newest first")
    .option("--currency <code>", "only of this currency")
    .action((options: Record<string, string>, command: Command) =>
      attempt(command, async () => {
        tell(command, await ask(ownServer(), `/v1/rate-decks?${new URLSearchParams(options).toString()}`));
      }),
    );

  return deck;
}
