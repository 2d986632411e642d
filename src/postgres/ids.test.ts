import { expect, test } from "vitest";
import { IdBlocks } from "./ids.ts";

test("two who ask for the last id of a block at the same time get one each", async () => {
  let block = 0n;
  const pool = { query: () => Promise.resolve({ rows: [{ block: ++block }] }) };
  const ids = new IdBlocks(pool as never);
  for (let taken = 0; taken < 999; taken++) await ids.one();
  expect(await Promise.all([ids.one(), ids.one()])).toEqual([1_999, 2_000]);
});
