/** From addresses to pages: those of pages.ts inside the shell; signing in, and what leads to it, outside of it. */
import { createBrowserRouter, type RouteObject } from "react-router";
import { type PageEntry, PAGES } from "./pages.ts";
import { NotFound, PageBroken } from "./shell/not-found.tsx";
import { Shell } from "./shell/shell.tsx";
import { SkeletonPage } from "./ui/states.tsx";

/**
 * The router shows nothing at all, for good, where `lazy` rejects: the server was away while somebody went to a page, or
 * a newer version has other files. A page that throws instead is told of, with a button that loads it again.
 */
const told =
  (load: PageEntry["load"]): PageEntry["load"] =>
  () =>
    load().catch((error: unknown) => ({
      Component: () => {
        throw error;
      },
    }));

const pages: RouteObject[] = PAGES.map(({ path, load, id }) => ({
  id,
  path,
  lazy: told(load),
  errorElement: <PageBroken />,
}));

const outside = (path: string, load: PageEntry["load"]): RouteObject => ({
  path,
  lazy: told(load),
  HydrateFallback: SkeletonPage,
  errorElement: <PageBroken />,
});

export const router = createBrowserRouter([
  outside("/sign-in", () => import("./pages/sign-in.tsx")),
  outside("/accept-invitation", () => import("./pages/choose-password.tsx")),
  outside("/reset-password", () => import("./pages/choose-password.tsx")),
  {
    Component: Shell,
    HydrateFallback: SkeletonPage,
    errorElement: <PageBroken />,
    children: [...pages, { path: "*", Component: NotFound }],
  },
]);
