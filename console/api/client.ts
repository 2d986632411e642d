/** The API, typed from openapi.json: `get(path, init)` for useQuery, `send(method, path, init)` for what changes. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import createClient from "openapi-fetch";
import { ApiError } from "./problem.ts";
import type { components, paths } from "./schema.ts";

type Method = "get" | "post" | "put" | "delete" | "patch";
type PathsWith<M extends Method> = { [P in keyof paths]: paths[P] extends Record<M, object> ? P : never }[keyof paths];
type Operation<P extends keyof paths, M extends Method> = paths[P] extends Record<M, infer Op> ? Op : never;

/** What the answer holds when all went well. */
export type Answer<P extends keyof paths, M extends Method = "get"> =
  Operation<P, M> extends { responses: infer R }
    ? {
        [S in keyof R & (200 | 201 | 202)]: R[S] extends { content: { "application/json": infer T } } ? T : never;
      }[keyof R & (200 | 201 | 202)]
    : never;

type Part<Op, Name extends string> = Op extends { parameters: Record<Name, infer T> } ? T : never;
type QueryOf<Op> = Op extends { parameters: { query?: infer Q } } ? Q : never;
type BodyOf<Op> = Op extends { requestBody?: { content: { "application/json": infer B } | { "text/csv": infer B } } }
  ? B
  : never;

export type Init<P extends keyof paths, M extends Method> = ([Part<Operation<P, M>, "path">] extends [never]
  ? { path?: never }
  : { path: Part<Operation<P, M>, "path"> }) & {
  query?: QueryOf<Operation<P, M>>;
  body?: BodyOf<Operation<P, M>>;
  /** A repeat after a lost answer gets the first one's: make one key for each thing the person asked for. */
  idempotencyKey?: string;
};

const client = createClient({ baseUrl: "/" });
let csrfToken: string | undefined;

/** The session's token, which every changing request has to carry. */
export const keepCsrfToken = (token: string | undefined): void => {
  csrfToken = token;
};

/** Of a request that changes something. */
export const csrfHeaders = (): Record<string, string> => (csrfToken === undefined ? {} : { "X-CSRF-Token": csrfToken });

interface Request {
  path?: unknown;
  query?: unknown;
  body?: unknown;
  idempotencyKey?: string;
  signal?: AbortSignal;
}

/** @throws ApiError for an answer that is none of success; TypeError when there is no answer */
async function request(method: Method, path: string, init: Request = {}): Promise<unknown> {
  const ask = client.request as unknown as (
    method: string,
    path: string,
    init: object,
  ) => Promise<{ data?: unknown; error?: unknown; response: Response }>;
  const isFile = typeof init.body === "string"; // the API takes text for CSV only
  const { data, error, response } = await ask(method, path, {
    params: { path: init.path, query: init.query },
    ...(init.body === undefined ? {} : { body: init.body }),
    ...(isFile ? { bodySerializer: (text: string) => text } : {}),
    ...(init.signal ? { signal: init.signal } : {}),
    headers: {
      ...(isFile ? { "Content-Type": "text/csv" } : {}),
      ...(method === "get" ? {} : csrfHeaders()),
      ...(init.idempotencyKey === undefined ? {} : { "Idempotency-Key": init.idempotencyKey }),
    },
  });
  if (response.ok) return data;
  throw new ApiError(response.status, typeof error === "object" && error !== null ? { ...error } : {});
}

/** One answer, outside of a query of a page. */
export const read = async <P extends PathsWith<"get">>(
  path: P,
  init: Init<P, "get">,
  signal?: AbortSignal,
): Promise<Answer<P>> => (await request("get", path, { ...init, ...(signal && { signal }) })) as Answer<P>;

/** For useQuery: `useQuery(get("/v1/organizations/{org}/credits", { path: { org } }))`. */
export const get = <P extends PathsWith<"get">>(path: P, init: Init<P, "get">) =>
  queryOptions({
    queryKey: [path, init] as const,
    queryFn: async ({ signal }) => read(path, init, signal),
  });

/** One thing of a list's answer. */
export type Item<P extends keyof paths> = Answer<P> extends { items: (infer T)[] } ? T : never;

/** The first page is there soon; whoever scrolls on is ahead of the wheel with larger ones, the most that the API gives. */
const FIRST_ROWS = 100;
const FURTHER_ROWS = 500;

/** For useInfiniteQuery, of a list that comes in pages; DataTable takes its result by `pagesOf`. */
export const list = <P extends PathsWith<"get">>(path: P, init: Init<P, "get">, limit?: number) =>
  infiniteQueryOptions({
    queryKey: [path, "pages", init] as const,
    queryFn: async ({ signal, pageParam }) => {
      const query = {
        ...(init.query as object | undefined),
        limit: limit ?? (pageParam === null ? FIRST_ROWS : FURTHER_ROWS),
        ...(pageParam === null ? {} : { cursor: pageParam }),
      };
      return (await request("get", path, { ...init, query, signal })) as {
        items: Item<P>[];
        nextCursor: string | null;
      };
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

/** For useMutation, and wherever something is to change. */
export const send = async <M extends Exclude<Method, "get">, P extends PathsWith<M>>(
  method: M,
  path: P,
  init: Init<P, M>,
): Promise<Answer<P, M>> => (await request(method, path, init)) as Answer<P, M>;

/** A file, such as a rate deck as CSV, which goes out as it is. */
export const sendText = async <P extends PathsWith<"post">>(
  path: P,
  query: NonNullable<QueryOf<Operation<P, "post">>>,
  text: string,
  type: string,
): Promise<Answer<P, "post">> => {
  const search = new URLSearchParams(query);
  const answer = await fetch(`${path}?${search.toString()}`, {
    method: "POST",
    body: text,
    headers: { "content-type": type, ...csrfHeaders() },
  });
  const body = (await answer.json()) as unknown;
  if (answer.ok) return body as Answer<P, "post">;
  throw new ApiError(answer.status, { ...(body as object) });
};

/** What the API calls a thing: `Schema<"Credits">`. */
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];
