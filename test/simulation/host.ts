/**
 * A server process that can die: one engine whose connections are all in our hands. It is cut off at a chosen moment,
 * also just before or just after its COMMIT is out; `crash` lets nothing of it live on, `cut` breaks the lane's
 * connection only and leaves the engine to find its way.
 */
import net from "node:net";
import { createEngine, type Engine } from "../../src/engine/engine.ts";
import type { Connection } from "../../src/postgres/pool.ts";

export type Moment = "before-commit" | "after-commit" | "any-write" | "answer";

interface Fault {
  how: "crash" | "cut";
  moment: Moment;
  /** How many such moments pass before it. */
  skip: number;
  strike: () => void;
}

export class Crashed extends Error {}

/** A dead engine's lane gives up what it still tries after this; a living one is patient for longer than any step. */
const PATIENCE_MS = 20_000;

function ending() {
  let reject!: (error: Error) => void;
  const promise = new Promise<never>((_, fail) => (reject = fail));
  promise.catch(() => {}); // nobody may be waiting
  return { promise, reject };
}

export class Host {
  readonly name: string;
  /** How often it was cut off. */
  strikes = 0;
  engine!: Engine;
  #connection: Connection;
  #now: () => number;
  #sockets = new Set<net.Socket>();
  #dead: { crashed: boolean } = { crashed: false };
  #fault: Fault | null = null;
  readonly #graves: Promise<void>[] = [];
  /** Settles when this life of the engine ends. */
  #end = ending();

  constructor(name: string, connection: Connection, now: () => number) {
    this.name = name;
    this.#connection = connection;
    this.#now = now;
  }

  async start(): Promise<void> {
    this.#dead = { crashed: false };
    this.#sockets = new Set();
    this.#end = ending();
    const [life, sockets] = [this.#dead, this.#sockets];
    const stream = () => this.#socket(life, sockets);
    const silent = (): void => {};
    this.engine = await createEngine({
      connection: { ...this.#connection, stream },
      now: this.#now,
      log: { warn: silent, error: silent },
      patienceMs: PATIENCE_MS,
    });
  }

  /** Runs work of this process; it ends with `Crashed` if the process dies meanwhile, and nobody hears its answer. */
  run<T>(work: (engine: Engine) => Promise<T>): Promise<T> {
    return Promise.race([work(this.engine), this.#end.promise]);
  }

  /** Strikes when the moment has come and gone `skip` times; `calm` takes it back. */
  plan(how: "crash" | "cut", moment: Moment, skip: number): void {
    this.#fault = { how, moment, skip, strike: () => (how === "crash" ? this.#crash() : undefined) };
  }

  get crashed(): boolean {
    return this.#dead.crashed;
  }

  calm(): void {
    this.#fault = null;
  }

  #crash(): void {
    this.#dead.crashed = true;
    for (const socket of this.#sockets) socket.destroy();
    this.#end.reject(new Crashed(`${this.name} died`));
    this.#graves.push(this.engine.close().catch(() => {}));
  }

  /** What is left of earlier lives ends too, so that nothing of this round touches the next. */
  async stop(): Promise<void> {
    this.#fault = null;
    if (!this.crashed) await this.engine.close();
    await Promise.all(this.#graves);
  }

  #socket(life: { crashed: boolean }, sockets: Set<net.Socket>): net.Socket {
    const socket = new net.Socket();
    if (life.crashed) {
      socket.connect = () => socket.destroy(new Error("this process is dead"));
      return socket;
    }
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    let lane = false;
    const write = (data: Uint8Array, ...rest: []): boolean => net.Socket.prototype.write.call(socket, data, ...rest);
    const hooked = (data: Uint8Array | string, ...rest: []): boolean => {
      const bytes = Buffer.from(data as Uint8Array);
      if (bytes.includes("talktime lane")) lane = true;
      const commits = lane && bytes.includes("COMMIT");
      if (lane && this.#strikes(commits ? "before-commit" : "any-write", socket, life)) return false;
      const written = write(bytes, ...rest);
      if (commits) this.#strikes("after-commit", socket, life);
      return written;
    };
    // `connect` puts a socket's own `write` back.
    const connect = socket.connect.bind(socket) as (...to: unknown[]) => net.Socket;
    socket.connect = (...to: unknown[]): net.Socket => {
      connect(...to);
      socket.write = hooked;
      return socket;
    };
    socket.prependListener("data", () => {
      if (lane) this.#strikes("answer", socket, life);
    });
    return socket;
  }

  #strikes(moment: Moment, socket: net.Socket, life: { crashed: boolean }): boolean {
    const fault = this.#fault;
    if (life !== this.#dead || fault?.moment !== moment) return false;
    if (fault.skip-- > 0) return false;
    this.#fault = null;
    // What was written is on its way all the same: the server gets it, and nobody is there for the answer.
    if (moment === "after-commit") socket.end();
    else socket.destroy(new Error("the connection was cut"));
    if (moment === "after-commit") setImmediate(() => socket.destroy(new Error("the connection was cut")));
    this.strikes += 1;
    fault.strike();
    return true;
  }
}
