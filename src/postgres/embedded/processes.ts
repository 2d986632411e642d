import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * What the operating system knows about processes. A pid alone proves nothing, since pids are used again and a zombie
 * still has one: these functions look at the start time and at the command line.
 */

const hasProc = process.platform === "linux";

/** The same text for as long as the same process lives; undefined once it is gone or only a zombie. */
export function identityOf(pid: number): string | undefined {
  try {
    if (!hasProc) return ps(pid, "stat=").startsWith("Z") ? undefined : ps(pid, "lstart=") || undefined;
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // "pid (name) state …", where the name may hold spaces and brackets; the start time is the 22nd field.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return undefined;
    return `${bootId()} ${fields[19]}`;
  } catch {
    return undefined;
  }
}

/** The start time counts from the host's own start. Some container runtimes do not tell which start that was. */
function bootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "";
  }
}

export const isAlive = (pid: number): boolean => identityOf(pid) !== undefined;

/** The living postmasters of one database folder, found by the `-D` that is on their command line. */
export function postmastersOf(databaseFolder: string): number[] {
  const wanted = ` -D ${databaseFolder} `;
  return commandLines()
    .filter(([pid, command]) => `${command} `.includes(wanted) && isAlive(pid))
    .map(([pid]) => pid);
}

/** Waits until the process is gone. False if it still lives after that many milliseconds. */
export async function waitForEnd(pid: number, milliseconds: number): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  while (isAlive(pid)) {
    if (Date.now() > deadline) return false;
    await sleep(10);
  }
  return true;
}

function commandLines(): [pid: number, command: string][] {
  if (!hasProc) {
    return execFileSync("ps", ["-axww", "-o", "pid=,command="], { encoding: "utf8" })
      .split("\n")
      .map((line) => [Number.parseInt(line, 10), line.trim().replace(/^\d+ +/, "")]);
  }
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [Number(name), commandLineOf(name)]);
}

function commandLineOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trimEnd();
  } catch {
    return ""; // ended while we looked
  }
}

const ps = (pid: number, column: string): string =>
  execFileSync("ps", ["-p", String(pid), "-o", column], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();
