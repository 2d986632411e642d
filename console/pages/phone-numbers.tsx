/** Voice > Phone numbers: your numbers and what answers them; attendants and queues with their resource accounts. */
import { Button, MessageBar, MessageBarBody } from "@fluentui/react-components";
import { AddRegular } from "@fluentui/react-icons/svg/add";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { list, type Schema } from "../api/client.ts";
import { useMay, useOrg } from "../api/session.tsx";
import { NumberForm } from "../forms/number.tsx";
import { useFilters, usePanel } from "../ui/address.ts";
import { Choice } from "../ui/choice.tsx";
import { type Column, DataTable, pagesOf } from "../ui/data-table.tsx";
import { Mark } from "../ui/mark.tsx";
import { Name } from "../ui/name.tsx";
import { Page } from "../ui/page.tsx";
import { Panel } from "../ui/panel.tsx";
import { SearchField } from "../ui/search-field.tsx";
import { Section } from "../ui/section.tsx";
import { Empty } from "../ui/states.tsx";
import { ReleaseNumber } from "./numbers/release-number.tsx";
import { VoiceApps } from "./numbers/voice-apps.tsx";

type PhoneNumber = Schema<"Number">;
/** In the address, for a number that is being added. */
const NEW = "new";
const USES = ["user", "conference-bridge", "auto-attendant", "call-queue", "unassigned"] as const;

export function Component() {
  const { t } = useTranslation();
  const may = useMay("voice");
  const { open } = usePanel();
  return (
    <Page
      id="phoneNumbers"
      commands={
        <Button
          appearance="primary"
          icon={<AddRegular />}
          disabledFocusable={!may}
          {...(may ? {} : { title: t("numbers.mayNot") })}
          onClick={() => open(NEW)}
        >
          {t("numbers.add")}
        </Button>
      }
    >
      <Section title={t("pages.phoneNumbers.title")}>
        <Numbers />
      </Section>
      <Section title={t("numbers.apps.title")}>
        <VoiceApps />
      </Section>
    </Page>
  );
}

function Numbers() {
  const { t } = useTranslation();
  const org = useOrg();
  const { shown, open, close } = usePanel();
  const [{ number: digits, use: wantedUse }, setFilters] = useFilters({ number: "", use: "" });
  // All that there are at most in one page of the server; what is found among them is found at once.
  const query = useInfiniteQuery(list("/v1/organizations/{org}/numbers", { path: { org } }, 500));
  const pages = pagesOf(query);
  const number = pages.rows?.find(({ e164 }) => e164 === shown);
  const rows = pages.rows?.filter(
    ({ e164, use }) =>
      (wantedUse === "" || use.type === wantedUse) &&
      `${e164} ${use.id ?? ""}`.toLowerCase().includes(digits.replace(/\s/g, "").toLowerCase()),
  );
  const columns: Column<PhoneNumber>[] = [
    { key: "e164", header: t("numbers.columns.number"), cell: ({ e164 }) => e164, text: ({ e164 }) => e164 },
    {
      key: "kind",
      header: t("numbers.columns.kind"),
      cell: ({ kind }) => t(`numbers.kinds.${kind}`),
      text: ({ kind }) => t(`numbers.kinds.${kind}`),
    },
    {
      key: "carrier",
      header: t("numbers.columns.carrier"),
      cell: ({ carrier }) => t(`numbers.carriers.${carrier}`),
      text: ({ carrier }) => t(`numbers.carriers.${carrier}`),
    },
    {
      key: "use",
      header: t("numbers.columns.use"),
      cell: ({ use }) => t(`numbers.uses.${use.type}`),
      text: ({ use }) => t(`numbers.uses.${use.type}`),
    },
    {
      key: "id",
      header: t("numbers.columns.servedBy"),
      cell: ({ use }) => (use.id == null ? "" : <Name>{use.id}</Name>),
      text: ({ use }) => use.id ?? "",
    },
    {
      key: "warnings",
      header: t("numbers.columns.state"),
      cell: ({ warnings }) =>
        warnings.length === 0 ? (
          <Mark tone="good">{t("numbers.works")}</Mark>
        ) : (
          <Mark tone="warning">{t("numbers.warnings.short")}</Mark>
        ),
      text: ({ warnings }) => t(warnings.length === 0 ? "numbers.works" : "numbers.warnings.short"),
    },
  ];
  return (
    <>
      <DataTable
        name="numbers"
        label={t("pages.phoneNumbers.title")}
        columns={columns}
        rowKey={({ e164 }) => e164}
        onOpen={({ e164 }) => open(e164)}
        opened={shown}
        tools={
          <>
            <SearchField label={t("numbers.search")} value={digits} onChange={(next) => setFilters({ number: next })} />
            <Choice
              label={t("numbers.columns.use")}
              value={wantedUse}
              options={[["", t("users.filters.any")], ...USES.map((use) => [use, t(`numbers.uses.${use}`)] as const)]}
              onChange={(use) => setFilters({ use })}
            />
          </>
        }
        empty={<Empty title={t("numbers.empty")}>{t("numbers.emptyBody")}</Empty>}
        {...pages}
        rows={rows}
      />
      <Panel
        open={shown === NEW || number !== undefined}
        title={number?.e164 ?? t("numbers.add")}
        onClose={close}
        actions={number && <ReleaseNumber e164={number.e164} onDone={close} />}
      >
        {number?.warnings.includes("CREDITS_NOT_SET_UP") && (
          <MessageBar intent="warning" layout="multiline">
            <MessageBarBody>{t("numbers.warnings.CREDITS_NOT_SET_UP")}</MessageBarBody>
          </MessageBar>
        )}
        <NumberForm key={number?.e164 ?? NEW} number={number} onDone={close} />
      </Panel>
    </>
  );
}
