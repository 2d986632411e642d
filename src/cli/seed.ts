/** `talktime seed`: load the sample organisations into a database that was started without them. */
import { Command } from "commander";
import { seed } from "../engine/seed.ts";
import { asker, joinDatabase, openEngine } from "../main.ts";
import { createLog, settings } from "./command.ts";

export const seedCommand = (): Command =>
  new Command("seed")
    .description("load the sample organisations and rate decks; what is there already stays")
    .action(async () => {
      const config = settings();
      const log = createLog("warn");
      const database = await joinDatabase(config, log);
      try {
        const { app, engine, operatorKey } = await openEngine(config, database, log);
        try {
          await app.ready();
          await seed(engine, asker(app, operatorKey));
          console.log("The sample organisations are loaded.");
        } finally {
          await app.close();
          await engine.close();
        }
      } finally {
        await database.stop();
      }
    });
