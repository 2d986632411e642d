/** From addresses to pages: those of pages.ts inside the shell, sign-in outside of it. */
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

export const router = createBrowserRouter([
  {
    path: "/sign-in",
    lazy: () => import("./pages/sign-in.tsx"),
    HydrateFallback: SkeletonPage,
    errorElement: <PageBroken />,
  },
  {
    Component: Shell,
    HydrateFallback: SkeletonPage,
    errorElement: <PageBroken />,
    children: [...pages, { path: "*", Component: NotFound }],
  },
]);
