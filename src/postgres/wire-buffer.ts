/**
 * Bytes for PostgreSQL: messages of its protocol, and arrays in the binary form that `array_recv` reads. Written into one
 * growing buffer, since strings that are joined and then encoded cost twice the time and leave garbage behind (measured).
 */
const FIRST_BYTES = 64 * 1024;
/** Beyond this the driver's own `write` is the faster one. */
const SHORT_TEXT = 48;
const TWO_TO_32 = 4_294_967_296;
const MOST = 2n ** 63n - 1n;
/** 2000-01-01 in Unix time, from which PostgreSQL counts microseconds and days. */
const EPOCH_MS = 946_684_800_000;
const DAY_MS = 86_400_000;

/** A type of which arrays are written: its object id (pg_type), and its values. */
const ELEMENT_OID = { bool: 16, bigint: 20, int: 23, text: 25, date: 1082, timestamptz: 1184, jsonb: 3802 };
export type ElementType = keyof typeof ELEMENT_OID;
/** `date` as `2026-11-22`, `timestamptz` as epoch milliseconds, `jsonb` as its text. */
export type Scalar = string | number | bigint | boolean | null | undefined;

export class WireBuffer {
  #bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #view = new DataView(this.#bytes.buffer);
  #at = 0;

  get length(): number {
    return this.#at;
  }

  clear(): void {
    this.#at = 0;
  }

  /** What was written since `clear`; the same memory, not a copy. */
  written(): Buffer {
    return this.#bytes.subarray(0, this.#at);
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#at++] = value;
  }

  int16(value: number): void {
    this.#reserve(2);
    this.#view.setInt16(this.#at, value);
    this.#at += 2;
  }

  int32(value: number): void {
    this.#reserve(4);
    this.#view.setInt32(this.#at, value);
    this.#at += 4;
  }

  /** A whole number; beyond 2^53 only as a bigint. */
  int64(value: number | bigint): void {
    this.#reserve(8);
    if (typeof value === "bigint") this.#view.setBigInt64(this.#at, value);
    else {
      const high = Math.floor(value / TWO_TO_32);
      this.#view.setInt32(this.#at, high);
      this.#view.setUint32(this.#at + 4, value - high * TWO_TO_32);
    }
    this.#at += 8;
  }

  text(value: string): void {
    this.#reserve(3 * value.length);
    const start = this.#at;
    if (value.length <= SHORT_TEXT) {
      let i = 0;
      for (; i < value.length; i++) {
        const code = value.charCodeAt(i);
        if (code > 127) break;
        this.#bytes[this.#at++] = code;
      }
      if (i === value.length) return;
    }
    this.#at = start + this.#bytes.write(value, start, "utf8");
  }

  /** Text that a zero byte ends, as names are. */
  name(value: string): void {
    this.text(value);
    this.byte(0);
  }

  /** Leaves room for a length, and returns its place for `end`. */
  begin(): number {
    this.int32(0);
    return this.#at - 4;
  }

  /** Everything since `begin` is that long; `itself`: with the four bytes of the length. */
  end(start: number, itself = false): void {
    this.#view.setInt32(start, this.#at - start - (itself ? 0 : 4));
  }

  /** One value of each row, as an array with one dimension (array_send in PostgreSQL's arrayfuncs.c). */
  array<Row>(type: ElementType, rows: readonly Row[], value: (row: Row) => Scalar): void {
    this.int32(1); // dimension
    this.int32(1); // there may be nulls
    this.int32(ELEMENT_OID[type]);
    this.int32(rows.length);
    this.int32(1); // the first index
    for (const row of rows) {
      const element = value(row);
      if (element === null || element === undefined) this.int32(-1);
      else this.#element(type, element);
    }
  }

  #element(type: ElementType, value: string | number | bigint | boolean): void {
    switch (type) {
      case "bigint":
        this.int32(8);
        return this.int64(fitting(value as number | bigint));
      case "int":
        if (value !== ((value as number) | 0)) throw new RangeError(`${String(value)} is no 32-bit integer`);
        this.int32(4);
        return this.int32(value);
      case "bool":
        this.int32(1);
        return this.byte(value ? 1 : 0);
      case "timestamptz":
        this.int32(8);
        return this.int64(microsOf(value as number));
      case "date":
        this.int32(4);
        return this.int32(dayOf(value as string));
      case "text":
      case "jsonb": {
        const start = this.begin();
        if (type === "jsonb") this.byte(1); // the version of its form
        this.text(value as string);
        this.end(start);
      }
    }
  }

  #reserve(bytes: number): void {
    if (this.#at + bytes <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(2 * this.#bytes.length, this.#at + bytes));
    this.#bytes.copy(grown, 0, 0, this.#at);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}

/** @throws RangeError for what is no time */
function microsOf(ms: number): number | bigint {
  const micros = Math.floor(ms - EPOCH_MS) * 1000;
  return Number.isSafeInteger(micros) ? micros : BigInt(Math.floor(ms - EPOCH_MS)) * 1000n;
}

/** PostgreSQL would refuse what does not fit; a DataView would cut it short, and money would be another amount. */
function fitting(value: number | bigint): number | bigint {
  const fits = typeof value === "bigint" ? value <= MOST && value >= -MOST - 1n : Number.isSafeInteger(value);
  if (!fits) throw new RangeError(`${value} is no 64-bit integer`);
  return value;
}

/**
 * Days since 2000. Nearly all rows of a batch have the same one.
 * @throws RangeError for what is no date
 */
function dayOf(date: string): number {
  if (date !== latest.date) {
    const day = (Date.parse(date) - EPOCH_MS) / DAY_MS;
    if (!Number.isInteger(day)) throw new RangeError(`${date} is no date`);
    latest = { date, day };
  }
  return latest.day;
}
let latest = { date: "2000-01-01", day: 0 };
