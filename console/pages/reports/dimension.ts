/** What a key of a dimension is called: a country, a kind of number, a call type, nobody. */
import { useTranslation } from "react-i18next";
import { useCallWords } from "../../ui/call-words.ts";
import { useFormat } from "../../ui/format.tsx";

export const DIMENSIONS = ["user", "destination", "country", "numberType", "costCenter"] as const;
export type Dimension = (typeof DIMENSIONS)[number] | "callType" | "capability" | "day" | "month";

export function useDimensionName(): (dimension: Dimension, key: string, name?: string) => string {
  const { t, i18n } = useTranslation();
  const { country } = useFormat();
  const { callType } = useCallWords();
  return (dimension, key, name) => {
    if (key === "") return t("reports.dimensions.none");
    if (dimension === "destination" || dimension === "country") return country(key);
    if (dimension === "callType") return callType(key);
    if (dimension === "numberType" && i18n.exists(`reports.numberTypes.${key}`))
      return t(`reports.numberTypes.${key as "Subscriber"}`);
    return name === undefined || name === "" ? key : name;
  };
}
