import { describe, expect, test } from "vitest";
import { REFUSALS } from "./outcome.ts";
import { announcementOf, reasonHeader, SIP_REASONS } from "./sip-reason.ts";

describe("what SIP says and the caller hears of an outcome", () => {
  test.for(REFUSALS)("%s is refused with a final status, a Q.850 cause and an announcement", (code) => {
    const { status, cause } = SIP_REASONS[code];
    expect([402, 403, 404]).toContain(status);
    expect(cause).toBeGreaterThan(0);
    expect(cause).toBeLessThan(128);
    expect(reasonHeader(code)).toMatch(/^Q\.850;cause=\d+;text="[A-Z_]+"$/);
    expect(announcementOf(code, "ja")).toMatch(/^ja\/[a-z-]+$/);
  });

  test("an announcement says the same wherever it is named", () => {
    const words = new Map<string, object>();
    for (const { announcement, words: said } of Object.values(SIP_REASONS)) {
      expect(words.get(announcement) ?? said).toEqual(said);
      words.set(announcement, said);
    }
  });
});
