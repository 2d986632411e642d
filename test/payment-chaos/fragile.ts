/** An engine whose process dies now and then, before or after a step that it takes: what it wrote stays, it does not. */
import type { Engine } from "../../src/engine/engine.ts";
import type { Random } from "../simulation/random.ts";

export class Crash extends Error {}

/** Each statement and each command through the lane is a step. */
export function fragile(engine: Engine, random: Random, chance: () => number): Engine {
  const step = async (work: () => Promise<unknown>): Promise<unknown> => {
    const fate = random.next() / chance();
    if (fate < 0.5) throw new Crash("before a step");
    const result = await work();
    if (fate < 1) throw new Crash("after a step");
    return result;
  };
  const breaking = <T extends object>(target: T, name: keyof T): T =>
    new Proxy(target, {
      get: (of, key) => {
        const value: unknown = Reflect.get(of, key);
        if (typeof value !== "function") return value;
        const method = value.bind(of) as (...given: unknown[]) => Promise<unknown>;
        return key === name ? (...given: unknown[]) => step(() => method(...given)) : method;
      },
    });
  return { ...engine, pool: breaking(engine.pool, "query"), lane: breaking(engine.lane, "run") };
}

/** Whoever asked hears nothing of a process that died. */
export async function unlessItCrashes<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Crash) return undefined;
    throw error;
  }
}
