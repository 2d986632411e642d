/**
 * A list that somebody has scrolled down for long is not asked for again as a whole because something happened or a
 * window was looked at again: that would be hundreds of requests, one after the other. What it changes, they do ask for.
 */
import type { Query, QueryClient } from "@tanstack/react-query";

/** More than these are many. */
const MOST_PAGES = 5;

interface Pages {
  pages: readonly unknown[];
  pageParams: readonly unknown[];
}

export const isDeep = ({ state: { data } }: Pick<Query, "state">): boolean =>
  isPages(data) && data.pages.length > MOST_PAGES;

/** Whoever comes back to such a list begins at its top: its first page is there at once, and all others are forgotten. */
export function forgetDeepLists(queries: QueryClient): void {
  queries.getQueryCache().subscribe(({ query }) => {
    if (query.getObserversCount() > 0 || !isDeep(query)) return;
    const { pages, pageParams } = query.state.data as Pages;
    const first = { pages: pages.slice(0, 1), pageParams: pageParams.slice(0, 1) };
    query.setData(first, { updatedAt: query.state.dataUpdatedAt, manual: true });
  });
}

const isPages = (data: unknown): data is Pages =>
  typeof data === "object" && data !== null && "pages" in data && Array.isArray(data.pages);

/** A page of such a list is on its way: asking for the list again now would throw it away. */
export const isFetchingPage = ({ state: { fetchStatus, fetchMeta } }: Query): boolean =>
  fetchStatus === "fetching" && fetchMeta?.fetchMore !== undefined;
