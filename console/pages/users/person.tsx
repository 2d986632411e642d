/** One person or resource account: what they can call, their licences, policy, cost centre, budget and spend. */
import { MessageBar, MessageBarBody } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get, type Schema } from "../../api/client.ts";
import { useMay, useOrg } from "../../api/session.tsx";
import { Money, useFormat } from "../../ui/format.tsx";
import { inSentence, Name } from "../../ui/name.tsx";
import { Panel } from "../../ui/panel.tsx";
import { useRoleName } from "../../ui/role-names.ts";
import { Figures } from "../../ui/section.tsx";
import { Loaded, SkeletonLines } from "../../ui/states.tsx";
import { PersonBudget } from "./person-budget.tsx";
import { PersonLicenses } from "./person-licenses.tsx";
import { PersonSettings } from "./person-settings.tsx";
import { WhatCanCall } from "./what-can-call.tsx";

interface PersonProps {
  principalName: string | undefined;
  onClose: () => void;
}

export function Person({ principalName = "", onClose }: PersonProps) {
  const { t } = useTranslation();
  const org = useOrg();
  const user = useQuery({
    ...get("/v1/organizations/{org}/users/{userPrincipalName}", { path: { org, userPrincipalName: principalName } }),
    enabled: principalName !== "",
  });
  return (
    <Panel
      open={principalName !== ""}
      title={user.data ? inSentence(user.data.displayName) : t("users.person.title")}
      onClose={onClose}
    >
      <Loaded query={user} skeleton={<SkeletonLines lines={10} />}>
        {(found) => (
          <>
            <Facts user={found} />
            <WhatCanCall user={found} />
            <PersonLicenses user={found} />
            <PersonBudget user={found} />
            <PersonSettings user={found} />
          </>
        )}
      </Loaded>
    </Panel>
  );
}

function Facts({ user }: { user: Schema<"User"> }) {
  const { t } = useTranslation();
  const { country, list } = useFormat();
  const roleName = useRoleName();
  const maySpend = useMay("usage");
  const { userPrincipalName, kind, usageLocation, roles, numbers } = user;
  return (
    <>
      {kind === "resource-account" && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{t("users.person.resourceAccount")}</MessageBarBody>
        </MessageBar>
      )}
      <Figures
        items={[
          [t("users.columns.principalName"), <Name key="name">{userPrincipalName}</Name>],
          [t("users.columns.usageLocation"), country(usageLocation)],
          [t("users.columns.numbers"), numbers.length === 0 ? t("users.person.none") : list(numbers)],
          ...(roles.length === 0 ? [] : [[t("users.columns.roles"), list(roles.map(roleName))] as const]),
          ...(maySpend
            ? [[t("users.person.spend"), <SpendThisMonth key="spend" user={userPrincipalName} />] as const]
            : []),
        ]}
      />
    </>
  );
}

/** Months are those of UTC, as in the reports. */
function SpendThisMonth({ user }: { user: string }) {
  const { t } = useTranslation();
  const org = useOrg();
  const from = `${new Date().toISOString().slice(0, 7)}-01`;
  const spend = useQuery(
    get("/v1/organizations/{org}/usage/spend", { path: { org }, query: { by: "month", user, from, limit: 1 } }),
  );
  if (!spend.data) return "…";
  const { total, currency } = spend.data;
  return (
    <>
      <Money amount={total.charge} currency={currency} /> ({t("users.person.calls", { count: total.calls })})
    </>
  );
}
