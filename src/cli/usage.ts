/** `talktime usage`: call records of another provider into a running Talktime, from a file or from a tenant's Graph. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { writeCalls } from "./from-graph/calls.ts";
import { readPeople } from "./from-graph/people.ts";
import { type AppRegistration, GraphTenant } from "./from-graph/tenant.ts";
import { Talktime } from "./from-graph/talktime.ts";
import { withoutSlash } from "./own-server.ts";

interface Options {
  organization: string;
  url?: string;
  key?: string;
  dryRun?: true;
  fromGraph?: true;
  tenant?: string;
  clientId?: string;
  clientSecret?: string;
  base?: string;
  authority?: string;
  from?: number;
  to?: number;
  callsOnly?: true;
}

const MICROSOFT = { base: "https://graph.microsoft.com", authority: "https://login.microsoftonline.com" };
const USUAL_DAYS = 90;
const DAY_MS = 86_400_000;

export function usageCommand(): Command {
  const usage = new Command("usage").description("call records of other providers");
  usage
    .command("import")
    .description("read call records into a running Talktime: a file, or all that a tenant's Graph has, with its people")
    .argument("[file]", "Teams' export (zip or its CSV), Graph's getPstnCalls JSON, or any carrier's CSV")
    .requiredOption("--organization <id>", "whose calls they are")
    .option("--from-graph", "read calls, users, licences and roles through Graph, with an app registration")
    .option("--tenant <id>", "the tenant's id or domain")
    .option("--client-id <id>", "of the app registration")
    .addOption(new Option("--client-secret <secret>", "of the app registration").env("GRAPH_CLIENT_SECRET"))
    .option("--base <address>", `of Graph; absent: ${MICROSOFT.base}`)
    .option("--authority <address>", `that gives tokens; absent: ${MICROSOFT.authority}, or --base where that is given`)
    .option("--from <date>", `first day of the calls; absent: ${USUAL_DAYS} days before the last`, asMoment)
    .option("--to <date>", "end of the calls, exclusive; absent: now", asMoment)
    .option("--calls-only", "leave users, licences and roles as they are")
    .option("--dry-run", "only say what would change")
    .option("--url <address>", "of Talktime; absent: that of the settings")
    .option("--key <key>", "an API key of it; absent: the operator's of this machine")
    .action(async (file: string | undefined, options: Options, command: Command) => {
      if ((file === undefined) === (options.fromGraph === undefined))
        command.error("Name either a file or --from-graph.", { exitCode: 2 });
      const talktime = new Talktime(options);
      const told =
        file === undefined
          ? await fromGraph(talktime, registrationOf(options, command), options)
          : { calls: await talktime.importCalls(file) };
      console.log(JSON.stringify(told));
      if (told.calls?.["state"] === "failed") process.exitCode = 1;
    });
  return usage;
}

function registrationOf(options: Options, command: Command): AppRegistration {
  const { tenant, clientId, clientSecret, base, authority } = options;
  if (tenant === undefined || clientId === undefined || clientSecret === undefined)
    return command.error("--from-graph needs --tenant, --client-id and --client-secret (or GRAPH_CLIENT_SECRET).", {
      exitCode: 2,
    });
  const from = { base: base ?? MICROSOFT.base, authority: authority ?? base ?? MICROSOFT.authority };
  return { tenant, clientId, clientSecret, base: withoutSlash(from.base), authority: withoutSlash(from.authority) };
}

async function fromGraph(talktime: Talktime, app: AppRegistration, options: Options) {
  const tenant = new GraphTenant(app);
  const people = options.callsOnly ? undefined : await importPeople(talktime, tenant);
  const to = options.to ?? Date.now();
  const from = options.from ?? to - USUAL_DAYS * DAY_MS;
  const folder = await mkdtemp(join(tmpdir(), "talktime-graph-"));
  try {
    const path = join(folder, `graph-${app.tenant.replace(/[^\w.-]/g, "_")}.json`);
    const rows = await writeCalls(tenant, { from, to }, path);
    return { ...people, calls: rows === 0 ? null : await talktime.importCalls(path) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What is bought first: users are refused licences beyond it. */
async function importPeople(talktime: Talktime, tenant: GraphTenant) {
  const known = await talktime.known();
  const { purchased, csv, leftOut } = await readPeople(tenant, known);
  const products = [...purchased].filter(([sku]) => !known.unlimited.has(sku));
  if (!talktime.dryRun)
    for (const [sku, count] of products)
      await talktime.ask("PUT", `/subscriptions/${encodeURIComponent(sku)}`, JSON.stringify({ purchased: count }));
  const path = `/users/import?dryRun=${talktime.dryRun}`;
  const { items: _, ...users } = await talktime.ask("POST", path, csv, "text/csv");
  return { subscriptions: Object.fromEntries(products), users, leftOut };
}

function asMoment(text: string): number {
  const at = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/.test(text) ? Date.parse(text) : NaN;
  if (!Number.isNaN(at)) return at;
  throw new InvalidArgumentError("It takes a date, such as 2026-11-01, or a time of RFC 3339.");
}
