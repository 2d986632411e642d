/** What the commands share: settings, messages on standard error, and how a command ends. */
import { type Command, CommanderError } from "commander";
import pino, { type Logger } from "pino";
import { type Config, readConfig } from "../config.ts";

/** Messages go to standard error: what a command prints is for pipes. */
export const createLog = (level: "info" | "warn" = "info"): Logger =>
  pino({ base: null, level, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ fd: 2, sync: true }));

export const settings = (): Config => readConfig(process.env, process.cwd());

/** Runs a command: 0 done, 1 the answer is no or it failed, 2 wrong use. */
export async function run(program: Command, args: readonly string[]): Promise<number> {
  inherit(program);
  program.exitOverride();
  try {
    await program.parseAsync(args, { from: "user" });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return wrongUse(error) ? 2 : error.exitCode;
    console.error(`talktime: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

/** Commander's own refusals are wrong use; those of a command say themselves how they end. */
const wrongUse = ({ code, exitCode }: CommanderError): boolean => exitCode !== 0 && code !== "commander.error";

/** A command that is made elsewhere does not know its parent's ways when it is added. */
function inherit(parent: Command): void {
  parent.exitOverride();
  for (const child of parent.commands) {
    child.copyInheritedSettings(parent);
    inherit(child);
  }
}
