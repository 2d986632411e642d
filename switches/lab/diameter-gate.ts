/** Between Kamailio and Talktime's Diameter: knows which session a phone call is, counts its units, and loses messages. */
import { connect, createServer, type Socket } from "node:net";
import { AVPS, avpsOf, COMMANDS, groupOf, textOf, u32Of } from "../../src/switches/diameter/avps.ts";
import { type Avp, decodeAvps, decodeMessage, Framer } from "../../src/switches/diameter/message.ts";
import type { Gate } from "./gate.ts";

/** What the switch said of one session, in its own units. */
export interface Reported {
  /** Session-Id. */
  session: string;
  /** I, U or T of each credit-control request, in their order. */
  requests: string;
  /** Seconds, of all requests that came through. */
  used: number;
  /** Result-Code of each answer. */
  results: number[];
}

export interface DiameterGate extends Pick<Gate, "fault"> {
  port: number;
  /** Whether the switch is connected, and both have said who they are. */
  isIntroduced(): boolean;
  /** By the SIP Call-ID of its call. */
  reported: ReadonlyMap<string, Reported>;
  /** As if Talktime's machine was off: connections break, and none is taken until it is `on` again. */
  off(): void;
  on(): void;
  stop(): Promise<void>;
}

const REQUESTS: Readonly<Record<number, { letter: string; operation: Parameters<Gate["fault"]>[1] }>> = {
  1: { letter: "I", operation: "authorize" },
  2: { letter: "U", operation: "update" },
  3: { letter: "T", operation: "release" },
};

export async function openDiameterGate(port: number, talktimePort: number): Promise<DiameterGate> {
  const faults = new Map<string, { fault: Parameters<Gate["fault"]>[2]; left: number }>();
  const reported = new Map<string, Reported>();
  const sockets = new Set<Socket>();
  let isOn = true;
  let isIntroduced = false;

  const note = (avps: readonly Avp[]): Parameters<Gate["fault"]>[2] | undefined => {
    const ims = groupOf(groupOf(avps, AVPS.serviceInformation), AVPS.imsInformation);
    const callId = textOf(ims, AVPS.userSessionId) ?? "";
    const { letter = "?", operation = "other" } = REQUESTS[u32Of(avps, AVPS.ccRequestType) ?? 0] ?? {};
    const known = faults.get(`${operation} ${callId}`);
    const fault = known && known.left > 0 ? known.fault : undefined;
    if (known) known.left -= 1;
    const session = textOf(avps, AVPS.sessionId) ?? "";
    const so = reported.get(callId) ?? { session, requests: "", used: 0, results: [] };
    reported.set(callId, so);
    so.requests += letter;
    if (fault !== "cut") so.used += usedIn(avps);
    return fault;
  };

  const server = createServer((fromSwitch) => {
    if (!isOn) return void fromSwitch.destroy();
    const toTalktime = connect(talktimePort, "127.0.0.1");
    for (const [socket, other] of [
      [fromSwitch, toTalktime],
      [toTalktime, fromSwitch],
    ] as const) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
        isIntroduced = false;
      });
    }
    const [asked, answered] = [new Framer(), new Framer()];
    fromSwitch.on("data", (bytes) => {
      for (const one of asked.push(bytes)) {
        const { request, command, avps } = decodeMessage(one);
        const fault = request && command === COMMANDS.creditControl ? note(avps) : undefined;
        if (fault === undefined) toTalktime.write(one);
        else if (fault !== "cut" && "delayMs" in fault) setTimeout(() => toTalktime.write(one), fault.delayMs);
      }
    });
    toTalktime.on("data", (bytes) => {
      for (const one of answered.push(bytes)) {
        const { avps, command, request } = decodeMessage(one);
        if (command === COMMANDS.capabilitiesExchange) isIntroduced = true;
        const session = textOf(avps, AVPS.sessionId);
        const so = [...reported.values()].find((report) => report.session === session);
        if (!request) so?.results.push(u32Of(avps, AVPS.resultCode) ?? 0);
        fromSwitch.write(one);
      }
    });
  });
  await new Promise<void>((listening) => server.listen(port, "127.0.0.1", listening));
  const breakAll = (): void => sockets.forEach((socket) => socket.destroy());
  return {
    ...{ port, reported },
    isIntroduced: () => isIntroduced,
    fault: (callId, operation, fault, times = 1) => faults.set(`${operation} ${callId}`, { fault, left: times }),
    off: () => {
      isOn = false;
      breakAll();
    },
    on: () => (isOn = true),
    stop: async () => {
      breakAll();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** Kamailio looks for a lost peer every Tc (diameter.xml). */
export async function connected(gate: DiameterGate): Promise<void> {
  for (const deadline = Date.now() + 20_000; !gate.isIntroduced();) {
    if (Date.now() > deadline) throw new Error("Kamailio did not connect again within 20 s.");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const usedIn = (avps: readonly Avp[]): number =>
  avpsOf(avps, AVPS.multipleServicesCreditControl)
    .flatMap(({ value }) => avpsOf(decodeAvps(value).avps, AVPS.usedServiceUnit))
    .reduce((sum, { value }) => sum + (u32Of(decodeAvps(value).avps, AVPS.ccTime) ?? 0), 0);
