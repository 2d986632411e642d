/**
 * The Diameter server: credit control for IMS and softswitches, over TCP. Off unless peers are named. Whoever is not one
 * of them, sends what is no Diameter, or does not read its answers, loses the connection, and that is counted.
 */
import { createServer, type Server, type Socket } from "node:net";
import type { DiameterPeer, DiameterSettings } from "../../switch-settings.ts";
import type { Engine } from "../../engine/engine.ts";
import type { CountPacket } from "../../engine/sightings.ts";
import { CreditControl } from "./charging.ts";
import { Connection } from "./connection.ts";
import { Pushes } from "./pushes.ts";

export interface DiameterServer {
  port: number;
  close: () => Promise<void>;
}

export interface DiameterOptions {
  engine: Engine;
  host: string;
  settings: DiameterSettings;
  log: { warn: (about: object, message: string) => void };
  count: CountPacket;
}

/** @throws Error for a port that is in use */
export async function startDiameter(options: DiameterOptions): Promise<DiameterServer> {
  const { engine, host, settings } = options;
  const credit = new CreditControl(engine);
  const connections = new Set<Connection>();
  const server = createServer({ noDelay: true, keepAlive: true }, (socket) => {
    const connection = new Connection(socket, { ...options, credit, peerOf: (name) => peerOf(settings, name, socket) });
    connections.add(connection);
    socket.once("close", () => connections.delete(connection));
  });
  await listening(server, host, settings.port);
  // The newest: one before it may be of a peer that has crashed, which its watchdog has not found out yet.
  const pushes = new Pushes(options, (peer) =>
    [...connections].findLast((one) => one.peer?.originHost === peer.originHost),
  );
  return {
    port: (server.address() as { port: number }).port,
    close: async () => {
      await pushes.close();
      const closed = new Promise((resolve) => server.close(resolve));
      await Promise.all([...connections].map((connection) => connection.goodbye()));
      await closed;
    },
  };
}

/** Its name is what it says it is; where an address is set, that too. */
function peerOf({ peers }: DiameterSettings, originHost: string, socket: Socket): DiameterPeer | undefined {
  const from = socket.remoteAddress?.replace(/^::ffff:/, "");
  return peers.find(
    (peer) => peer.originHost.toLowerCase() === originHost.toLowerCase() && (!peer.address || peer.address === from),
  );
}

const listening = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
