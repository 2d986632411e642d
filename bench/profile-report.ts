/** What V8's sampling profiler found, by function and source file. */
import { readFileSync } from "node:fs";
import type { Profiler } from "node:inspector/promises";
import { fileURLToPath } from "node:url";
import { round } from "./measure.ts";

/** So many lines of each table are told. */
export const SHOWN = 40;
export const SAMPLE_EVERY_US = 200;

/** Microseconds of the clock that V8's profiler tells times by, the same in every process. */
export const profilersClock = (): number => Number(process.hrtime.bigint() / 1000n);

/** Part of a profile, by `profilersClock`. */
export interface Span {
  from: number;
  to: number;
}

/**
 * The functions with the most time of their own. Idle time and the profiler's own ("dispatch") are left out: shares are
 * of the time that the engine was at work.
 */
export function topFunctions(
  profile: Profiler.Profile,
  { from, to }: Span = { from: 0, to: Infinity },
): { function: string; file: string; percent: number }[] {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node.callFrame]));
  const self = new Map<string, number>();
  let total = 0;
  let at = profile.startTime;
  profile.samples?.forEach((id, i) => {
    const frame = nodes.get(id)!;
    const micros = profile.timeDeltas![i]!;
    at += micros;
    if (at < from || at > to) return;
    if (frame.functionName === "(idle)" || (frame.functionName === "dispatch" && frame.url === "")) return;
    total += micros;
    const key = `${frame.functionName || "(anonymous)"}\0${fileOf(frame)}`;
    self.set(key, (self.get(key) ?? 0) + micros);
  });
  return [...self]
    .sort(([, a], [, b]) => b - a)
    .slice(0, SHOWN)
    .map(([key, micros]) => {
      const [name = "", file = ""] = key.split("\0");
      return { function: name, file, percent: round((100 * micros) / total) };
    });
}

/** Lines of a bundle and the source file that begins there: esbuild names each in a comment. */
const sources = new Map<string, { line: number; file: string }[]>();

function fileOf({ url, lineNumber }: { url: string; lineNumber: number }): string {
  if (!url.startsWith("file:")) return url;
  const isBundle = url.includes("/.cache/") || url.endsWith("/dist/talktime.mjs");
  if (!isBundle) return url.slice(url.lastIndexOf("node_modules/"));
  let files = sources.get(url);
  if (!files) {
    const lines = readFileSync(fileURLToPath(url), "utf8").split("\n");
    files = lines.flatMap((text, line) => {
      const file = /^\/\/ ((?:src|bench)\/\S+)$/.exec(text)?.[1];
      return file === undefined ? [] : [{ line, file }];
    });
    sources.set(url, files);
  }
  return files.findLast(({ line }) => line <= lineNumber)?.file ?? url;
}
