/** Billing > Your products > Communications Credits: how much is left, how it is refilled, where it went. */
import { Button, MessageBar, MessageBarActions, MessageBarBody, Tab, TabList } from "@fluentui/react-components";
import { AddRegular } from "@fluentui/react-icons/svg/add";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { get, type Schema } from "../api/client.ts";
import { useOrg } from "../api/session.tsx";
import { AutoRechargeForm } from "../forms/auto-recharge.tsx";
import { useFilters } from "../ui/address.ts";
import { Page } from "../ui/page.tsx";
import { Columns, Section } from "../ui/section.tsx";
import { Loaded, SkeletonPage } from "../ui/states.tsx";
import { Activity } from "./credits/activity.tsx";
import { Balance } from "./credits/balance.tsx";
import { Funding } from "./credits/funding.tsx";
import { useHistory } from "./credits/history.ts";
import { Lots } from "./credits/lots.tsx";
import { Notices } from "./credits/notices.tsx";
import { Picture } from "./credits/picture.tsx";
import { PostUsage, PostUsageTrouble, Statements } from "./credits/post-usage.tsx";

const TABS = ["activity", "funding", "lots", "statements", "notices"] as const;

export function Component() {
  const { t } = useTranslation();
  const org = useOrg();
  const navigate = useNavigate();
  const [{ tab, days }, setFilters] = useFilters({ tab: "activity", days: "30" });
  const path = { org };
  const credits = useQuery(get("/v1/organizations/{org}/credits", { path }));
  const recharge = useQuery(get("/v1/organizations/{org}/auto-recharge", { path }));
  const methods = useQuery(get("/v1/organizations/{org}/payment-methods", { path, query: { limit: 500 } }));
  const topUps = useQuery(get("/v1/organizations/{org}/top-ups", { path, query: { limit: 500 } }));
  const history = useHistory(org, Number(days));
  const mode = credits.data?.mode ?? "prepaid";
  const tabs = TABS.filter((name) => name !== "statements" || mode !== "prepaid"); // of calls that are billed after use
  const shownTab = tabs.find((name) => name === tab) ?? "activity";
  const ways = methods.data?.items ?? [];

  return (
    <Page
      id="communicationsCredits"
      notice={
        mode === "prepaid" ? (
          <RechargeTrouble state={recharge.data?.state} reason={recharge.data?.reason} />
        ) : (
          <PostUsageTrouble mode={mode} />
        )
      }
      commands={
        <Button appearance="primary" icon={<AddRegular />} onClick={() => void navigate("/billing/purchase-services")}>
          {t("credits.addFunds")}
        </Button>
      }
    >
      <Loaded query={credits} skeleton={<SkeletonPage />}>
        {(found) => (
          <>
            <Balance credits={found} />
            <Columns>
              <Picture
                credits={found}
                topUps={topUps.data?.items ?? []}
                history={history}
                days={days}
                onDays={(next) => setFilters({ days: next })}
              />
              {mode === "prepaid" ? (
                <Section title={t("credits.recharge.title")}>
                  <Loaded query={recharge}>
                    {(settings) => (
                      <AutoRechargeForm key={JSON.stringify(settings.currency)} settings={settings} methods={ways} />
                    )}
                  </Loaded>
                </Section>
              ) : (
                <PostUsage credits={found} />
              )}
            </Columns>
            <Section title={t("credits.tabs.title")}>
              <TabList
                selectedValue={shownTab}
                onTabSelect={(_event, { value }) => setFilters({ tab: String(value) })}
                aria-label={t("credits.tabs.title")}
              >
                {tabs.map((name) => (
                  <Tab key={name} value={name}>
                    {t(`credits.tabs.${name}`)}
                  </Tab>
                ))}
              </TabList>
              {shownTab === "activity" && <Activity />}
              {shownTab === "funding" && <Funding methods={ways} />}
              {shownTab === "lots" && <Lots credits={found} />}
              {shownTab === "statements" && <Statements />}
              {shownTab === "notices" && <Notices />}
            </Section>
          </>
        )}
      </Loaded>
    </Page>
  );
}

type Reason = NonNullable<Schema<"AutoRecharge">["reason"]>;

/** Said before anything else: a recharge that is paused will not come. */
function RechargeTrouble({ state, reason }: { state: string | undefined; reason: Reason | null | undefined }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  if ((state !== "paused" && state !== "waiting") || reason == null) return null;
  return (
    <MessageBar intent={state === "paused" ? "error" : "warning"} layout="multiline">
      <MessageBarBody>{t(`credits.trouble.${reason}`)}</MessageBarBody>
      {state === "paused" && (
        <MessageBarActions>
          <Button size="small" onClick={() => void navigate("/billing/payment-methods")}>
            {t("credits.trouble.mend")}
          </Button>
        </MessageBarActions>
      )}
    </MessageBar>
  );
}
