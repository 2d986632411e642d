/** Why a row or a file was not taken, in the reader's language; as the server says it where there are no other words. */
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { en } from "../../locales/en/index.ts";

type Words = typeof en.imports.why;

const REASONS: readonly (readonly [said: RegExp, key: keyof Words])[] = [
  [/^begins in the future: (?<what>.+)$/, "future"],
  [/^begins before the year 2000: (?<what>.+)$/, "tooOld"],
  [/^lasts a negative time: (?<what>.+) s$/, "negativeTime"],
  [/^lasts more than 31 days: (?<what>.+) s$/, "tooLong"],
  [/^has a negative charge$/, "negativeCharge"],
  [/^has (?<what>\d+) of (?<of>\d+) columns$/, "columns"],
  [/^does not tell when it began$/, "noStart"],
  [/^does not tell how long it was$/, "noDuration"],
  [/^its end is not a time$/, "end"],
  [/^(?<what>".*") is not a time$/, "time"],
  [/^(?<what>".*") is not a duration$/, "duration"],
  [/^(?<what>.*) is not an amount$/, "amount"],
  [/^(?<what>".*") is not a currency$/, "currency"],
  [/^has a (?:from|to|call id|user) that is longer than/, "text"],
  [/: no column tells when a call began/, "columnStart"],
  [/: no column tells how long a call was/, "columnDuration"],
  [/: no column tells what a call cost/, "columnTo"],
  [/: there is no column "(?<what>.*)"\. Its columns/, "columnGone"],
  [/ is empty\.$/, "empty"],
  [/^Talktime (?:ended|was stopped) while it read the file/, "stopped"],
  [/^Something went wrong on our side/, "ours"],
];

export function useWhy(): (said: string) => string {
  const { t } = useTranslation();
  return useCallback(
    (said) => {
      for (const [form, key] of REASONS) {
        const found = form.exec(said);
        if (found) return t(`imports.why.${key}`, { what: found.groups?.["what"], of: found.groups?.["of"] });
      }
      return said;
    },
    [t],
  );
}
