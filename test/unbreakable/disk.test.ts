import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { Callers } from "./callers.ts";
import { Program } from "./program.ts";
import { randomOf } from "./rounds.ts";
import { callOf, importDeck, largeDeck, makeSpender } from "./world.ts";

const DISK_MB = 160;
let mounted: string | undefined;

/** A disk of its own that a test may fill up; undefined where that is not allowed. */
function mountSmallDisk(): string | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "talktime-disk-"));
  try {
    execFileSync("/bin/mount", ["-t", "tmpfs", "-o", `size=${DISK_MB}m,mode=755`, "tmpfs", folder], {
      stdio: "ignore",
    });
    return (mounted = folder);
  } catch {
    rmSync(folder, { recursive: true });
    return undefined;
  }
}

afterEach(() => {
  if (mounted === undefined) return;
  execFileSync("/bin/umount", ["--lazy", mounted]);
  rmSync(mounted, { recursive: true });
  mounted = undefined;
});

/** Takes what room there is; returns what gives it back. */
function fill(folder: string): () => void {
  const file = join(folder, "filler");
  const descriptor = openSync(file, "w");
  try {
    for (;;) writeSync(descriptor, Buffer.alloc(1 << 16));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  } finally {
    closeSync(descriptor);
  }
  return () => rmSync(file);
}

describe("the disk is full", () => {
  test("for a while, under load: nothing acknowledged is lost, and calls go on as soon as there is room", async ({
    skip,
  }) => {
    const disk = mountSmallDisk();
    if (disk === undefined) return skip("a small disk can be mounted by root on Linux only");
    const program = new Program(join(disk, "data"));
    try {
      await program.start();
      await importDeck(program.ask);
      const spender = await makeSpender(program.ask, "contoso", "10000");
      const probe = await makeSpender(program.ask, "probe", "1000");
      const callers = new Callers(program.ask, [spender], randomOf(1));
      callers.start(8);
      await sleep(500);
      const giveBack = fill(disk);
      // More than is left of the journal's last file: the server cannot even write that down, and ends.
      const deck = await program.ask("POST", "/v1/rate-decks?name=large&currency=USD", largeDeck(100_000));
      expect(deck.status === 0 || deck.status >= 500, `the import was answered ${deck.status}`).toBe(true);
      await sleep(2_000);
      // The server may come back and find room for a while in what it has written; then what it grants has to stay.
      const meanwhile = await program.ask("POST", "/v1/calls", callOf(probe, "meanwhile"));
      expect([201, 503]).toContain(meanwhile.status);
      expect((await program.ask("POST", "/v1/calls", callOf(probe, "help", "911"))).status).toBe(201);
      const repeated = callers.repeated;
      expect(repeated).toBeGreaterThan(0);

      giveBack();
      const again = async () => (await program.ask("POST", "/v1/calls", callOf(probe, "afterwards"))).status;
      await expect.poll(again, { timeout: 30_000, interval: 100 }).toBe(201);
      if (meanwhile.status === 201)
        expect((await program.ask("GET", "/v1/calls/meanwhile")).body).toMatchObject({ id: meanwhile.body.id });
      await sleep(500);
      await callers.stop();
      expect(await callers.verify()).toEqual([]);
      expect(await program.audit()).toMatchObject({ good: true });
    } finally {
      await program.remove();
    }
  }, 120_000);
});
