import { expect, test } from "vitest";
import { Sightings } from "./sightings.ts";

test("of too many, strangers are forgotten before switches, and those who were silent longest first", () => {
  let now = 0;
  const sightings = new Sightings(() => ++now);
  const see = (address: string, name: string | null = null): void =>
    sightings.see({ way: "http", switch: name, address });
  see("10.0.0.1", "pbx");
  for (let i = 1; i <= 499; i++) see(`stranger-${i}`);
  see("stranger-1");
  see("one-more");
  const addresses = sightings.list().map(({ address }) => address);
  expect(addresses).toHaveLength(500);
  expect(addresses).not.toContain("stranger-2");
  expect(addresses.slice(0, 3), "the switch, then strangers, the latest first").toEqual([
    "10.0.0.1",
    "one-more",
    "stranger-1",
  ]);
  for (let i = 1; i <= 500; i++) see(`10.0.1.${i}`, `pbx-${i}`);
  expect(sightings.list().map((row) => row.switch)).not.toContain("pbx");
  expect(sightings.list().every((row) => row.switch !== null)).toBe(true);
});
