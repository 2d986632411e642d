/** Between the switch and Talktime: is "down" or slow for one call without troubling others. */
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { freeTcpPort } from "./process.ts";

type Operation = "authorize" | "answer" | "update" | "release" | "other";

/** What befalls a request of a call: it waits so long, its connection is cut, or it is refused with 402 and that code. */
type Fault = { delayMs: number } | { refuse: string } | "cut";

export interface Gate {
  url: string;
  /** Of the next `times` requests of that kind for that call. */
  fault(callId: string, operation: Operation, fault: Fault, times?: number): void;
  stop(): Promise<void>;
}

export async function openGate(talktimeUrl: string): Promise<Gate> {
  const port = await freeTcpPort();
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const faults = new Map<string, { fault: Fault; left: number }>();

  const pass = (incoming: IncomingMessage, body: Buffer, answer: ServerResponse): void => {
    const { method = "GET", headers, url } = incoming;
    const outgoing = request(`${talktimeUrl}${url}`, { method, headers, agent }, (from) => {
      answer.writeHead(from.statusCode ?? 502, from.headers);
      from.pipe(answer);
    });
    // Talktime is away: so is the gate.
    outgoing.on("error", () => incoming.socket.destroy());
    outgoing.end(body);
  };

  const server = createServer((incoming, answer) => {
    const parts: Buffer[] = [];
    incoming.on("data", (part: Buffer) => parts.push(part));
    incoming.on("end", () => {
      const body = Buffer.concat(parts);
      const { operation, callId } = subjectOf(incoming, body);
      const known = faults.get(`${operation} ${callId}`);
      const fault = known && known.left > 0 ? known.fault : undefined;
      if (known) known.left -= 1;
      if (fault === "cut") return void incoming.socket.destroy();
      if (fault && "refuse" in fault) {
        answer.writeHead(402, { "content-type": "application/problem+json" });
        return void answer.end(JSON.stringify({ status: 402, code: fault.refuse, sip: { status: 402 } }));
      }
      setTimeout(() => pass(incoming, body, answer), fault?.delayMs ?? 0);
    });
  });
  await new Promise<void>((listening) => server.listen(port, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${port}`,
    fault: (callId, operation, fault, times = 1) => faults.set(`${operation} ${callId}`, { fault, left: times }),
    stop: async () => {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function subjectOf({ method, url = "" }: IncomingMessage, body: Buffer): { operation: Operation; callId: string } {
  const [, encoded, operation] = /^\/v1\/calls\/([^/]+)\/(answer|update|release)$/.exec(url) ?? [];
  if (operation) return { operation: operation as Operation, callId: decodeURIComponent(encoded!) };
  if (method !== "POST" || url !== "/v1/calls") return { operation: "other", callId: "" };
  return { operation: "authorize", callId: (JSON.parse(body.toString()) as { callId: string }).callId };
}
