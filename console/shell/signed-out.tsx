/** Of somebody who is not signed in: the way to sign in, which leads back here; or prices, where they are for everybody. */
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { Navigate, useLocation } from "react-router";
import { signInOptionsQuery } from "../api/session.tsx";
import { pageOf } from "../pages.ts";
import { SkeletonPage } from "../ui/states.tsx";

const PublicRates = lazy(() => import("../pages/public-rates.tsx"));

export function SignedOut() {
  const { pathname, search } = useLocation();
  const mayBePublic = pathname === pageOf("rates").path;
  const options = useQuery({ ...signInOptionsQuery, enabled: mayBePublic });
  if (options.isLoading) return <SkeletonPage />;
  if (mayBePublic && options.data?.publicRates)
    return (
      <Suspense fallback={<SkeletonPage />}>
        <PublicRates />
      </Suspense>
    );
  const here = pathname + search;
  return <Navigate replace to={here === "/" ? "/sign-in" : `/sign-in?returnTo=${encodeURIComponent(here)}`} />;
}
