/** What surrounds every page: theme, languages, the answers kept of the server, the router. */
import { FluentProvider } from "@fluentui/react-components";
import { QueryClient, QueryClientProvider, QueryCache, MutationCache } from "@tanstack/react-query";
import { RouterProvider } from "react-router";
import { forgetDeepLists, isDeep } from "./api/deep.ts";
import { ApiError, isOffline, isSignedOut, passes } from "./api/problem.ts";
import { PreferencesProvider, usePreferences } from "./preferences.tsx";
import { router } from "./routes.tsx";
import { darkTheme, lightTheme } from "./theme.ts";
import { ToastProvider } from "./ui/toast.tsx";

/** A session that has ended is found out by whatever is asked next; RequireSession then leads to the sign-in page. */
function onError(error: unknown): void {
  if (isSignedOut(error)) queries.setQueryData(["session"], null);
}

const ASK_AGAIN_MS = 5_000;

const queries = new QueryClient({
  queryCache: new QueryCache({ onError: (error, query) => query.queryKey[0] !== "session" && onError(error) }),
  mutationCache: new MutationCache({
    onError: (error, _input, _before, mutation) => mutation.meta?.["signIn"] ?? onError(error),
  }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      refetchOnWindowFocus: (query) => !isDeep(query),
      refetchOnReconnect: (query) => !isDeep(query),
      retry: (failures, error) => !(error instanceof ApiError && error.status < 500) && failures < 2,
      // A further page of a list is asked for again by the list (ui/table-rows.tsx).
      refetchInterval: ({ state: { error, fetchMeta } }) =>
        passes(error) && fetchMeta?.fetchMore === undefined ? ASK_AGAIN_MS : false,
      retryDelay: (failures, error) => (isOffline(error) ? 1_000 : 300 * 2 ** failures),
    },
  },
});

forgetDeepLists(queries);

export function App() {
  return (
    <PreferencesProvider>
      <QueryClientProvider client={queries}>
        <Themed />
      </QueryClientProvider>
    </PreferencesProvider>
  );
}

function Themed() {
  const { dark } = usePreferences();
  return (
    <FluentProvider theme={dark ? darkTheme : lightTheme}>
      <ToastProvider>
        <RouterProvider router={router} />
      </ToastProvider>
    </FluentProvider>
  );
}
