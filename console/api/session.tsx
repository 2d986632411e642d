/** Who is signed in, and which organisation the pages are about. */
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useEffect } from "react";
import { Navigate, useLocation, useSearchParams } from "react-router";
import { SkeletonPage } from "../ui/states.tsx";
import { keepCsrfToken } from "./client.ts";
import { ApiError, isSignedOut } from "./problem.ts";

export interface Session {
  email: string;
  displayName: string;
  organization: string | null;
  operator: boolean;
  roles: string[];
  rights: string[];
  preferredLanguage: string | null;
  csrfToken: string;
  expiresAt: string;
}

async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(path, {
    method,
    headers: { accept: "application/json", ...(body ? { "content-type": "application/json" } : {}), ...headers },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (response.status === 204) return undefined;
  const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  if (!response.ok) throw new ApiError(response.status, answer);
  return answer;
}

const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async (): Promise<Session | null> => {
    try {
      return (await ask("GET", "/v1/session")) as unknown as Session;
    } catch (error) {
      if (isSignedOut(error)) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

export interface SignInOptions {
  local: boolean;
  oidc: { name: string; startUrl: string } | null;
}

export const signInOptionsQuery = queryOptions({
  queryKey: ["sign-in-options"],
  queryFn: async () => (await ask("GET", "/v1/sign-in-options")) as unknown as SignInOptions,
});

export function useSignIn() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (credentials: { email: string; password: string; code?: string }) =>
      ask("POST", "/v1/session", credentials),
    onSuccess: async () => {
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "session" });
      await queries.refetchQueries({ queryKey: ["session"] });
    },
  });
}

export function useSignOut() {
  const queries = useQueryClient();
  const session = useSession();
  return useMutation({
    mutationFn: async () => ask("DELETE", "/v1/session", undefined, { "X-CSRF-Token": session.csrfToken }),
    onSuccess: () => {
      queries.clear();
      queries.setQueryData(["session"], null);
    },
  });
}

const SessionContext = createContext<Session | undefined>(undefined);

/** The signed-in person; only below RequireSession. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error("useSession is for what is inside RequireSession");
  return session;
}

/** Whether the signed-in person has one of these rights; operators have all of them. */
export function useMay(...rights: string[]): boolean {
  const session = useSession();
  return session.operator || rights.some((right) => session.rights.includes(right));
}

/** Shows its children to those who are signed in; sends others to the sign-in page, which leads back here. */
export function RequireSession({ children }: { children: ReactNode }) {
  const { data: session, isPending } = useQuery(sessionQuery);
  const { pathname, search } = useLocation();
  keepCsrfToken(session?.csrfToken);
  if (isPending || session === undefined) return <SkeletonPage />;
  if (session === null) {
    const here = pathname + search;
    return <Navigate replace to={here === "/" ? "/sign-in" : `/sign-in?returnTo=${encodeURIComponent(here)}`} />;
  }
  return <SessionContext value={session}>{children}</SessionContext>;
}

const ORG_KEPT = "talktime.organization";

/**
 * The organisation that the pages are about: one's own, or for an operator the one of `?org=`. The shell adds that to
 * every address, so that a link that is handed on shows the same; the last one is remembered.
 */
export function useOrganization(): string | undefined {
  const session = useSession();
  const [search] = useSearchParams();
  return session.organization ?? search.get("org") ?? localStorage.getItem(ORG_KEPT) ?? undefined;
}

/** As useOrganization, for pages that are only shown when there is one (routes.tsx: `needsOrganization`). */
export function useOrg(): string {
  const organization = useOrganization();
  if (organization === undefined) throw new Error("This page is about an organisation, and none is chosen");
  return organization;
}

/** For the shell: keeps `?org=` in an operator's address. */
export function useOrganizationInAddress(): void {
  const session = useSession();
  const organization = useOrganization();
  const [search, setSearch] = useSearchParams();
  const asked = search.get("org");
  const { key } = useLocation();
  useEffect(() => {
    if (session.organization !== null || organization === undefined) return;
    localStorage.setItem(ORG_KEPT, organization);
    if (asked !== organization) {
      setSearch((old) => new URLSearchParams([...old, ["org", organization]]), { replace: true });
    }
  }, [session.organization, organization, asked, key, setSearch]);
}
