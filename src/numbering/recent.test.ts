import { expect, test } from "vitest";
import { Recent } from "./recent.ts";

test("what is asked for again stays, what is not is forgotten, and no more than two sizes are kept", () => {
  const recent = new Recent<number>(10);
  for (let i = 0; i < 1000; i++) {
    recent.set(`number ${i}`, i);
    recent.get("number 0");
  }
  expect(recent.get("number 0")).toBe(0);
  expect(recent.get("number 999")).toBe(999);
  const kept = Array.from({ length: 1000 }, (_, i) => recent.get(`number ${i}`)).filter((each) => each !== undefined);
  expect(kept.length).toBeLessThanOrEqual(20);
});
