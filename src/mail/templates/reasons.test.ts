import { expect, test } from "vitest";
import { DECLINES } from "../../domain/decline.ts";
import { reasonInEnglish, reasonInJapanese } from "./reasons.ts";

test.each(Object.entries(DECLINES))("%s is told in the reader's language", (_code, sentence) => {
  expect(reasonInEnglish(sentence)).toBe(sentence);
  expect(reasonInJapanese(sentence)).not.toMatch(/[a-z]/i);
});
