/** How values stand in the cells of a CSV. */
import type { Micros } from "../money.ts";

const CENT = 10_000n;

/** 65_000n → `"0.07"`: two decimals, half up (domain.md 6.2). */
export function twoDecimals(value: Micros): string {
  const cents = ((value < 0n ? -value : value) + CENT / 2n) / CENT;
  return `${value < 0n && cents > 0n ? "-" : ""}${cents / 100n}.${String(cents % 100n).padStart(2, "0")}`;
}

/**
 * Text that a spreadsheet would run as a formula gets an apostrophe before it (OWASP, "CSV Injection"), full-width signs
 * too; a phone number such as +81… begins with a plus and is none.
 */
export const neutralized = (text: string): string =>
  /^[=+\-@\t\r＝＋－＠]/.test(text) && !/^\+[\d*]+$/.test(text) ? `'${text}` : text;
