/** One HTTP/1.1 connection to the server, kept alive, for requests one after the other: lean, since it shares its cores. */
import { connect, type Socket } from "node:net";

export interface Answer {
  status: number;
  body: string;
}

export class KeptAlive {
  readonly #socket: Socket;
  readonly #head: string;
  #received: Buffer[] = [];
  #waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | null = null;

  static open = (port: number, key: string): Promise<KeptAlive> =>
    new Promise((resolve, reject) => {
      const socket = connect({ port, host: "127.0.0.1", noDelay: true }, () => resolve(new KeptAlive(socket, key)));
      socket.once("error", reject);
    });

  constructor(socket: Socket, key: string) {
    this.#socket = socket;
    this.#head = `Host: bench\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\n`;
    socket.on("data", (chunk) => this.#take(chunk));
    socket.on("close", () => this.#waiting?.reject(new Error("the server closed the connection")));
    socket.on("error", (error) => this.#waiting?.reject(error));
  }

  /** `body` is JSON. Requests do not overlap: the caller waits for each answer. */
  send(method: "POST" | "PUT", path: string, body: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      const length = Buffer.byteLength(body);
      this.#socket.write(`${method} ${path} HTTP/1.1\r\n${this.#head}Content-Length: ${length}\r\n\r\n${body}`);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  /** Every answer of the server tells its length. */
  #take(chunk: Buffer): void {
    this.#received.push(chunk);
    const all = this.#received.length === 1 ? chunk : Buffer.concat(this.#received);
    const headEnd = all.indexOf("\r\n\r\n");
    if (headEnd < 0) return;
    const head = all.toString("latin1", 0, headEnd);
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1]);
    if (all.length < headEnd + 4 + length) return;
    this.#received = [];
    this.#waiting!.resolve({ status: Number(head.slice(9, 12)), body: all.toString("utf8", headEnd + 4) });
  }
}
