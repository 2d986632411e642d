/** Who is signed in, and which organisation the pages are about. */
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useEffect } from "react";
import { useLocation, useSearchParams } from "react-router";
import { usePreferredLanguage } from "../preferences.tsx";
import { Problem, SkeletonPage } from "../ui/states.tsx";
import { keepCsrfToken, read, type Schema, send } from "./client.ts";
import { isSignedOut } from "./problem.ts";

export type Session = Schema<"Session">;

const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async (): Promise<Session | null> => {
    try {
      return await read("/v1/session", {});
    } catch (error) {
      if (isSignedOut(error)) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

// The address and what it answers are fixed by the contract; it is asked before anybody is signed in.
export interface SignInOptions {
  local: boolean;
  oidc: { name: string; startUrl: string } | null;
  /** The prices on /rates are for everybody. */
  publicRates: boolean;
}

export const signInOptionsQuery = queryOptions({
  queryKey: ["sign-in-options"],
  queryFn: async (): Promise<SignInOptions> => {
    const answer = await fetch("/v1/sign-in-options");
    return answer.ok ? ((await answer.json()) as SignInOptions) : { local: true, oidc: null, publicRates: false };
  },
});

export function useSignIn() {
  const queries = useQueryClient();
  return useMutation({
    meta: { signIn: true },
    mutationFn: async (credentials: { email: string; password: string; code?: string }) =>
      send("post", "/v1/session", { body: credentials }),
    onSuccess: async () => {
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "session" });
      await queries.refetchQueries({ queryKey: ["session"] });
    },
  });
}

export function useSignOut() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => send("delete", "/v1/session", {}),
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

/** Whether the signed-in person has one of these rights (src/domain/rights.ts); operators have all of them. */
export function useMay(...rights: string[]): boolean {
  const session = useSession();
  return session.operator || rights.some((right) => session.rights.includes(right));
}

/** Shows its children to those who are signed in, and `otherwise` to others. */
export function RequireSession({ otherwise, children }: { otherwise: ReactNode; children: ReactNode }) {
  const { data: session, error, refetch } = useQuery(sessionQuery);
  keepCsrfToken(session?.csrfToken);
  usePreferredLanguage(session?.preferredLanguage);
  if (session === undefined)
    return error === null ? <SkeletonPage /> : <Problem error={error} retry={() => void refetch()} />;
  if (session === null) return otherwise;
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
