/** What of a page is in its address: filters and the open panel, so that a link shows the same and Back undoes it. */
import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";

/**
 * `const [filters, setFilters] = useFilters({ q: "", state: "all" })`: the address holds what differs from the
 * defaults. Filters are text; a page turns them into what it needs.
 */
export function useFilters<T extends Record<string, string>>(
  defaults: T,
): [filters: T, setFilters: (change: Partial<T>) => void] {
  const [search, setSearch] = useSearchParams();
  const names = Object.keys(defaults).join();
  const filters = useMemo(
    () => Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, search.get(name) ?? value])) as T,
    // The names tell one set of defaults from another; the object itself is made anew at every call.
    [search, names],
  );
  const setFilters = useCallback(
    (change: Partial<T>) =>
      setSearch(
        (old) => {
          const next = new URLSearchParams(old);
          for (const [name, value] of Object.entries(change) as [string, string | undefined][]) {
            if (value === undefined || value === defaults[name]) next.delete(name);
            else next.set(name, value);
          }
          return next;
        },
        { replace: true },
      ),
    [setSearch, names],
  );
  return [filters, setFilters];
}

/** The thing that the panel at the right shows: `?show=` in the address. */
export function usePanel(): { shown: string | undefined; open: (id: string) => void; close: () => void } {
  const [search, setSearch] = useSearchParams();
  const change = useCallback(
    (id: string | undefined) =>
      setSearch((old) => {
        const next = new URLSearchParams(old);
        if (id === undefined) next.delete("show");
        else next.set("show", id);
        return next;
      }),
    [setSearch],
  );
  const open = useCallback((id: string) => change(id), [change]);
  const close = useCallback(() => change(undefined), [change]);
  return { shown: search.get("show") ?? undefined, open, close };
}
