/** What calls are about, in the reader's words: types, who pays, why not. Codes stay where nothing better is known. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { en } from "../locales/en/index.ts";
import { useFormat } from "./format.tsx";

type Words = typeof en.calls;

/** What the server says in English, by its beginning or form; `{{who}}` and the like are taken from it. */
const REASONS: readonly (readonly [said: RegExp, key: keyof Words["why"]])[] = [
  [/^the licence opens this pool$/, "poolOpen"],
  [/^holds the Communications Credits licence$/, "creditsLicence"],
  [/^paid from the organisation's balance; no licence is asked$/, "balance"],
  [/^(?<who>\S+) has no Communications Credits licence, which this call needs\.$/, "noCreditsLicence"],
  [/^the call runs over the organisation's own carrier$/, "ownCarrier"],
  [/^incoming calls are included$/, "incoming"],
  [/^dial-in to a toll number is included$/, "dialIn"],
  [/^calls into a toll service number are included$/, "serviceNumber"],
  [/^calls to an unassigned toll number are not charged$/, "unassigned"],
  [/^the caller pays for an own premium-rate number$/, "ownPremium"],
  [/^the extended dial-out add-on covers the US and Canada$/, "extendedDialOut"],
  [/^the destination is not in Zone A$/, "notZoneA"],
  [/^(?<kind>\S+) numbers are never paid by a pool$/, "neverPooled"],
  [/^no plan of (?<who>\S+) includes this (domestic|international) destination$/, "noPlan"],
  [/^(?<who>\S+) has no plan for outbound calls\.$/, "noOutboundPlan"],
  [/^The organiser (?<who>\S+) has no Audio Conferencing licence\.$/, "noConferencing"],
  [/^emergency calls always connect, free$/, "emergency"],
  [/^The price per minute is above the cap/, "aboveCap"],
  [/^No rate deck in effect has a price/, "noRate"],
  [/^The limit of this month for calls that are billed afterwards/, "monthlyLimit"],
  [/^The credits are used up and pay-as-you-go is switched off/, "payAsYouGoOff"],
];

export interface CallWords {
  callType: (type: string) => string;
  /** Who pays: "Credits", "Minute pool MCOPSTN1 (domestic, US)". */
  source: (source: string) => string;
  /** Why a source was taken or not; as the server says it where there are no other words. */
  why: (said: string) => string;
  refusal: (code: string) => string;
  /** What an administrator can do about a refusal. */
  remedy: (code: string) => string;
}

export function useCallWords(): CallWords {
  const { t, i18n } = useTranslation();
  const { country } = useFormat();
  return useMemo(() => {
    const known = (part: keyof Words, key: string): boolean => i18n.exists(`calls.${part}.${key}`);
    return {
      callType: (type) => (known("types", type) ? t(`calls.types.${type as keyof Words["types"]}`) : type),
      source: (source) => {
        const [kind = "", name = "", where = "", scope = ""] = source.split(":");
        if (kind === "pool" && name !== "") {
          const place = where === "*" ? "" : country(where);
          const reach = known("scopes", scope) ? t(`calls.scopes.${scope as keyof Words["scopes"]}`) : scope;
          return t("calls.pool", { name, reach: [reach, place].filter((part) => part !== "").join(", ") });
        }
        const word = known("sources", kind) ? t(`calls.sources.${kind as keyof Words["sources"]}`) : kind;
        return name === "" ? word : `${word} ${name}`;
      },
      why: (said) => {
        for (const [form, key] of REASONS) {
          const { who = "", kind = "" } = form.exec(said)?.groups ?? {};
          if (form.test(said)) return t(`calls.why.${key}`, { who, kind });
        }
        return said;
      },
      refusal: (code) => (known("refusals", code) ? t(`calls.refusals.${code as keyof Words["refusals"]}`) : code),
      remedy: (code) => (known("remedies", code) ? t(`calls.remedies.${code as keyof Words["remedies"]}`) : ""),
    };
  }, [t, i18n, country]);
}
