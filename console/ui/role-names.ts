/** Names of administrator roles in the reader's language; one that is newer than the console keeps its own. */
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { en } from "../locales/en/index.ts";

/** @returns for a role's current English name, as the API gives it */
export function useRoleName(): (name: string) => string {
  const { t, i18n } = useTranslation();
  return useCallback(
    (name) => {
      const key = name.replaceAll(" ", "-");
      return i18n.exists(`roles.${key}`) ? t(`roles.${key as keyof typeof en.roles}`) : name;
    },
    [t, i18n],
  );
}
