import type { BenchCall } from "../calls.ts";

/** A way to charge calls: two operations a call, each acknowledged when it is on disk. */
export interface Design {
  name: "engine" | "naive" | "function" | "journal";
  authorize: (call: BenchCall) => Promise<unknown>;
  release: (call: BenchCall) => Promise<unknown>;
}
