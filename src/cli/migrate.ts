/** `talktime migrate`: bring the database to the newest schema without serving. */
import { Command } from "commander";
import { openDatabase } from "../main.ts";
import { migrate } from "../postgres/migrate.ts";
import { assertUsableServer } from "../postgres/pool.ts";
import { createLog, settings } from "./command.ts";

export const migrateCommand = (): Command =>
  new Command("migrate")
    .description("bring the database to the newest schema; serve does so by itself")
    .action(async () => {
      const database = await openDatabase(settings(), createLog("warn"));
      try {
        await assertUsableServer(database.connection);
        const done = await migrate(database.connection);
        console.log(done.length > 0 ? done.join("\n") : "The schema is the newest already.");
      } finally {
        await database.stop();
      }
    });
