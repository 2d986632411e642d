/** Whether a new organisation is led through its first steps; the way itself is fetched only where it is shown. */
import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import { get, type Schema } from "../../api/client.ts";
import { useMay, useOrg } from "../../api/session.tsx";
import { isZero } from "../../ui/amount.ts";

/** Pays in advance, and never did; undefined while it is not known. */
function useNeverFunded({ mode, lots, balance }: Schema<"Credits">): boolean | undefined {
  const path = { org: useOrg() };
  const empty = mode === "prepaid" && lots.length === 0 && isZero(balance);
  const topUps = useQuery({
    ...get("/v1/organizations/{org}/top-ups", { path, query: { limit: 500 } }),
    enabled: empty,
  });
  return empty ? topUps.data?.items.every(({ state }) => state === "failed" || state === "requires-action") : false;
}

/** Whether the way is shown for this organisation: from the time it has no credits until it is finished or skipped. */
export function useFirstRun(credits: Schema<"Credits">) {
  const key = `talktime.first-run.${useOrg()}`;
  const may = useMay("fund");
  const neverFunded = useNeverFunded(credits);
  const [kept, setKept] = useState(() => localStorage.getItem(key));
  const keep = useCallback(
    (state: "begun" | "ended"): void => {
      localStorage.setItem(key, state);
      setKept(state);
    },
    [key],
  );
  useEffect(() => {
    if (kept === null && neverFunded === true && may) keep("begun");
  }, [kept, neverFunded, may, keep]);
  return { neverFunded, shown: may && kept === "begun", begin: () => keep("begun"), end: () => keep("ended") };
}
