import { expect, test } from "vitest";
import { type Standing, worryOf, WORRIES } from "./worry.ts";

const WELL: Standing = { debt: 0n, available: 100n, mode: "prepaid", recharge: "off", daysLeft: null };

test.each<[Partial<Standing>, string]>([
  [{}, "none"],
  [{ debt: 1n, recharge: "paused" }, "debt"],
  [{ mode: "unfunded", available: 0n }, "unfunded"],
  [{ available: 0n }, "empty"],
  [{ available: 0n, mode: "post-usage" }, "none"],
  [{ recharge: "paused" }, "paused"],
  [{ recharge: "waiting" }, "waiting"],
  [{ daysLeft: 7 }, "soon"],
  [{ daysLeft: 8 }, "none"],
  [{ daysLeft: 1, recharge: "idle" }, "none"],
])("%o is %s", (change, worry) => {
  expect(worryOf({ ...WELL, ...change })).toBe(worry);
  expect(WORRIES).toContain(worry);
});
