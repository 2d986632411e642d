/** Settings: of the organisation, and of one's own way to sign in. */
import { Tab, TabList } from "@fluentui/react-components";
import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { useFilters } from "../ui/address.ts";
import { Page } from "../ui/page.tsx";
import { Access } from "./settings/access.tsx";
import { ApiKeys } from "./settings/api-keys.tsx";
import { AuditLog } from "./settings/audit-log.tsx";
import { Budgets } from "./settings/budgets.tsx";
import { General } from "./settings/general.tsx";
import { NoticeSettings } from "./settings/notice-settings.tsx";
import { OwnSignIn } from "./settings/own-sign-in.tsx";
import { Webhooks } from "./settings/webhooks.tsx";

const TABS = {
  general: General,
  notices: NoticeSettings,
  budgets: Budgets,
  webhooks: Webhooks,
  keys: ApiKeys,
  access: Access,
  signIn: OwnSignIn,
  audit: AuditLog,
} as const satisfies Record<string, ComponentType>;
type TabName = keyof typeof TABS;

const isTab = (name: string): name is TabName => Object.hasOwn(TABS, name);

export function Component() {
  const { t } = useTranslation();
  const [{ tab }, setFilters] = useFilters({ tab: "general", show: "" });
  const shown = isTab(tab) ? tab : "general";
  const Shown = TABS[shown];
  return (
    <Page id="settings">
      <TabList
        selectedValue={shown}
        onTabSelect={(_event, { value }) => setFilters({ tab: String(value), show: "" })}
        aria-label={t("pages.settings.title")}
        style={{ flexWrap: "wrap" }}
      >
        {(Object.keys(TABS) as TabName[]).map((name) => (
          <Tab key={name} value={name}>
            {t(`settings.tabs.${name}`)}
          </Tab>
        ))}
      </TabList>
      <Shown />
    </Page>
  );
}
