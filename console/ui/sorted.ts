/** The rows of a table in the order of a column; of a long one, what a page brings is put in where it belongs. */
import { useMemo } from "react";
import { usePreferences } from "../preferences.tsx";

export interface Sort {
  key: string;
  down: boolean;
}

type Value = number | string;

interface Sorted<Row> {
  key: string;
  text?: (row: Row) => string;
  order?: (row: Row) => Value;
  moves?: boolean;
}

/** So many are sorted in no time, whatever their values depend on besides the row. */
const FEW = 1000;

export function useSorted<Row>(
  rows: readonly Row[] | undefined,
  columns: readonly Sorted<Row>[],
  sort: Sort | undefined,
): readonly Row[] {
  const { language } = usePreferences();
  const sorter = useMemo(() => new Sorter<Row>(comparer(language, sort?.down ?? false)), [language, sort]);
  const column = columns.find(({ key }) => key === sort?.key);
  const value = column?.order ?? column?.text;
  if (!rows || !value) return rows ?? [];
  if (column?.moves || rows.length <= FEW) sorter.forget();
  return sorter.sorted(rows, value);
}

type Compare = (a: Value, b: Value) => number;

function comparer(language: string, down: boolean): Compare {
  const { compare } = new Intl.Collator(language, { numeric: true });
  const sign = down ? -1 : 1;
  return (a, b) => sign * (typeof a === "number" && typeof b === "number" ? a - b : compare(String(a), String(b)));
}

interface Valued<Row> {
  row: Row;
  value: Value;
}

/** Asks a row for its value once. */
export class Sorter<Row> {
  readonly #compare: Compare;
  #rows: readonly Row[] = [];
  #valued: readonly Valued<Row>[] = [];
  #sorted: readonly Row[] = [];

  constructor(compare: Compare) {
    this.#compare = compare;
  }

  forget(): void {
    [this.#rows, this.#valued, this.#sorted] = [[], [], []];
  }

  sorted(rows: readonly Row[], value: (row: Row) => Value): readonly Row[] {
    if (rows === this.#rows) return this.#sorted;
    const more = this.#rows.every((row, i) => row === rows[i]);
    const known = more ? this.#rows.length : 0;
    const added = rows
      .slice(known)
      .map((row) => ({ row, value: value(row) }))
      .sort((a, b) => this.#compare(a.value, b.value));
    this.#valued = known === 0 ? added : this.#with(added);
    this.#rows = rows;
    this.#sorted = this.#valued.map(({ row }) => row);
    return this.#sorted;
  }

  #with(added: readonly Valued<Row>[]): Valued<Row>[] {
    const all: Valued<Row>[] = [];
    let taken = 0;
    for (const each of added) {
      const before = this.#countUpTo(each.value, taken);
      while (taken < before) all.push(this.#valued[taken++]!);
      all.push(each);
    }
    while (taken < this.#valued.length) all.push(this.#valued[taken++]!);
    return all;
  }

  /** Of those that are there, how many come before a value or are equal to it: at least `from`. */
  #countUpTo(value: Value, from: number): number {
    let [low, high] = [from, this.#valued.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#compare(this.#valued[middle]!.value, value) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
