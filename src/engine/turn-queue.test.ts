import { describe, expect, test } from "vitest";
import { TurnQueue } from "./turn-queue.ts";

/** `a1` is the first item of organisation a; `a1#x` belongs to call x. */
const queueOf = (...items: string[]): TurnQueue<string> => {
  const queue = new TurnQueue<string>();
  for (const item of items) queue.push(item, item[0]!, item.includes("#") ? item.split("#")[1]! : null);
  return queue;
};

describe("organisations take turns", () => {
  test.each([
    { what: "one organisation: in order", waiting: ["a1", "a2", "a3"], take: 2, taken: "a1 a2" },
    {
      what: "a busy one does not go before the others",
      waiting: ["a1", "a2", "a3", "a4", "b1", "c1"],
      take: 3,
      taken: "a1 b1 c1",
    },
    { what: "after a round the first is served again", waiting: ["a1", "a2", "b1", "a3"], take: 3, taken: "a1 b1 a2" },
    { what: "all fit: nobody is left", waiting: ["a1", "b1", "a2"], take: 9, taken: "a1 a2 b1" },
  ])("$what", ({ waiting, take, taken }) => {
    expect(
      queueOf(...waiting)
        .take(take)
        .join(" "),
    ).toBe(taken);
  });

  test("whoever was served last waits longest next time", () => {
    const queue = queueOf("a1", "a2", "b1", "b2", "c1", "c2", "d1", "d2");
    expect(queue.take(2)).toEqual(["a1", "b1"]);
    expect(queue.take(2)).toEqual(["c1", "d1"]);
    expect(queue.take(2)).toEqual(["a2", "b2"]);
  });

  test("the requests of one call keep their order, though the second names another turn", () => {
    const queue = new TurnQueue<string>();
    queue.push("busy 1", "a", null);
    queue.push("busy 2", "a", null);
    queue.push("authorize", "a", "call");
    queue.push("release", "z", "call");
    expect(queue.take(4)).toEqual(["busy 1", "busy 2", "authorize", "release"]);
  });

  test("once a call's requests are taken, its next one may go elsewhere", () => {
    const queue = queueOf("a1#x");
    queue.take(1);
    queue.push("b1#x", "b", "x");
    queue.push("a2", "a", null);
    queue.push("a3", "a", null);
    expect(queue.take(2)).toEqual(["b1#x", "a2"]);
  });

  test("what is put back comes first, in its order", () => {
    const queue = queueOf("a1", "a2", "b1");
    queue.putBack(queue.take(2));
    expect(queue.size).toBe(3);
    expect(queue.peek()).toBe("a1");
    expect(queue.take(3)).toEqual(["a1", "b1", "a2"]);
  });

  test("what is removed is gone, wherever it was", () => {
    const queue = queueOf("a1", "a2#x", "b1");
    queue.putBack(queue.take(1));
    expect(queue.removeWhere((item) => item !== "b1").sort()).toEqual(["a1", "a2#x"]);
    expect(queue.size).toBe(1);
    expect(queue.take(5)).toEqual(["b1"]);
  });
});
