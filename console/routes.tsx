/** From addresses to pages: those of pages.ts inside the shell; signing in, and what leads to it, outside of it. */
import { createBrowserRouter, type RouteObject } from "react-router";
import { PAGES } from "./pages.ts";
import { NotFound, PageBroken } from "./shell/not-found.tsx";
import { Shell } from "./shell/shell.tsx";
import { SkeletonPage } from "./ui/states.tsx";

const pages: RouteObject[] = PAGES.map(({ path, load, id }) => ({
  id,
  path,
  lazy: load,
  errorElement: <PageBroken />,
}));

const outside = (path: string, lazy: RouteObject["lazy"]): RouteObject => ({
  path,
  ...(lazy && { lazy }),
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
