/** `talktime serve`: what `npm start` runs. */
import { Command } from "commander";
import { type Config, unknownSettings } from "../config.ts";
import { type Running, startTalktime } from "../main.ts";
import { SAMPLE_ACCOUNTS } from "../engine/sign-in/sample-accounts.ts";
import { createLog, settings } from "./command.ts";

export const serveCommand = (): Command =>
  new Command("serve")
    .description("start Talktime: database, API, jobs; on the first start with the sample organisations")
    .option("-v, --verbose", "tell of every request")
    .action(({ verbose }: { verbose?: true }) => serve({ verbose: verbose === true }));

/** Serves until somebody asks it to stop. `beside` goes on meanwhile, and ends first. */
export async function serve(
  { verbose }: { verbose: boolean },
  beside: (running: Running, stop: AbortSignal) => Promise<void> = async () => {},
): Promise<void> {
  const config = settings();
  for (const name of unknownSettings(process.env, process.cwd()))
    console.error(`${name} is no setting of Talktime: it does nothing. docs/reference/configuration.md lists them.`);
  const log = createLog(verbose ? "info" : "warn");
  const running = await startTalktime(config, log);
  const asked = untilSignal();
  console.log(banner(config, running));
  const stop = new AbortController();
  const ended = beside(running, stop.signal);
  try {
    await Promise.race([asked, ended.then(() => asked)]);
    console.log("Stopping. Press Ctrl-C again to stop at once.");
    stop.abort();
    await ended;
  } finally {
    await running.stop();
  }
}

/** Ctrl-C reaches us twice: from the terminal, and handed on by npm. */
const SAME_SIGNAL_MS = 1_000;

/** SIGTERM or Ctrl-C; another one later ends the process on the spot. */
async function untilSignal(): Promise<void> {
  await new Promise<void>((resolve) => {
    let askedAt: number | undefined;
    const ask = (): void => {
      if (askedAt !== undefined && performance.now() - askedAt > SAME_SIGNAL_MS) process.exit(1);
      askedAt ??= performance.now();
      resolve();
    };
    process.on("SIGTERM", ask).on("SIGINT", ask);
  });
}

function banner(config: Config, { url, operatorKey, keyFile, dataFolder, madeUpPassword }: Running): string {
  const key = keyFile === undefined ? "$TALKTIME_OPERATOR_KEY" : operatorKey;
  const lines = [
    `Talktime serves ${url}`,
    config.databaseUrl === undefined ? `Data: ${dataFolder}` : "Data: the database of DATABASE_URL",
    keyFile === undefined ? "Operator key: that of TALKTIME_OPERATOR_KEY" : `Operator key: ${key} (kept in ${keyFile})`,
  ];
  if (config.sample === "none") return lines.join("\n");
  const password =
    madeUpPassword ??
    (config.adminPassword === undefined ? "as printed on the first start" : "$TALKTIME_ADMIN_PASSWORD");
  const headers = `-H "Authorization: Bearer ${key}" -H "Content-Type: application/json"`;
  return [
    ...lines,
    `Sign in: ${url}/sign-in as ${SAMPLE_ACCOUNTS.join(" or ")}, password ${password}`,
    "",
    "Charge a first call, of Dan at Contoso to Cuba: authorise it, then say that it lasted 90 seconds:",
    `  curl ${headers} ${url}/v1/calls -d '${FIRST_CALL}'`,
    `  curl ${headers} ${url}/v1/calls/first-call/release -d '{"usedSeconds":90}'`,
  ].join("\n");
}

/** To a country that no plan includes, so that the credits pay. */
const FIRST_CALL = JSON.stringify({
  callId: "first-call",
  user: "dan@contoso.example",
  from: "+12065550106",
  to: "+5378300000",
});
