/** Support: what was asked of the operator, as conversations; a new one begins with what the console knows already. */
import { Button, Tooltip } from "@fluentui/react-components";
import { AddRegular } from "@fluentui/react-icons/svg/add";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get } from "../api/client.ts";
import { useMay, useOrg } from "../api/session.tsx";
import { IncidentForm } from "../forms/incident.tsx";
import { useFilters } from "../ui/address.ts";
import { Page } from "../ui/page.tsx";
import { Panel } from "../ui/panel.tsx";
import { Section } from "../ui/section.tsx";
import { Loaded } from "../ui/states.tsx";
import { IncidentList } from "./incidents/incident-list.tsx";

export function Component() {
  const { t } = useTranslation();
  const org = useOrg();
  const may = useMay("support");
  const [{ make }, setFilters] = useFilters({ make: "", show: "" });
  const eligibility = useQuery(get("/v1/organizations/{org}/eligibility", { path: { org } }));
  const button = (
    <Button
      appearance="primary"
      icon={<AddRegular />}
      disabledFocusable={!may}
      onClick={() => may && setFilters({ make: "incident" })}
    >
      {t("support.new")}
    </Button>
  );
  return (
    <Page
      id="support"
      commands={
        may ? (
          button
        ) : (
          <Tooltip relationship="description" content={t("support.mayNot")}>
            {button}
          </Tooltip>
        )
      }
    >
      <Section title={t("support.title")}>
        <IncidentList organization={org} />
      </Section>
      <Panel open={make === "incident"} title={t("support.new")} onClose={() => setFilters({ make: "" })}>
        <Loaded query={eligibility}>
          {(found) => (
            <IncidentForm
              eligibility={found}
              onCancel={() => setFilters({ make: "" })}
              onOpened={(id) => setFilters({ make: "", show: id })}
            />
          )}
        </Loaded>
      </Panel>
    </Page>
  );
}
