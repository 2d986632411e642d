/** What the server says no with, in the reader's language, by its codes; its own words where a code is not known here. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, faultsOf, faultWords, type FieldFault, isOffline } from "../api/problem.ts";
import type { en } from "../locales/en/index.ts";
import { useFormat } from "./format.tsx";

/** More faults than a reader takes in at once are told by what they are together. */
const MOST_TOLD = 3;

export interface Said {
  /** Of a whole answer, as a sentence. */
  problem: (error: unknown) => string;
  /** Of one field of a form; undefined where that is not to blame. */
  fault: (error: unknown, pointer: string) => string | undefined;
  /** Of a file: with the line, and the column, that its pointer names. */
  atLine: (fault: FieldFault) => string;
}

export function useSaid(): Said {
  const { t, i18n } = useTranslation();
  const { money } = useFormat();
  return useMemo(() => {
    const together = (faults: readonly FieldFault[]): string =>
      [...new Set(faults.map((fault) => faultWords(fault, i18n, money)))].join(" ");
    return {
      problem: (error) => {
        if (isOffline(error)) return t("common.failed.offline");
        if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error);
        const { status, code, errors } = error;
        // Of a bad request its fields say more than its code; of anything else the code does.
        if (status === 400 && errors.length > 0 && errors.length <= MOST_TOLD) return together(errors);
        const known = i18n.exists(`problems.codes.${code}`);
        return known ? t(`problems.codes.${code as keyof (typeof en)["problems"]["codes"]}`) : error.message;
      },
      fault: (error, pointer) => together(faultsOf(error, pointer)) || undefined,
      atLine: (fault) => {
        const [, line = "", column = ""] = fault.pointer.split("/");
        const key = column === "" ? "common.failed.line" : "common.failed.lineColumn";
        return t(key, { line, column, message: faultWords(fault, i18n, money) });
      },
    };
  }, [t, i18n, money]);
}
