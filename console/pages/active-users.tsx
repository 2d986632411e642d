/** Users > Active users: who has which licence, what each can call; one at a time, many at once, by rule or by file. */
import { Button, Tab, TabList } from "@fluentui/react-components";
import { ArrowDownloadRegular } from "@fluentui/react-icons/svg/arrow-download";
import { ArrowUploadRegular } from "@fluentui/react-icons/svg/arrow-upload";
import { RibbonRegular } from "@fluentui/react-icons/svg/ribbon";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay, useOrg } from "../api/session.tsx";
import { useFilters } from "../ui/address.ts";
import { Page } from "../ui/page.tsx";
import { Section } from "../ui/section.tsx";
import { ChangeLicenses } from "./users/change-licenses.tsx";
import { ImportUsers } from "./users/import-users.tsx";
import { LicenseRules } from "./users/license-rules.tsx";
import { People, USER_FILTERS } from "./users/people.tsx";

const TABS = ["people", "rules"] as const;

export function Component() {
  const { t } = useTranslation();
  const org = useOrg();
  const mayAssign = useMay("licenses");
  const mayImport = useMay("users", "licenses", "voice");
  const [filters, setFilters] = useFilters(USER_FILTERS);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [dialog, setDialog] = useState<"licenses" | "import">();
  const tab = TABS.find((name) => name === filters.tab) ?? "people";

  return (
    <Page
      id="activeUsers"
      commands={
        <>
          <Button
            appearance="primary"
            icon={<RibbonRegular />}
            disabledFocusable={!mayAssign}
            {...(mayAssign ? {} : { title: t("users.mayNotAssign") })}
            onClick={() => setDialog("licenses")}
          >
            {chosen.size === 0 ? t("users.change.commandAll") : t("users.change.command", { count: chosen.size })}
          </Button>
          <Button
            icon={<ArrowUploadRegular />}
            disabledFocusable={!mayImport}
            {...(mayImport ? {} : { title: t("users.mayNotChange") })}
            onClick={() => setDialog("import")}
          >
            {t("users.import.command")}
          </Button>
          <Button
            as="a"
            icon={<ArrowDownloadRegular />}
            href={`/v1/organizations/${encodeURIComponent(org)}/users/export?bom=true`}
            download={`${org}-users.csv`}
          >
            {t("users.exportAll")}
          </Button>
        </>
      }
    >
      <TabList
        selectedValue={tab}
        onTabSelect={(_event, { value }) => setFilters({ tab: String(value) })}
        aria-label={t("users.tabs.label")}
      >
        {TABS.map((name) => (
          <Tab key={name} value={name}>
            {t(`users.tabs.${name}`)}
          </Tab>
        ))}
      </TabList>
      {tab === "people" ? (
        <Section title={t("users.tabs.people")}>
          <People filters={filters} onFilters={setFilters} chosen={chosen} onChosen={setChosen} />
        </Section>
      ) : (
        <LicenseRules />
      )}
      {dialog === "licenses" && (
        <ChangeLicenses
          filters={filters}
          chosen={chosen}
          onDone={() => setChosen(new Set())}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog === "import" && <ImportUsers onClose={() => setDialog(undefined)} />}
    </Page>
  );
}
