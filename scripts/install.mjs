// Installs what is missing, so that a fresh clone needs no instructions. Uses nothing from npm itself.
import { spawn } from "node:child_process";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Runs `npm ci` unless node_modules already holds what package-lock.json lists.
 * `dev`: tests and checks need the development packages too; the program itself does not ask for them,
 * so an installation made with --omit=dev stays as it is.
 */
export async function ensureInstalled({ dev = false } = {}) {
  if (!missingPackage({ dev })) return;
  const unlock = await takeLock(join(ROOT, "dist", ".install-lock"));
  try {
    const missing = missingPackage({ dev }); // another launcher may have installed it while this one waited
    if (!missing) return;
    const omitDev = !dev && process.env.NODE_ENV === "production";
    console.error(`Installing packages (${missing} is missing or of another version); this takes up to a minute ...`);
    await run("npm", ["ci", omitDev ? "--omit=dev" : "--include=dev", "--no-audit", "--no-fund"]);
  } finally {
    unlock();
  }
}

/** The first package of the lock file that is not installed as listed; undefined when all are there. */
export function missingPackage({ dev, root = ROOT }) {
  const wanted = readPackages(join(root, "package-lock.json"));
  const present = readPackages(join(root, "node_modules", ".package-lock.json"));
  if (!wanted) throw new Error("package-lock.json cannot be read: is this clone complete?");
  for (const [path, { version, integrity, dev: onlyDev, devOptional, optional }] of Object.entries(wanted)) {
    if (path === "" || optional || devOptional || (onlyDev && !dev)) continue;
    const found = present?.[path];
    if (found?.version !== version || found.integrity !== integrity) return path.replace(/^.*node_modules\//, "");
  }
  return undefined;
}

// npm writes node_modules/.package-lock.json last, so an interrupted installation counts as none.
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}

/** Two launchers in one clone: `npm ci` of the second would delete what the first is installing. */
async function takeLock(path) {
  mkdirSync(dirname(path), { recursive: true });
  for (;;) {
    const ticket = `${path}.${process.pid}`;
    try {
      writeFileSync(ticket, String(process.pid));
      linkSync(ticket, path); // appears with its content or not at all
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    } finally {
      rmSync(ticket, { force: true });
    }
    if (!isAlive(path)) rmSync(path, { force: true });
    else await sleep(200);
  }
}

function isAlive(path) {
  try {
    process.kill(Number(readFileSync(path, "utf8")), 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** npm's words go to standard error: standard output belongs to the command (JSON, CSV). */
async function run(command, args) {
  const child = spawn(command, args, { cwd: ROOT, stdio: ["ignore", 2, 2] });
  const pass = (signal) => child.kill(signal);
  process.on("SIGINT", pass).on("SIGTERM", pass);
  try {
    const [code, signal] = await new Promise((resolve, reject) => {
      child.once("error", reject).once("exit", (...end) => resolve(end));
    });
    if (code !== 0) throw new Error(`\`${command} ${args.join(" ")}\` ended with ${signal ?? `exit code ${code}`}`);
  } finally {
    process.off("SIGINT", pass).off("SIGTERM", pass);
  }
}
