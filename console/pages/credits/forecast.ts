/** Where the balance is heading, as the API foretells it: one answer for the sentence, the picture and the lots. */
import { useQuery } from "@tanstack/react-query";
import { get, type Schema } from "../../api/client.ts";
import { useOrg } from "../../api/session.tsx";

const DAYS = 30;

/** Undefined until it is there. */
export const useForecast = (): Schema<"Forecast"> | undefined =>
  useQuery(get("/v1/organizations/{org}/credits/forecast", { path: { org: useOrg() }, query: { days: DAYS } })).data;
