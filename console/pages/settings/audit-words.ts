/** What an entry of the audit log did, in the reader's language: by the address that was asked. */
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { Schema } from "../../api/client.ts";
import type { en } from "../../locales/en/index.ts";

type Words = typeof en.settings.audit;

/** An address that is newer than the console is said as the server says it, in English. */
export function useAuditWords(): (entry: Pick<Schema<"AuditEntry">, "action" | "words">) => string {
  const { t, i18n } = useTranslation();
  return useCallback(
    ({ action, words }) => {
      const [method = "", path = ""] = action.toLowerCase().split(" ", 2);
      const noun = action.split("/").findLast((part) => part !== "" && !part.startsWith(":")) ?? path;
      const exists = (part: keyof Words, key: string): boolean => i18n.exists(`settings.audit.${part}.${key}`);
      if (exists("acts", noun)) return t(`settings.audit.acts.${noun as keyof Words["acts"]}`);
      if (!exists("things", noun) || !exists("did", method)) return words;
      const what = t(`settings.audit.things.${noun as keyof Words["things"]}`);
      return t(`settings.audit.did.${method as keyof Words["did"]}`, { what });
    },
    [t, i18n],
  );
}
