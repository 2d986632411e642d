/** Billing > Licenses: bought, assigned, free; what they give together; and what is set up but can not work. */
import { useTranslation } from "react-i18next";
import { Page } from "../ui/page.tsx";
import { Section } from "../ui/section.tsx";
import { LicenseList } from "./licenses/license-list.tsx";
import { ConfigurationCheck } from "./licenses/configuration-check.tsx";
import { PoolSums } from "./licenses/pool-sums.tsx";
import { useMay } from "../api/session.tsx";

export function Component() {
  const { t } = useTranslation();
  const maySeeNames = useMay("names");
  return (
    <Page id="licenses">
      <Section title={t("pages.licenses.title")}>
        <LicenseList />
      </Section>
      {maySeeNames && (
        <Section title={t("licenses.check.title")}>
          <ConfigurationCheck />
        </Section>
      )}
      <Section title={t("licenses.sums.title")}>
        <PoolSums />
      </Section>
    </Page>
  );
}
