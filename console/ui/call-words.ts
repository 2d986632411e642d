/** What calls are about, in the reader's words: types, who pays, why not. Codes stay where nothing better is known. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Schema } from "../api/client.ts";
import type { en } from "../locales/en/index.ts";
import { useFormat } from "./format.tsx";

type Words = typeof en.calls;

/** Of what a reason is about, those that are amounts of `currency`. */
const AMOUNTS = ["amount", "spent", "held"] as const;

type Tried = Pick<Schema<"Call">["explanation"]["tried"][number], "code" | "params" | "why">;

export interface CallWords {
  callType: (type: string) => string;
  /** Who pays: "Credits", "Minute pool MCOPSTN1 (domestic, US)". */
  source: (source: string) => string;
  /** Why a source was taken or not; as the server says it where there are no other words. */
  why: (tried: Tried) => string;
  refusal: (code: string) => string;
  /** What an administrator can do about a refusal. */
  remedy: (code: string) => string;
}

export function useCallWords(): CallWords {
  const { t, i18n } = useTranslation();
  const { country, money } = useFormat();
  return useMemo(() => {
    const known = (part: keyof Words, key: string): boolean => i18n.exists(`calls.${part}.${key}`);
    return {
      callType: (type) => (known("types", type) ? t(`calls.types.${type as keyof Words["types"]}`) : type),
      source: (source) => {
        const [kind = "", name = "", where = "", scope = ""] = source.split(":");
        if (kind === "pool" && name !== "") {
          const place = where === "*" ? "" : country(where);
          const reach = known("scopes", scope) ? t(`calls.scopes.${scope as keyof Words["scopes"]}`) : scope;
          return t("calls.pool", {
            name,
            reach: [reach, place].filter((part) => part !== "").join(t("calls.poolJoint")),
          });
        }
        const word = known("sources", kind) ? t(`calls.sources.${kind as keyof Words["sources"]}`) : kind;
        return name === "" ? word : `${word} ${name}`;
      },
      why: ({ code, params, why }) => {
        if (!known("why", code)) return why;
        const { numberClass = "" } = params;
        const amounts = AMOUNTS.map((name) => [name, money(params[name] ?? "0", params["currency"] ?? "USD")] as const);
        return t(`calls.why.${code as keyof Words["why"]}`, {
          ...params,
          ...Object.fromEntries(amounts),
          numberClass: known("numberClasses", numberClass)
            ? t(`calls.numberClasses.${numberClass as keyof Words["numberClasses"]}`)
            : numberClass,
        });
      },
      refusal: (code) => (known("refusals", code) ? t(`calls.refusals.${code as keyof Words["refusals"]}`) : code),
      remedy: (code) => (known("remedies", code) ? t(`calls.remedies.${code as keyof Words["remedies"]}`) : ""),
    };
  }, [t, i18n, country, money]);
}
