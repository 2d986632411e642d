/** `talktime`: the commands. */
import { Command } from "commander";
import { programVersion } from "../package-root.ts";
import { auditCommand } from "./audit.ts";
import { run } from "./command.ts";
import { deckCommand } from "./deck.ts";
import { demoCommand } from "./demo.ts";
import { migrateCommand } from "./migrate.ts";
import { rateCommand } from "./rate.ts";
import { recommendCommand } from "./recommend.ts";
import { seedCommand } from "./seed.ts";
import { serveCommand } from "./serve.ts";
import { simulateCommand } from "./simulate.ts";
import { usageCommand } from "./usage.ts";

const program = new Command("talktime")
  .description("Prepaid communications credits for any phone system.")
  .version(programVersion())
  .addCommand(serveCommand())
  .addCommand(demoCommand())
  .addCommand(simulateCommand())
  .addCommand(migrateCommand())
  .addCommand(seedCommand())
  .addCommand(auditCommand())
  .addCommand(rateCommand())
  .addCommand(deckCommand())
  .addCommand(recommendCommand())
  .addCommand(usageCommand());

process.exitCode = await run(program, process.argv.slice(2));
