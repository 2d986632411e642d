/** Attendants and queues: each needs a resource account to call out or to transfer to the telephone network. */
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { list, type Schema, send } from "../../api/client.ts";
import { useMay, useOrg } from "../../api/session.tsx";
import { usePanel } from "../../ui/address.ts";
import { type Column, DataTable, pagesOf } from "../../ui/data-table.tsx";
import { Form, FormField, SubmitButton } from "../../ui/form.tsx";
import { inSentence, Name } from "../../ui/name.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Empty } from "../../ui/states.tsx";
import { useToast } from "../../ui/toast.tsx";
import { UserPicker } from "../../ui/user-picker.tsx";

type VoiceApp = Schema<"VoiceApp">;
/** Before an app's id in the address, which numbers have without. */
const APP = "app:";

export function VoiceApps() {
  const { t } = useTranslation();
  const org = useOrg();
  const { shown, open, close } = usePanel();
  const pages = pagesOf(useInfiniteQuery(list("/v1/organizations/{org}/voice-apps", { path: { org } })));
  const app = pages.rows?.find(({ id }) => APP + id === shown);
  const columns: Column<VoiceApp>[] = [
    {
      key: "name",
      header: t("users.columns.name"),
      cell: ({ displayName }) => <Name>{displayName}</Name>,
      text: ({ displayName }) => displayName,
    },
    {
      key: "kind",
      header: t("users.columns.kind"),
      cell: ({ kind }) => t(`numbers.uses.${kind}`),
      text: ({ kind }) => t(`numbers.uses.${kind}`),
    },
    {
      key: "account",
      header: t("users.kinds.resource-account"),
      cell: ({ resourceAccount }) =>
        resourceAccount == null ? t("users.person.none") : <Name>{resourceAccount}</Name>,
      text: ({ resourceAccount }) => resourceAccount ?? "",
    },
  ];
  return (
    <>
      <DataTable
        name="voice-apps"
        label={t("numbers.apps.title")}
        columns={columns}
        rowKey={({ id }) => id}
        onOpen={({ id }) => open(APP + id)}
        opened={app?.id}
        empty={<Empty title={t("numbers.apps.empty")}>{t("numbers.apps.emptyBody")}</Empty>}
        {...pages}
      />
      <Panel open={app !== undefined} title={app ? inSentence(app.displayName) : ""} onClose={close}>
        {app && <ResourceAccount key={app.id} app={app} onDone={close} />}
      </Panel>
    </>
  );
}

function ResourceAccount({ app, onDone }: { app: VoiceApp; onDone: () => void }) {
  const { t } = useTranslation();
  const org = useOrg();
  const queries = useQueryClient();
  const toast = useToast();
  const may = useMay("voice");
  const [account, setAccount] = useState(app.resourceAccount ?? "");
  const save = useMutation({
    mutationFn: () =>
      send("put", "/v1/organizations/{org}/voice-apps/{id}", {
        path: { org, id: app.id },
        body: { resourceAccount: account.trim() === "" ? null : account.trim() },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      toast.done(t("users.settings.saved"));
      onDone();
    },
  });
  const blocked = !may
    ? t("numbers.mayNot")
    : account === (app.resourceAccount ?? "")
      ? t("users.unchanged")
      : undefined;
  return (
    <Form
      error={save.error}
      onSubmit={() => blocked === undefined && !save.isPending && save.mutate()}
      buttons={
        <SubmitButton busy={save.isPending} blocked={blocked}>
          {t("users.save")}
        </SubmitButton>
      }
    >
      <FormField
        label={t("users.kinds.resource-account")}
        pointer="/resourceAccount"
        error={save.error}
        hint={t("numbers.apps.hint")}
      >
        <UserPicker kind="resource-account" disabled={!may} value={account} onChange={setAccount} />
      </FormField>
    </Form>
  );
}
