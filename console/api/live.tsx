/**
 * Keeps the pages up to date. The server's events are hints: whatever is shown is asked for again. Without them the
 * pages ask every 15 seconds, and the mark in the top bar says since when they may be out of date.
 */
import { type Query, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useEffect, useState } from "react";
import { isDeep, isFetchingPage } from "./deep.ts";

export interface Liveness {
  state: "connecting" | "live" | "polling" | "offline";
  /** Since when (ms) what is shown may be out of date; undefined while it is live. */
  staleSince: number | undefined;
}

const POLL_MS = 15_000;
const PROBE_MS = 3_000;
const RECONNECT_MS = 30_000;
/** A burst of events is answered by one round of requests. */
const GATHER_MS = 300;

const LivenessContext = createContext<Liveness>({ state: "connecting", staleSince: undefined });

export const useLiveness = (): Liveness => use(LivenessContext);

export function Live({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [liveness, setLiveness] = useState<Liveness>({ state: "connecting", staleSince: undefined });

  useEffect(() => {
    const become = (state: Liveness["state"]): void =>
      setLiveness((old) =>
        old.state === state
          ? old
          : { state, staleSince: state === "live" ? undefined : (old.staleSince ?? Date.now()) },
      );
    const refresh = (): void => {
      const later = queries
        .getQueryCache()
        .findAll({ predicate: (query) => isOfTheServer(query) && isFetchingPage(query) });
      void queries.invalidateQueries({ predicate: (query) => isOfTheServer(query) && !isFetchingPage(query) });
      if (later.length > 0) hint();
    };

    let gathering: ReturnType<typeof setTimeout> | undefined;
    const hint = (): void => {
      gathering ??= setTimeout(() => {
        gathering = undefined;
        refresh();
      }, GATHER_MS);
    };

    let source: EventSource | undefined;
    let reconnecting: ReturnType<typeof setTimeout> | undefined;
    let connectedBefore = false;
    const connect = (): void => {
      source = new EventSource("/v1/events");
      source.onopen = () => {
        become("live");
        if (connectedBefore) refresh(); // what happened meanwhile
        connectedBefore = true;
      };
      for (const type of EVENT_TYPES) source.addEventListener(type, hint);
      source.onerror = () => {
        become("polling");
        if (source?.readyState === EventSource.CLOSED) reconnecting = setTimeout(connect, RECONNECT_MS);
      };
    };
    connect();

    let probing = false;
    const probe = async (): Promise<void> => {
      if (probing || document.hidden) return;
      probing = true;
      try {
        const { ok } = await fetch("/healthz", { cache: "no-store" });
        if (ok)
          setLiveness((old) => {
            if (old.state === "offline") refresh();
            return old.state === "offline" ? { ...old, state: "polling" } : old;
          });
      } catch {
        become("offline");
      } finally {
        probing = false;
      }
    };
    let lastPoll = Date.now();
    const timer = setInterval(() => {
      if (source?.readyState === EventSource.OPEN) return;
      void probe();
      if (Date.now() - lastPoll < POLL_MS || document.hidden) return;
      lastPoll = Date.now();
      refresh();
    }, PROBE_MS);

    return () => {
      source?.close();
      clearTimeout(gathering);
      clearTimeout(reconnecting);
      clearInterval(timer);
    };
  }, [queries]);

  return <LivenessContext value={liveness}>{children}</LivenessContext>;
}

/** Of GET /v1/events. */
const EVENT_TYPES = [
  ...["call.authorized", "call.answered", "call.extended", "call.ended", "call.refused"],
  ...["credits.changed", "switch.command", "notice"],
];

const isOfTheServer = (query: Query): boolean =>
  typeof query.queryKey[0] === "string" && query.queryKey[0].startsWith("/v1/") && !isDeep(query);
