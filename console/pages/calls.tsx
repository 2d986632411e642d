/** Calls: those in progress as they happen, and the story of any call. */
import { Button, Field, Input, makeStyles, Tooltip } from "@fluentui/react-components";
import { CallAddRegular } from "@fluentui/react-icons/svg/call-add";
import { SearchRegular } from "@fluentui/react-icons/svg/search";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "../api/session.tsx";
import { TestCallForm } from "../forms/test-call.tsx";
import { useFilters, usePanel } from "../ui/address.ts";
import { Page } from "../ui/page.tsx";
import { Panel } from "../ui/panel.tsx";
import { Section } from "../ui/section.tsx";
import { ActiveCalls } from "./calls/active-calls.tsx";
import { CallPanel } from "./calls/call-panel.tsx";

const useStyles = makeStyles({
  find: { display: "flex", gap: "8px", alignItems: "end", flexWrap: "wrap" },
  id: { flexGrow: 1, maxWidth: "480px" },
});

export function Component() {
  const { t } = useTranslation();
  const styles = useStyles();
  const { open } = usePanel();
  const mayTest = useMay("fund", "voice");
  const [{ make }, setFilters] = useFilters({ make: "", show: "" });
  const [typed, setTyped] = useState("");
  const testCall = (
    <Button
      appearance="primary"
      icon={<CallAddRegular />}
      disabledFocusable={!mayTest}
      onClick={() => mayTest && setFilters({ make: "test-call" })}
    >
      {t("calls.test.title")}
    </Button>
  );
  return (
    <Page
      id="calls"
      commands={
        mayTest ? (
          testCall
        ) : (
          <Tooltip relationship="description" content={t("calls.test.mayNot")}>
            {testCall}
          </Tooltip>
        )
      }
    >
      <Section title={t("calls.active.title")}>
        <ActiveCalls />
      </Section>
      <Section title={t("calls.find.title")}>
        <form
          className={styles.find}
          role="search"
          onSubmit={(event) => {
            event.preventDefault();
            if (typed.trim() !== "") open(typed.trim());
          }}
        >
          <Field label={t("calls.find.label")} className={styles.id}>
            <Input value={typed} onChange={(_event, { value }) => setTyped(value)} />
          </Field>
          <Button type="submit" icon={<SearchRegular />}>
            {t("calls.find.button")}
          </Button>
        </form>
      </Section>
      <CallPanel />
      <Panel open={make === "test-call"} title={t("calls.test.title")} onClose={() => setFilters({ make: "" })}>
        <TestCallForm
          onCancel={() => setFilters({ make: "" })}
          onMade={(callId) => setFilters({ make: "", show: callId })}
        />
      </Panel>
    </Page>
  );
}
