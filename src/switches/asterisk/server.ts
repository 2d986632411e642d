/**
 * The FastAGI server: one TCP connection for each request of a dialplan. Off unless the addresses of its Asterisks are
 * named, which is all that FastAGI knows of who asks; everybody else is turned away and counted.
 */
import { createServer, type Server, type Socket } from "node:net";
import type { AsteriskServer, AsteriskSettings } from "../../switch-settings.ts";
import { Overloaded, Unavailable } from "../../engine/commands.ts";
import type { Engine } from "../../engine/engine.ts";
import type { CountPacket, From } from "../../engine/sightings.ts";
import { AgiError } from "./agi.ts";
import { carryOut } from "./calls.ts";
import { Control } from "./control.ts";
import { Conversation } from "./conversation.ts";

/** So many requests at a time, of all Asterisks together: three times what their calls need at 50 a second. */
const MOST_AT_WORK = 1_000;

export interface FastAgi {
  port: number;
  /** Answers what was asked, then goes. */
  close: () => Promise<void>;
}

export interface AsteriskOptions {
  engine: Engine;
  host: string;
  settings: AsteriskSettings;
  log: { warn: (about: object, message: string) => void };
  count: CountPacket;
}

/** @throws Error for a port that is in use */
export async function startFastAgi(options: AsteriskOptions): Promise<FastAgi> {
  const server = createServer({ noDelay: true });
  server.maxConnections = MOST_AT_WORK;
  const atWork = new Set<Promise<void>>();
  server.on("connection", (socket) => {
    const work = serve(options, socket);
    atWork.add(work);
    void work.finally(() => atWork.delete(work));
  });
  server.on("drop", () => options.count("too-many"));
  const port = await listen(server, options);
  const control = new Control(options);
  return {
    port,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      await Promise.all([control.close(), ...atWork]);
      await closed;
    },
  };
}

async function serve({ engine, settings, log, count }: AsteriskOptions, socket: Socket): Promise<void> {
  const server = clientAt(settings.servers, socket);
  const address = addressOf(socket);
  const from = (failed: boolean): From => ({ switch: server?.switch ?? null, address, failed });
  if (!server) {
    socket.on("error", () => {});
    socket.destroy();
    return count("unknown-client", from(true));
  }
  try {
    const talk = await Conversation.open(socket, settings.patienceMs);
    count(await carryOut(engine, server, talk), from(false));
    await talk.end();
  } catch (error) {
    // Without an answer the dialplan knows that nobody decided.
    socket.destroy();
    if (error instanceof AgiError) count(error.what, from(true));
    else {
      count("failed", from(true));
      if (!(error instanceof Overloaded || error instanceof Unavailable))
        log.warn({ err: error, switch: server.switch }, "a request of Asterisk failed");
    }
  }
}

const addressOf = ({ remoteAddress = "" }: Socket): string => remoteAddress.replace(/^::ffff:/, "");

function clientAt(servers: readonly AsteriskServer[], socket: Socket): AsteriskServer | undefined {
  const address = addressOf(socket);
  return servers.find((server) => server.address === address);
}

function listen(server: Server, { host, settings }: AsteriskOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(settings.port, host, () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : settings.port);
    });
  });
}
