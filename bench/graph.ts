/** Up to a hundred thousand calls through the Graph-shaped API, page after page, as a client follows the links. */
import { pino } from "pino";
import { createApp } from "../src/api/app.ts";
import { readConfig } from "../src/config.ts";
import { emit } from "./report.ts";
import type { World } from "./world.ts";

const KEY = "operator-key-of-the-benchmark-0123456789";
const PATH = "/graph/v1.0/communications/callRecords/getPstnCalls";
const DAY_MS = 86_400_000;
const DAYS = 90;
const MOST_ROWS = 100_000;

/** The calls of `organization` in the days up to `to`, epoch ms. */
export async function walkGraph({ engine }: World, organization: string, to: number): Promise<void> {
  const config = readConfig({ TALKTIME_OPERATOR_KEY: KEY }, "/nonexistent");
  const app = createApp({ engine, config, log: pino({ level: "silent" }) });
  const headers = { authorization: `Bearer ${KEY}`, "x-organization": organization };
  const day = (at: number): string => new Date(at).toISOString();
  let [rows, pages, worstMs] = [0, 0, 0];
  const began = performance.now();
  const cpu = process.cpuUsage();
  let url: string | undefined = `${PATH}(fromDateTime=${day(to - DAYS * DAY_MS)},toDateTime=${day(to)})`;
  while (url !== undefined && rows < MOST_ROWS) {
    const asked = performance.now();
    const answer = await app.inject({ url, headers });
    const page: { value: object[]; "@odata.nextLink"?: string } = answer.json();
    worstMs = Math.max(worstMs, performance.now() - asked);
    rows += page.value.length;
    pages += 1;
    url = page["@odata.nextLink"]?.slice(engine.post.publicUrl.length);
  }
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  const { user, system } = process.cpuUsage(cpu);
  const cpuSeconds = Math.round((user + system) / 100_000) / 10;
  emit({ subject: "graph pages", rows, pages, seconds, cpuSeconds, worstMs: Math.round(worstMs) });
  await app.close();
}
