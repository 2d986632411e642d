/** What GET /metrics tells: the process, and how long requests took, by route. */
import { collectDefaultMetrics, Counter, Histogram, Registry } from "prom-client";

export type SwitchProtocol = "radius" | "diameter" | "fastagi";

export interface Metrics {
  /** Others add their own figures here. */
  registry: Registry;
  /** `ms` from the request's first byte to the answer's last. */
  observe: (method: string, route: string, status: number, ms: number) => void;
  /** A packet or request of a switch: how it was answered, or why it was dropped. */
  countPacket: (protocol: SwitchProtocol, what: string) => void;
}

/** Seconds; an authorisation is to take less than 10 ms. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: "talktime_http_request_duration_seconds",
    help: "Time to answer a request, by route",
    labelNames: ["method", "route", "status"] as const,
    buckets: BUCKETS,
    registers: [registry],
  });
  const packets = new Counter({
    name: "talktime_switch_packets_total",
    help: "Packets of RADIUS and Diameter and requests of FastAGI, by how they were answered or why they were dropped",
    labelNames: ["protocol", "what"] as const,
    registers: [registry],
  });
  return {
    registry,
    countPacket: (protocol, what) => packets.inc({ protocol, what }),
    observe: (method, route, status, ms) => durations.observe({ method, route, status: String(status) }, ms / 1000),
  };
}
