/** What the server says no with, in the reader's language: by its code, else by what it says; its own words where there are no others. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, faultsOf, isOffline } from "../api/problem.ts";
import type { en } from "../locales/en/index.ts";
import { useFormat } from "./format.tsx";

type Words = typeof en.problems;

/** What is found wrong with a field has no code, so it is known by its form; named groups become variables. */
const FAULTS: readonly (readonly [said: RegExp, key: keyof Words["faults"]])[] = [
  [/^The least is (?<amount>[\d.]+) (?<currency>[A-Z]{3})\.$/, "least"],
  [/^The most is (?<amount>[\d.]+) (?<currency>[A-Z]{3})\.$/, "most"],
  [/^It must be a whole number, as [A-Z]{3} has no decimals\.$/, "wholeCoins"],
  [/^It must be a decimal number with at most (?<count>\d+) decimals/, "decimals"],
  [/^must be a decimal string that is not negative/, "amount"],
  [/^Required/, "required"],
  [/^Invalid input: expected .*, received undefined$/, "required"],
  [/^Too small: expected string to have >=1 characters$/, "required"],
  [/^Too small: expected string to have >=(?<count>\d+) characters$/, "tooShort"],
  [/^It needs (?<count>\d+) or more characters\.$/, "tooShort"],
  [/^Too big: expected string to have <=(?<count>\d+) characters$/, "tooLong"],
  [/^It may have (?<count>\d+) characters at most\.$/, "tooLong"],
  [/^Invalid email address$/, "email"],
  [/^Invalid ISO date$/, "date"],
  [/^The trigger amount may not be above the recharge amount/, "triggerAboveRecharge"],
  [/^It must be in the future\.$/, "future"],
  [/^It must not be the address\.$/, "notTheAddress"],
  [/^It must not be before validFrom/, "notAfter"],
  [/^An organisation with an? \S+ agreement cannot pay by/, "agreementOnly"],
  [/^The organisation has no (such )?payment method/, "noSuchMethod"],
  [/^This payment method is charged before already\.$/, "methodTwice"],
  [/^It must be one of (?<list>.+?)\.?$/, "oneOf"],
  [/E\.164|phone number/, "phone"],
  [/^There is no such field\.$/, "unknownField"],
  [/^There is no role (?<name>.+)\.$/, "noRole"],
  [/^There is no user (?<name>.+)\.$/, "noUser"],
  [/^There is no licence (?<name>.+)\.$/, "noLicense"],
  [/^There is no country (?<name>.+) in ISO 3166-1\.$/, "noCountry"],
];

export interface Said {
  /** Of a whole answer, as a sentence. */
  problem: (error: unknown) => string;
  /** Of one field of a form; undefined where that is not to blame. */
  fault: (error: unknown, pointer: string) => string | undefined;
}

export function useSaid(): Said {
  const { t, i18n } = useTranslation();
  const { money } = useFormat();
  return useMemo(() => {
    const fault = (said: string): string => {
      for (const [form, key] of FAULTS) {
        const found = form.exec(said);
        if (!found) continue;
        const { amount = "", currency = "", count = "", list = "", name = "" } = found.groups ?? {};
        const sum = currency === "" ? amount : money(amount, currency);
        return t(`problems.faults.${key}`, { amount: sum, count: Number(count), list, name });
      }
      return said;
    };
    return {
      problem: (error) => {
        if (isOffline(error)) return t("common.failed.offline");
        if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error);
        const known = i18n.exists(`problems.codes.${error.code}`);
        if (known) return t(`problems.codes.${error.code as keyof Words["codes"]}`);
        const [only, ...others] = error.errors;
        return only && others.length === 0 ? fault(only.message) : error.message;
      },
      fault: (error, pointer) => {
        const messages = faultsOf(error, pointer);
        return messages.length === 0 ? undefined : messages.map(fault).join(" ");
      },
    };
  }, [t, i18n, money]);
}
