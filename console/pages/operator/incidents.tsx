/** Operator > Incidents: what organisations ask for, answered and settled. */
import { useTranslation } from "react-i18next";
import { SettleForm } from "../../forms/settle.tsx";
import { Page } from "../../ui/page.tsx";
import { Section } from "../../ui/section.tsx";
import { IncidentList } from "../incidents/incident-list.tsx";

export function Component() {
  const { t } = useTranslation();
  return (
    <Page id="incidents">
      <Section title={t("support.title")}>
        <IncidentList
          organization={null}
          decision={(incident) => (
            <Section title={t("support.settle.title")}>
              <SettleForm key={incident.id} incident={incident} />
            </Section>
          )}
        />
      </Section>
    </Page>
  );
}
