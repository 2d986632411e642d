/** Billing > Purchase services > Add-ons: may this organisation buy, and if so, buy. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get } from "../api/client.ts";
import { useOrg } from "../api/session.tsx";
import { OrderForm } from "../forms/order.tsx";
import { Page } from "../ui/page.tsx";
import { Columns, Section } from "../ui/section.tsx";
import { Loaded } from "../ui/states.tsx";
import { EligibilityChecklist } from "./purchase/eligibility.tsx";

export function Component() {
  const { t } = useTranslation();
  const path = { org: useOrg() };
  const eligibility = useQuery(get("/v1/organizations/{org}/eligibility", { path }));
  return (
    <Page id="purchaseServices">
      <Columns>
        <Section title={t("purchase.eligibility.title")}>
          <Loaded query={eligibility}>{(found) => <EligibilityChecklist eligibility={found} />}</Loaded>
        </Section>
        <Section title={t("purchase.order.title")}>
          <Loaded query={eligibility}>{(found) => <OrderForm eligibility={found} />}</Loaded>
        </Section>
      </Columns>
    </Page>
  );
}
