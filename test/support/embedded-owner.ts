/**
 * A process that owns an embedded server, so that tests can kill it:
 * node scripts/run.mjs FILE dataFolder [throw | nobody]
 * Prints one line of JSON when the server answers. With "throw" it then ends by an exception that nobody catches; with
 * "nobody" it has given up being root before it starts.
 */
import { startEmbedded } from "../../src/postgres/embedded/server.ts";

const [dataFolder, option] = process.argv.slice(2);
if (option === "nobody") {
  process.setgid!(65_534);
  process.setuid!(65_534);
}
const silent = (): void => {};
const log = { debug: silent, info: silent, warn: silent, error: silent };
const { connection, postmasterPid } = await startEmbedded({ dataFolder: dataFolder!, log });
console.log(JSON.stringify({ connection, postmasterPid: postmasterPid(), pid: process.pid }));
if (option === "throw")
  setTimeout(() => {
    throw new Error("a mistake that nobody catches");
  }, 100);
