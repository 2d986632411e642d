import { describe, expect, test } from "vitest";
import { type ElementType, type Scalar, WireBuffer } from "./wire-buffer.ts";

const written = (type: ElementType, value: Scalar): Buffer => {
  const buffer = new WireBuffer();
  buffer.array(type, [value], (row) => row);
  return buffer.written().subarray(20);
};

describe("the largest and the smallest that fit are written as they are", () => {
  test.each<[ElementType, Scalar, string]>([
    ["int", 2_147_483_647, "000000047fffffff"],
    ["int", -2_147_483_648, "0000000480000000"],
    ["bigint", 2n ** 63n - 1n, "000000087fffffffffffffff"],
    ["bigint", -(2n ** 63n), "000000088000000000000000"],
    ["bigint", Number.MAX_SAFE_INTEGER, "00000008001fffffffffffff"],
    ["bigint", Number.MIN_SAFE_INTEGER, "00000008ffe0000000000001"],
    ["date", "2000-01-02", "0000000400000001"],
  ])("%s %s", (type, value, bytes) => {
    expect(written(type, value).toString("hex")).toBe(bytes);
  });
});

describe("what does not fit is refused, and not cut short", () => {
  test.each<[ElementType, Scalar]>([
    ["int", 2_147_483_648],
    ["int", -2_147_483_649],
    ["int", 0.5],
    ["int", Number.NaN],
    ["bigint", 2n ** 63n],
    ["bigint", -(2n ** 63n) - 1n],
    ["bigint", 2 ** 53],
    ["bigint", 0.5],
    ["timestamptz", Number.NaN],
    ["date", "2026-13-01"],
    ["date", ""],
  ])("%s %s", (type, value) => {
    expect(() => written(type, value)).toThrow(RangeError);
  });
});
