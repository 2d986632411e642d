/** A line between Talktime and PostgreSQL that breaks where it is told to. */
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { Connection } from "../../src/postgres/pool.ts";

/** `before`: COMMIT never arrives. `after`: it is done, and the answer never arrives. */
export type Cut = "before" | "after";

const COMMIT = Buffer.from("COMMIT\0");
const PORT = 5432;

export class Proxy {
  /** For Talktime, instead of the server's own. */
  readonly connection: Connection;
  /** How many of the next COMMITs are cut, and how. */
  cuts: Cut[] = [];
  readonly #folder = mkdtempSync(join(tmpdir(), "talktime-proxy-"));
  readonly #server: Server;
  readonly #target: pg.Client;
  readonly #pairs = new Set<[Socket, Socket]>();
  #state: "up" | "down" | "silent" = "up";

  private constructor(target: Connection) {
    this.#target = new pg.Client(target);
    const { user, password, database } = this.#target;
    this.connection = { host: this.#folder, port: PORT, user: user!, password: password!, database: database! };
    this.#server = createServer((client) => this.#join(client));
  }

  static async to(target: Connection): Promise<Proxy> {
    const proxy = new Proxy(target);
    await new Promise<void>((done) => proxy.#server.listen(join(proxy.#folder, `.s.PGSQL.${PORT}`), done));
    return proxy;
  }

  /** Every connection breaks, and no new one is made. */
  down(): void {
    this.#state = "down";
    this.#breakAll();
  }

  /** Nothing comes through any more, in either direction, and nobody is told. */
  silent(): void {
    this.#state = "silent";
  }

  /** As before; what was held back in silence arrives. */
  up(): void {
    this.#state = "up";
    for (const [client, server] of this.#pairs) for (const socket of [client, server]) socket.resume();
  }

  async close(): Promise<void> {
    this.#breakAll();
    await new Promise((done) => this.#server.close(done));
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #breakAll(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
  }

  #join(client: Socket): void {
    if (this.#state === "down") return void client.destroy();
    const { host, port } = this.#target;
    const server = host.startsWith("/") ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
    const pair: [Socket, Socket] = [client, server];
    this.#pairs.add(pair);
    let mute = false;
    const end = (): void => {
      this.#pairs.delete(pair);
      for (const socket of pair) socket.destroy();
    };
    for (const socket of pair) socket.on("error", end).on("close", end);
    client.on("data", (chunk: Buffer) => {
      if (this.#state === "silent") return this.#holdBack(client, chunk);
      const cut = chunk.includes(COMMIT) ? this.cuts.shift() : undefined;
      if (cut === "before") return end();
      if (cut === "after") mute = true;
      server.write(chunk);
    });
    server.on("data", (chunk: Buffer) => {
      if (this.#state === "silent") return this.#holdBack(server, chunk);
      // The server answers all of a batch's statements at once, when COMMIT is done.
      if (mute) return end();
      client.write(chunk);
    });
  }

  #holdBack(socket: Socket, chunk: Buffer): void {
    socket.pause();
    socket.unshift(chunk);
  }
}
