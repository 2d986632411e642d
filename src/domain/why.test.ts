import { expect, test } from "vitest";
import { sentenceOf, told } from "./why.ts";

test("a reason is read with its code, what it is about, and its sentence", () => {
  expect(
    told({ source: "credits", taken: false, code: "no-credits-license", params: { user: "ann@contoso.example" } }),
  ).toEqual({
    source: "credits",
    taken: false,
    code: "no-credits-license",
    params: { user: "ann@contoso.example" },
    why: "ann@contoso.example has no Communications Credits licence, which this call needs.",
  });
  expect(told({ code: "emergency" })).toMatchObject({ params: {}, why: "emergency calls always connect, free" });
});

test("a brake tells of what it limits, and of nothing else", () => {
  const about = { id: "b", currency: "USD", spent: "1", held: "2" };
  expect(sentenceOf({ code: "brake-reached", params: { ...about, calls: "5", otherCalls: "5" } })).toBe(
    "The brake b of the organisation is reached: an hour allows 5 calls (5 others so far).",
  );
  expect(sentenceOf({ code: "brake-reached", params: { ...about, whose: "ann", amount: "3" } })).toBe(
    "The brake b of ann is reached: an hour allows 3 USD (1 spent and 2 held by other calls).",
  );
});
