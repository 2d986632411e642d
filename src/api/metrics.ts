/** What GET /metrics tells: the process, how long requests took, by route, and how charging keeps up. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Lane } from "../engine/lane.ts";

export type SwitchProtocol = "radius" | "diameter" | "fastagi";

export interface Metrics {
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

/** How charging keeps up; looked at when somebody asks. */
export function tellOfLane({ registry }: Metrics, lane: Lane): void {
  const registers = [registry];
  const gauge = (name: string, help: string, value: () => number): void => {
    new Gauge({
      name,
      help,
      registers,
      collect: function () {
        this.set(value());
      },
    });
  };
  const counter = (name: string, help: string, value: () => number): void => {
    new Counter({
      name,
      help,
      registers,
      collect: function () {
        this.reset();
        this.inc(value());
      },
    });
  };
  counter("talktime_lane_operations_total", "Operations of calls that were decided", () => lane.counts.decided);
  counter("talktime_lane_shed_total", "New calls refused with 503 as too much was waiting", () => lane.counts.shed);
  gauge("talktime_lane_waiting", "Operations that wait to be decided", () => lane.waiting);
  gauge("talktime_lane_connected", "1 while the lane has its database, 0 while it is away", () =>
    Number(lane.connected),
  );
  gauge(
    "talktime_lane_wait_p99_seconds",
    "99 of 100 operations of the last five minutes waited less; 0: there were none",
    () => (lane.pace.p99Ms ?? 0) / 1000,
  );
}
