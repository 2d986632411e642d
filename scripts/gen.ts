/**
 * node scripts/run.mjs scripts/gen.ts [--check]
 * Prints the files that are made from the code. With --check it writes nothing, names those that are stale and ends
 * with 1; migrations/schema.sql, which takes a database, is then left to its own test.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import openapiTS, { astToString } from "openapi-typescript";
import { pino } from "pino";
import { format } from "prettier";
import { createApp } from "../src/api/app.ts";
import { ANNOUNCEMENT_LANGUAGES, SIP_REASONS } from "../src/domain/sip-reason.ts";
import { readConfig, settings } from "../src/config.ts";
import type { Engine } from "../src/engine/engine.ts";
import { Live } from "../src/engine/live.ts";
import { packageRoot } from "../src/package-root.ts";
import { startEmbedded } from "../src/postgres/embedded/server.ts";
import { migrate } from "../src/postgres/migrate.ts";
import { dumpSchema } from "../src/postgres/schema-dump.ts";

const check = process.argv.includes("--check");
const stale: string[] = [];

await print("openapi.json", openApi);
await print("console/api/schema.ts", consoleSchema);
await print("docs/reference/configuration.md", async () => configuration());
await print("docs/switches/reasons.md", reasons);
if (!check) await print("migrations/schema.sql", schema);

if (stale.length > 0) {
  console.error(`Stale: ${stale.join(", ")}. Run npm run gen and commit what it prints.`);
  process.exitCode = 1;
}

async function print(file: string, make: () => Promise<string>): Promise<void> {
  const path = join(packageRoot(), file);
  const text = await make();
  if (existsSync(path) && readFileSync(path, "utf8") === text) return;
  if (check) {
    stale.push(file);
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.log(`printed ${file}`);
}

/** The routes describe themselves when they are registered; none of them is asked anything, so no engine is needed. */
async function openApi(): Promise<string> {
  const app = createApp({
    engine: { live: new Live() } as Engine,
    config: readConfig({}, "/nonexistent"),
    log: pino({ level: "silent" }),
  });
  await app.ready();
  const document = await app.inject("/openapi.json");
  await app.close();
  return `${JSON.stringify(document.json(), null, 2)}\n`;
}

/** The types of the console's client. */
async function consoleSchema(): Promise<string> {
  const types = await openapiTS(await openApi(), { alphabetize: true });
  return `/** Printed from openapi.json by \`npm run gen\`. */\n${astToString(types)}`;
}

function configuration(): string {
  const entries = Object.entries(settings.shape).map(([name, setting]) => {
    const standard = setting.safeParse(undefined);
    const plain = typeof standard.data === "object" ? JSON.stringify(standard.data) : standard.data;
    const value = plain === undefined ? "" : `Default: \`${plain}\`. `;
    return `## \`${name}\`\n\n${value}${setting.description ?? ""}\n`;
  });
  return `# Settings

Environment variables, or lines \`NAME=value\` of a file \`.env\` where Talktime is started; the environment comes first. An
empty value is none. This page is printed from \`src/config.ts\`.

${entries.join("\n")}`;
}

async function reasons(): Promise<string> {
  const rows = Object.entries(SIP_REASONS).map(([code, { status, cause, announcement }]) => [
    `\`${code}\``,
    status === null ? "(BYE)" : String(status),
    String(cause),
    `\`${announcement}\``,
  ]);
  const words = new Map(Object.values(SIP_REASONS).map(({ announcement, words: said }) => [announcement, said]));
  const spoken = [...words].map(([name, said]) => [`\`${name}\``, ...ANNOUNCEMENT_LANGUAGES.map((one) => said[one])]);
  const page = `# Refusals and ends in SIP, and what the caller hears

Every refusal of \`POST /v1/calls\` names its SIP status and Reason header (RFC 3326, Q.850) as
\`sip: {status, reason}\`, and an announcement in the organisation's language, such as \`ja/out-of-credit\`: a file of
that name for the switch to play. A last grant (\`finalGrant\`) names the announcement for \`warnAtSeconds\`, a hang-up
command its own. LIMIT is the switch's own cut at the limit, CHARGING_UNAVAILABLE what it says when Talktime can not be
asked. This page is printed from \`src/domain/sip-reason.ts\`.

${table(["outcome", "SIP status", "Q.850 cause", "announcement"], rows)}

## Announcements

${table(["name", ...ANNOUNCEMENT_LANGUAGES], spoken)}
`;
  return format(page, { parser: "markdown", printWidth: 120, proseWrap: "preserve" });
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

async function schema(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "talktime-gen-"));
  const quiet = (): void => {};
  const log = { debug: quiet, info: quiet, warn: console.warn, error: console.error };
  const { connection, dataFolder, stop } = await startEmbedded({ dataFolder: folder, log });
  try {
    await migrate(connection);
    return await dumpSchema(connection);
  } finally {
    await stop();
    for (const used of [folder, dataFolder]) rmSync(used, { recursive: true, force: true });
  }
}
