/** The button that opens the list of a Combobox, called so in the reader's language: Fluent calls it in English. */
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";

/** `<Combobox expandIcon={useExpandIcon()}>`; `icon` instead of the arrow. */
export function useExpandIcon(icon?: ReactElement): { "aria-label": string; children?: ReactElement } {
  const { t } = useTranslation();
  return { "aria-label": t("common.openList"), ...(icon && { children: icon }) };
}
