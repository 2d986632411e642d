/** Licences by their names in the reader's language. */
import { useTranslation } from "react-i18next";

/** What gives the right to use the credits, and its older part number (domain.md 2.1). */
export const CREDITS_LICENSE = "MCOPSTNC";
export const CREDITS_LICENSES: readonly string[] = [CREDITS_LICENSE, "MCOPSTNPP"];

const NAMES = {
  MCOPSTNC: "credits",
  MCOPSTNPP: "creditsOlder",
  MCOPSTN1: "domestic",
  MCOPSTN2: "domesticInternational",
  MCOPSTN_5: "domestic120",
  MCOPSTN_6: "domestic240",
  MCOPSTN8: "domesticPerUser",
  MCOPSTN9: "international",
  "Microsoft_Teams_Calling_Plan_pay_as_you_go_(country_zone_1)": "payAsYouGo1",
  "Microsoft_Teams_Calling_Plan_pay_as_you_go_(country_zone_1_US)": "payAsYouGo1Us",
  "Microsoft_Teams_Calling_Plan_pay_as_you_go_(country_zone_2)": "payAsYouGo2",
  MCOMEETADV: "conferencing",
  MCOMEETACPEA: "conferencingPerMinute",
  MCOMEETADD_DIALOUT_US: "dialOutUs",
  MCOEV: "phone",
  PHONESYSTEM_VIRTUALUSER: "resourceAccount",
  ENTERPRISEPREMIUM: "e5",
  MCOPSTN5: "domesticSmall",
  MCOPSTN6: "domestic240Older",
  MCOPSTN_1_GOV: "domesticGcc",
  MCOMEETADV_FACULTY: "conferencingFaculty",
  MCOTEAMS_ESSENTIALS: "phoneWithPlan",
  ENTERPRISEPREMIUM_NOPSTNCONF: "e5WithoutConferencing",
} as const;

const isNamed = (sku: string): sku is keyof typeof NAMES => Object.hasOwn(NAMES, sku);

/** A product that has no name here is called as the catalogue calls it, or by its part number. */
export function useLicenseName(): (sku: string, catalogueName?: string) => string {
  const { t } = useTranslation();
  return (sku, catalogueName = sku) => (isNamed(sku) ? t(`licenses.names.${NAMES[sku]}`) : catalogueName);
}
