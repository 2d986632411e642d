#!/usr/bin/env node
// The launcher behind `npm start` and `npx talktime`: makes a fresh or changed clone runnable, then becomes the program.
// The program runs in this same process, so that Ctrl-C and SIGTERM reach it without a messenger.
// Nothing may be imported statically from scripts/: an old Node must get the sentence below, not a syntax error.
import { setFlagsFromString } from "node:v8";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Talktime needs Node 20.19 or newer; this is Node ${process.versions.node}. Get a newer one: https://nodejs.org`,
  );
  process.exit(1);
}

// On a host with much memory V8 lets the heap grow to many times what lives in it; measured: half the process.
setFlagsFromString("--heap-growing-percent=30");

const { ensureInstalled } = await import("../scripts/install.mjs");
const { ensureBuilt, ensureConsoleBuilt, PROGRAM } = await import("../scripts/build.mjs");

let program;
try {
  await ensureInstalled();
  program = await ensureBuilt(PROGRAM);
  if (["serve", "demo"].includes(process.argv[2]) && !(await ensureConsoleBuilt()))
    console.error(
      "There is no console, only the API: the packages that build it are not installed (NODE_ENV=production). " +
        "For the console, run npm ci --include=dev and start again.",
    );
} catch (error) {
  console.error(`talktime: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
process.setSourceMapsEnabled(true);
await import(program);
