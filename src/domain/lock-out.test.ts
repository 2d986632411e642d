import { expect, test } from "vitest";
import { OF_ACCOUNT, OF_ADDRESS, waitAfter } from "./lock-out.ts";

test.each([
  // failures | of an account | of an address
  [1, 0, 0],
  [4, 0, 0],
  [5, 30, 0],
  [6, 60, 0],
  [9, 480, 0],
  [10, 900, 0],
  [20, 900, 30],
  [24, 900, 480],
  [1_000_000, 900, 3600],
])("after %i failures an account waits %i s, an address %i s", (failures, account, address) => {
  expect([waitAfter(failures, OF_ACCOUNT), waitAfter(failures, OF_ADDRESS)]).toEqual([account, address]);
});
