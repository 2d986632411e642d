/** Analytics & reports > Import usage: another provider's call records, and what they would cost here. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get } from "../api/client.ts";
import { useOrg } from "../api/session.tsx";
import { usePanel } from "../ui/address.ts";
import { Page } from "../ui/page.tsx";
import { Panel } from "../ui/panel.tsx";
import { Section } from "../ui/section.tsx";
import { Loaded } from "../ui/states.tsx";
import { ImportList } from "./imports/import-list.tsx";
import { ImportStory, WATCHED_EVERY_MS } from "./imports/import-story.tsx";
import { NewImport } from "./imports/new-import.tsx";

export function Component() {
  const { t } = useTranslation();
  const { shown, open, close } = usePanel();
  return (
    <Page id="usageImports">
      <Section title={t("imports.new.title")}>
        <NewImport onStarted={open} />
      </Section>
      <Section title={t("imports.list.title")}>
        <ImportList shown={shown} onOpen={open} />
      </Section>
      <Panel open={shown !== undefined} title={t("imports.story.title")} onClose={close}>
        {shown !== undefined && <Shown id={shown} />}
      </Panel>
    </Page>
  );
}

function Shown({ id }: { id: string }) {
  const query = useQuery({
    ...get("/v1/organizations/{org}/usage-imports/{id}", { path: { org: useOrg(), id } }),
    refetchInterval: ({ state }) => (state.data?.state === "running" ? WATCHED_EVERY_MS : false),
  });
  return <Loaded query={query}>{(job) => <ImportStory job={job} />}</Loaded>;
}
