/** Where the balance is heading, as the API foretells it: one answer for the sentence, the picture and the lots. */
import { useQuery } from "@tanstack/react-query";
import { get, type Schema } from "../../api/client.ts";
import { useOrg } from "../../api/session.tsx";

const DAYS = 30;

/** Undefined until it is there. */
export const useForecast = (): Schema<"Forecast"> | undefined =>
  useQuery(get("/v1/organizations/{org}/credits/forecast", { path: { org: useOrg() }, query: { days: DAYS } })).data;

/** A day of the forecast, such as 2026-11-30, as a time that every time zone calls by that day. */
export const noonOf = (day: string): string => `${day}T12:00:00Z`;
