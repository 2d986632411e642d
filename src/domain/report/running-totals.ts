/**
 * Running totals of usage: of the year so far, at the 10th, the 20th and the end of each month. What was used in a period
 * is what the totals grew by, and the days at its edges that no total begins or ends with. Days are UTC, `2026-11-22`.
 */

/** Part of a period: the days of it (`to` is not in it), or a total that is added or taken away. */
export type Piece = { from: string; to: string } | { until: string; sign: 1 | -1 };

/** Days of the month that totals may end before. */
const ENDS = ["21", "11", "01"] as const;

/** The latest day, that one included, that totals may end before. */
export const totalBefore = (day: string): string => `${day.slice(0, 8)}${ENDS.find((end) => end <= day.slice(8))!}`;

/** Where the days begin that this total has and the one before it has not. */
export function beginOf(until: string): string {
  const [year, month, day] = until.split("-").map(Number) as [number, number, number];
  if (day > 1) return `${until.slice(0, 8)}${day === 21 ? "11" : "01"}`;
  return month > 1 ? `${until.slice(0, 5)}${String(month - 1).padStart(2, "0")}-21` : `${year - 1}-12-21`;
}

/** The 1st of January that a total begins with. */
export const yearOf = (until: string): string => `${beginOf(until).slice(0, 4)}-01-01`;

/** What totals there may be of days from this one on, up to one that ends before `last`; latest first. */
export function totalsSince(day: string, last: string): string[] {
  const untils = [];
  for (let until = last; until > day; until = beginOf(until)) untils.push(until);
  return untils;
}

/** `totals`: those that there are, ascending. The period is half-open. */
export function piecesOf({ from, to }: { from: string; to: string }, totals: readonly string[]): Piece[] {
  const pieces: Piece[] = [];
  for (let begin = from; begin < to;) {
    const next = `${Number(begin.slice(0, 4)) + 1}-01-01`;
    const end = next < to ? next : to;
    pieces.push(...withinYear(begin, end, totals));
    begin = end;
  }
  return pieces;
}

function withinYear(from: string, to: string, totals: readonly string[]): Piece[] {
  const year = `${from.slice(0, 4)}-01-01`;
  const ofYear = totals.filter((until) => until > year && until >= from && until <= to);
  const first = from === year ? year : ofYear[0];
  const last = ofYear.at(-1);
  if (first === undefined || last === undefined || first >= last) return [{ from, to }];
  const pieces: (Piece | false)[] = [
    from < first && { from, to: first },
    first !== year && { until: first, sign: -1 },
    { until: last, sign: 1 },
    last < to && { from: last, to },
  ];
  return pieces.filter((piece) => piece !== false);
}
