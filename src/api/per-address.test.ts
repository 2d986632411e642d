import { expect, test } from "vitest";
import { PerAddress } from "./per-address.ts";

test("an address may ask so often in a minute, then has to wait for its end; others do not", () => {
  const bound = new PerAddress(2);
  expect([bound.ask("a", 0), bound.ask("a", 1_000), bound.ask("a", 20_500)]).toEqual([null, null, 40]);
  expect(bound.ask("b", 20_500)).toBeNull();
  expect(bound.ask("a", 60_000)).toBeNull();
});
