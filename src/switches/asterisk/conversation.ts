/** One request of the dialplan: Asterisk says what it is about, and is asked and told variables until we hang up. */
import type { Socket } from "node:net";
import {
  AgiError,
  type AgiHead,
  type AgiReply,
  checkedValue,
  getVariable,
  Lines,
  readHeadLine,
  readReply,
  setVariable,
} from "./agi.ts";

/** Asterisk and we are busy, not far apart: whoever takes longer is gone. */
const PATIENCE_MS = 5_000;
/** Asterisk's own variables, and up to 100 arguments. */
const MOST_HEAD_LINES = 130;
/** Lines between a command and its answer: how the command is used. */
const MOST_ASIDES = 60;

export class Conversation {
  readonly #socket: Socket;
  readonly #lines = new Lines();
  readonly #patienceMs: number;
  #head: AgiHead = new Map();
  #failure: AgiError | undefined;
  #wake: () => void = () => {};

  private constructor(socket: Socket, patienceMs: number) {
    this.#socket = socket;
    this.#patienceMs = patienceMs;
    const fail = (failure: AgiError): void => {
      this.#failure ??= failure;
      this.#wake();
    };
    socket.on("data", (bytes) => {
      try {
        this.#lines.push(bytes);
        this.#wake();
      } catch (error) {
        fail(error as AgiError);
        socket.destroy();
      }
    });
    socket.on("error", () => fail(new AgiError("the connection broke", "broken-off")));
    socket.on("close", () => fail(new AgiError("Asterisk has hung up", "broken-off")));
  }

  /** Reads the head. @throws AgiError for what is none, or takes too long */
  static async open(socket: Socket, patienceMs: number = PATIENCE_MS): Promise<Conversation> {
    const conversation = new Conversation(socket, patienceMs);
    conversation.#head = await conversation.#readHead();
    return conversation;
  }

  /** What the dialplan asks for: the path of its `agi://host/path`. */
  get script(): string {
    return this.#head.get("network_script") ?? "";
  }

  /** A value of the head; undefined where Asterisk knows none. @throws AgiError for one that can not be used */
  said(name: string): string | undefined {
    const value = checkedValue(this.#head.get(name));
    return value === "unknown" ? undefined : value;
  }

  /** A variable of the channel; undefined where it is not set. @throws AgiError */
  async get(name: string): Promise<string | undefined> {
    return checkedValue((await this.#ask(getVariable(name))).value);
  }

  /** @throws AgiError where it was not set */
  async set(name: string, value: string): Promise<void> {
    const { code } = await this.#ask(setVariable(name, value));
    if (code !== 200) throw new AgiError(`Asterisk answers ${code}`);
  }

  /** The dialplan goes on, once it has seen that we are done; it is not waited for long. */
  async end(): Promise<void> {
    if (this.#socket.destroyed) return;
    await new Promise<void>((resolve) => {
      this.#socket.once("close", () => resolve());
      this.#socket.setTimeout(this.#patienceMs, () => this.#socket.destroy());
      this.#socket.end();
    });
  }

  async #ask(command: string): Promise<AgiReply> {
    this.#socket.write(command);
    const until = Date.now() + this.#patienceMs;
    for (let read = 0; read <= MOST_ASIDES; read++) {
      const reply = readReply(await this.#line(until));
      if (reply) return reply;
    }
    throw new AgiError("this answers no command");
  }

  async #readHead(): Promise<AgiHead> {
    const head = new Map<string, string>();
    const until = Date.now() + this.#patienceMs;
    for (let read = 0; read <= MOST_HEAD_LINES; read++) {
      const line = await this.#line(until);
      if (line === "") return head;
      head.set(...readHeadLine(line));
    }
    throw new AgiError("the head is too long");
  }

  async #line(until: number): Promise<string> {
    for (;;) {
      const line = this.#lines.shift();
      if (line !== undefined) return line;
      if (this.#failure) throw this.#failure;
      const left = until - Date.now();
      if (left <= 0) throw new AgiError("Asterisk says nothing", "slow");
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}
