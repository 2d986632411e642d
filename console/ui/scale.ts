/** Ticks that people would choose: 1, 2 or 5 times a power of ten; whole days, weeks or months. */

/** Ticks from a round number at or below `low` to one at or above `high`. */
export function niceTicks(low: number, high: number, most = 5): number[] {
  const span = high - low || Math.abs(high) || 1;
  const rough = span / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step);
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
}

const DAY = 86_400_000;

/** Midnights (UTC) between two times (ms), at most about `most` of them, evenly apart. */
export function dayTicks(from: number, to: number, most: number): number[] {
  const days = Math.max(1, (to - from) / DAY);
  const step = [1, 2, 7, 14, 30, 61, 91, 182, 365].find((length) => days / length <= most) ?? 365;
  const first = Math.ceil(from / DAY);
  return Array.from(
    { length: Math.max(0, Math.floor((to / DAY - first) / step) + 1) },
    (_, i) => (first + i * step) * DAY,
  );
}

/** From a value to a place on the picture. */
export const linear =
  ([from, to]: readonly [number, number], [start, end]: readonly [number, number]) =>
  (value: number): number =>
    start + ((value - from) / (to - from || 1)) * (end - start);
