/** What the lists of the Graph-shaped API share: query options, `@odata` annotations and links to the next page. */
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import type { Engine } from "../../engine/engine.ts";
import { invalidRequest, type Problem } from "../errors.ts";

export const GRAPH = "/graph/v1.0";

export const odataContext = z.string().meta({ description: "What the answer is, as an address" });

/** One by itself: what it is stands with it. */
export const entityOf = <Shape extends z.ZodRawShape>(entity: z.ZodObject<Shape>) =>
  entity.extend({ "@odata.context": odataContext });

export const collectionOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    "@odata.context": odataContext,
    "@odata.count": z.int().optional().meta({ description: "Rows in this answer" }),
    "@odata.nextLink": z.string().optional().meta({ description: "The next page, to be followed as it is" }),
    value: z.array(item),
  });

/** `what`: such as `users` or `Collection(microsoft.graph.callRecords.pstnCallLogRow)`. */
export const contextOf = ({ post }: Engine, what: string): string => `${post.publicUrl}${GRAPH}/$metadata#${what}`;

/** The request's own address with other query options: where its next page is. */
export function nextLink({ post }: Engine, { url }: FastifyRequest, options: Readonly<Record<string, string>>): string {
  const query = Object.entries(options).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${post.publicUrl}${url.split("?", 1)[0]!}?${query.join("&")}`;
}

/** Query options of one address. Others that begin with $ are refused: to leave out a filter would answer wrongly. */
export const queryOptions = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.looseObject(shape).superRefine((options, context) => {
    for (const name of Object.keys(options)) {
      if (!name.startsWith("$") || name in shape) continue;
      context.addIssue({ code: "custom", path: [name], message: "This query option is not supported here." });
    }
  });

export const selectOption = {
  $select: z.string().max(2000).optional().meta({ description: "Names of properties, with commas between them" }),
};

/** Picks the properties that `$select` names; all of them where it is absent. @throws Problem for names of none */
export function select<Shape extends z.ZodRawShape>(
  names: string | undefined,
  { shape }: z.ZodObject<Shape>,
): (entity: z.input<z.ZodObject<Shape>>) => Partial<z.input<z.ZodObject<Shape>>> {
  type Entity = z.input<z.ZodObject<Shape>>;
  if (names === undefined) return (entity) => entity;
  const wanted = names.split(",").map((name) => name.trim());
  const unknown = wanted.find((name) => !Object.hasOwn(shape, name));
  if (unknown !== undefined) throw wrongOption("$select", `There is no property named ${unknown}.`);
  return (entity) => Object.fromEntries(wanted.map((name) => [name, entity[name as keyof Entity]])) as Partial<Entity>;
}

/** `$skiptoken`: the key of the last row of the page before, opaque to whoever follows the link. */
export const skipToken = {
  write: (key: readonly string[]): string => Buffer.from(JSON.stringify(key)).toString("base64url"),
  /** @throws Problem for what is no token of such a list */
  read<Key>(token: string, key: z.ZodType<Key>): Key {
    try {
      return key.parse(JSON.parse(Buffer.from(token, "base64url").toString()));
    } catch {
      throw wrongOption("$skiptoken", "Not a link of this list.");
    }
  },
};

export const wrongOption = (name: string, message: string): Problem =>
  invalidRequest([{ in: "query", pointer: `/${name}`, code: "NOT_UNDERSTOOD", message }]);
