/** `talktime seed`: load the sample organisations into a database that was started without them. */
import { Command } from "commander";
import { joinDatabase, prepare } from "../main.ts";
import { loadSample } from "../sample.ts";
import { createLog, settings } from "./command.ts";

export const seedCommand = (): Command =>
  new Command("seed")
    .description("load the sample organisations, with their past, and rate decks; what is there already stays")
    .action(async () => {
      const config = settings();
      const log = createLog("warn");
      const database = await joinDatabase(config, log);
      try {
        await prepare(database, log);
        await loadSample(config, database, log);
        console.log("The sample organisations are loaded.");
      } finally {
        await database.stop();
      }
    });
