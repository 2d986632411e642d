/** Lists: `?limit=&cursor=` → `{"items":[…],"nextCursor":…}`. A cursor is the key of the last item; opaque outside. */
import { z } from "zod";
import { wrong } from "../domain/fault.ts";
import { invalidRequest } from "./errors.ts";

export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(100).meta({ description: "Most items to give back" }),
  cursor: z.string().min(1).max(2000).optional().meta({ description: "nextCursor of the page before" }),
});

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** What to ask the database for: one more than the page holds tells whether there is a next one. */
export interface PageRequest {
  /** Key that the page begins after; null for the first page. */
  after: string | null;
  limit: number;
}

export function pageRequest({ limit, cursor }: z.output<typeof pageQuery>): PageRequest {
  return { after: cursor === undefined ? null : decodeCursor(cursor), limit: limit + 1 };
}

export function page<Row, Item>(
  rows: readonly Row[],
  { limit }: PageRequest,
  { key, item }: { key: (row: Row) => string; item: (row: Row) => Item },
): { items: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit - 1);
  const last = shown.at(-1);
  const more = rows.length === limit && last !== undefined;
  return { items: shown.map(item), nextCursor: more ? Buffer.from(key(last)).toString("base64url") : null };
}

/** A page of a list that is in memory as a whole, in the order of `key`. */
export function pageOfAll<Row, Item>(
  rows: readonly Row[],
  wanted: PageRequest,
  { key, item }: { key: (row: Row) => string; item: (row: Row) => Item },
): { items: Item[]; nextCursor: string | null } {
  const sorted = [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  const rest = sorted.filter((row) => wanted.after === null || key(row) > wanted.after);
  return page(rest.slice(0, wanted.limit), wanted, { key, item });
}

function decodeCursor(cursor: string): string {
  const key = Buffer.from(cursor, "base64url").toString();
  const made = key !== "" && !key.includes("\0") && Buffer.from(key).toString("base64url") === cursor;
  if (made) return key;
  throw invalidRequest([{ in: "query", pointer: "/cursor", ...wrong("NOT_A_CURSOR") }]);
}
