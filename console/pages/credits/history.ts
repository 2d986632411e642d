/** The ledger of the last days, as far back as a picture needs it. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { list, type Schema } from "../../api/client.ts";

export type Transfer = Schema<"Transfer">;

const DAY = 86_400_000;
/** 10,000 transfers: what a browser draws without a pause. A busier account is drawn as far back as that reaches. */
const MOST_PAGES = 20;

export interface History {
  /** Newest first. */
  transfers: Transfer[];
  /** Since when (ms) it is complete. */
  since: number;
  loading: boolean;
  error: unknown;
}

export function useHistory(org: string, days: number): History {
  const query = useInfiniteQuery(list("/v1/organizations/{org}/ledger", { path: { org } }, 500));
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage, isPending, error } = query;
  const transfers = data?.pages.flatMap(({ items }) => items) ?? [];
  const wanted = Date.now() - days * DAY;
  const oldest = transfers.at(-1);
  const reached = oldest !== undefined && Date.parse(oldest.at) < wanted;
  const more = hasNextPage && !reached && (data?.pages.length ?? 0) < MOST_PAGES && error === null;
  useEffect(() => {
    if (more && !isFetchingNextPage) void fetchNextPage();
  }, [more, isFetchingNextPage, fetchNextPage]);
  return {
    transfers: transfers.filter(({ at }) => Date.parse(at) >= wanted),
    since: reached || !hasNextPage ? wanted : Date.parse(oldest?.at ?? new Date().toISOString()),
    loading: isPending || more,
    error,
  };
}

/** What calls took from the credits. */
export const isSpending = ({ from, to, cause }: Transfer): boolean =>
  from.startsWith("credits/") && to === "revenue" && (cause === "call" || cause === "correction");
