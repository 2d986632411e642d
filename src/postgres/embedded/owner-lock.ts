import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { identityOf } from "./processes.ts";

interface Owner {
  pid: number;
  /** Of `identityOf`, so that a pid that was given to another process does not look like ours. */
  identity: string;
}

/**
 * Makes this process the owner of a data folder, which is said by a file in it. The file of a process that is gone is
 * taken over.
 * @returns what gives the folder back
 * @throws Error that names the folder and the pid, when another living Talktime owns it
 */
export function claim(dataFolder: string): () => void {
  const file = join(dataFolder, "talktime.lock");
  const mine: Owner = { pid: process.pid, identity: identityOf(process.pid) ?? "" };
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(mine));
  try {
    // A link is made whole or not at all, so that no other process ever reads half a file.
    while (!linked(draft, file)) {
      refuseIfAlive(file, dataFolder);
      // Two starters may find the same dead owner: what was moved away is looked at again before it is forgotten.
      const aside = `${draft}.dead`;
      if (!moved(file, aside)) continue;
      try {
        refuseIfAlive(aside, dataFolder);
      } catch (error) {
        linked(aside, file);
        throw error;
      } finally {
        rmSync(aside, { force: true });
      }
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return () => rmSync(file, { force: true });
}

function refuseIfAlive(file: string, dataFolder: string): void {
  const owner = read(file);
  if (owner && owner.identity !== "" && identityOf(owner.pid) === owner.identity) {
    throw new Error(
      `The data folder ${dataFolder} is in use by a running Talktime (process ${owner.pid}). ` +
        "Stop that one first, or give this one a folder of its own with TALKTIME_DATA.",
    );
  }
}

function read(file: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Owner;
  } catch {
    return undefined; // gone meanwhile, or emptied by a power loss: nobody's
  }
}

const linked = (from: string, to: string): boolean => succeeds(() => linkSync(from, to), "EEXIST");
const moved = (from: string, to: string): boolean => succeeds(() => renameSync(from, to), "ENOENT");

function succeeds(action: () => void, expected: string): boolean {
  try {
    action();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === expected) return false;
    throw error;
  }
}
