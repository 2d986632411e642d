/** What is billed after use, for who shows it or warns of it: by itself, so that Home does not load the page's forms. */
import { useQuery } from "@tanstack/react-query";
import { get, type Schema } from "../../api/client.ts";
import { useOrg } from "../../api/session.tsx";

/** Undefined while it is not known, and of an organisation that pays in advance. */
export const usePayAsYouGo = (mode: Schema<"Credits">["mode"]) =>
  useQuery({
    ...get("/v1/organizations/{org}/pay-as-you-go", { path: { org: useOrg() } }),
    enabled: mode !== "prepaid",
  });

export const troubleOf = (mode: Schema<"Credits">["mode"]) =>
  mode === "unfunded" ? "credits.outlook.unfunded" : "credits.outlook.drainingOff";
