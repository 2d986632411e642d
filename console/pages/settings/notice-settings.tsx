/** Who is told what by mail: roles for each event, further addresses, and at which balances. */
import { Button, Checkbox, Input, makeStyles, Switch, Text } from "@fluentui/react-components";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { get, type Init, type Schema, send } from "../../api/client.ts";
import { useMay, useOrg } from "../../api/session.tsx";
import type { en } from "../../locales/en/index.ts";
import { RateChangeDays } from "../../forms/rate-change-days.tsx";
import { plainAmount } from "../../ui/amount.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { Form, FormField, SubmitButton, useDraft } from "../../ui/form.tsx";
import { useFormat } from "../../ui/format.tsx";
import { useRoleName } from "../../ui/role-names.ts";
import { Section } from "../../ui/section.tsx";
import { Empty, Loaded } from "../../ui/states.tsx";
import { useToast } from "../../ui/toast.tsx";

type Settings = Schema<"NoticeSettings">;
type Change = NonNullable<Init<"/v1/organizations/{org}/notice-settings", "put">["body"]>;
type Words = keyof typeof en.settings.notices.events;
type Event = Schema<"Notice">["event"];

const EVENTS: readonly Event[] = [
  ...(["balance.low", "balance.zero", "debt.booked", "spending.unusual", "advice.changed"] as const),
  ...(["top-up.succeeded", "recharge.succeeded", "recharge.failed", "recharge.paused", "card.expiring"] as const),
  ...(["lot.expiring", "dispute.opened", "dispute.settled", "pool.80", "pool.100"] as const),
  ...(["budget.80", "budget.100", "brake.reached", "charges.corrected", "rates.changing"] as const),
];

const useStyles = makeStyles({ roles: { maxHeight: "320px", overflowY: "auto" } });

export function NoticeSettings() {
  const { t } = useTranslation();
  const org = useOrg();
  const settings = useQuery(get("/v1/organizations/{org}/notice-settings", { path: { org } }));
  return (
    <>
      <Section title={t("settings.tabs.notices")}>
        <Text>{t("settings.notices.sentence")}</Text>
        <Loaded query={settings}>{(found) => <Events settings={found} />}</Loaded>
      </Section>
      <Section title={t("settings.notices.recipients")}>
        <Loaded query={settings}>{(found) => <Recipients settings={found} />}</Loaded>
      </Section>
      <Section title={t("operator.changes.own")}>
        <Loaded query={settings}>{(found) => <RateChangeDays key={found.rateChangeDays} settings={found} />}</Loaded>
      </Section>
    </>
  );
}

function useSave(onSaved: () => void) {
  const { t } = useTranslation();
  const org = useOrg();
  const queries = useQueryClient();
  const toast = useToast();
  return useMutation({
    mutationFn: (body: Change) => send("put", "/v1/organizations/{org}/notice-settings", { path: { org }, body }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      toast.done(t("settings.notices.saved"));
      onSaved();
    },
  });
}

interface Told {
  event: string;
  /** Template ids; null: those of the event's own. */
  roles: readonly string[] | null;
}

function Events({ settings }: { settings: Settings }) {
  const { t, i18n } = useTranslation();
  const { list } = useFormat();
  const may = useMay("settings");
  const known = useQuery(get("/v1/roles", { query: { limit: 100 } }));
  const roleName = useRoleName();
  const nameOfRole = (id: string): string =>
    roleName(known.data?.items.find(({ templateId }) => templateId === id)?.name ?? id);
  const [editing, setEditing] = useState<Told>();
  // One that is newer than this list is shown once something has been set for it.
  const events = [...new Set<string>([...EVENTS, ...Object.keys(settings.events)])];
  const rows = events.map((event) => ({ event, roles: settings.events[event]?.roles ?? null }));
  // Keys of words may have no dots.
  const nameOf = (event: string): string => {
    const key = event.replace(".", "-");
    return i18n.exists(`settings.notices.events.${key}`) ? t(`settings.notices.events.${key as Words}`) : event;
  };
  const whom = ({ roles }: Told): string =>
    roles === null
      ? t("settings.notices.usual")
      : roles.length === 0
        ? t("settings.notices.nobody")
        : list(roles.map(nameOfRole));
  const columns: Column<Told>[] = [
    {
      key: "event",
      header: t("settings.notices.event"),
      cell: ({ event }) => nameOf(event),
      text: ({ event }) => nameOf(event),
    },
    { key: "who", header: t("settings.notices.who"), cell: whom, text: whom },
    {
      key: "edit",
      header: "",
      cell: (told) => (
        <Button
          size="small"
          aria-label={`${t("settings.notices.edit")}: ${nameOf(told.event)}`}
          disabledFocusable={!may}
          {...(may ? {} : { title: t("settings.mayNot") })}
          onClick={() => setEditing(told)}
        >
          {t("settings.notices.edit")}
        </Button>
      ),
    },
  ];
  return (
    <>
      <DataTable
        name="notice-events"
        label={t("settings.tabs.notices")}
        columns={columns}
        rows={rows}
        rowKey={({ event }) => event}
        empty={<Empty title={t("settings.notices.nobody")} />}
      />
      {editing && (
        <WhoIsTold
          settings={settings}
          told={editing}
          title={nameOf(editing.event)}
          onClose={() => setEditing(undefined)}
        />
      )}
    </>
  );
}

interface WhoIsToldProps {
  settings: Settings;
  told: Told;
  title: string;
  onClose: () => void;
}

function WhoIsTold({ settings, told, title, onClose }: WhoIsToldProps) {
  const { t } = useTranslation();
  const styles = useStyles();
  const known = useQuery(get("/v1/roles", { query: { limit: 100 } }));
  const roleName = useRoleName();
  const [roles, setRoles] = useState(told.roles);
  const save = useSave(onClose);
  return (
    <ConfirmDialog
      open
      title={title}
      action={t("users.save")}
      busy={save.isPending}
      error={save.error}
      onConfirm={() =>
        save.mutate({
          events: { ...settings.events, [told.event]: { ...settings.events[told.event], roles: roles && [...roles] } },
        })
      }
      onClose={onClose}
    >
      <Switch
        label={t("settings.notices.useUsual")}
        checked={roles === null}
        onChange={(_event, { checked }) => setRoles(checked ? null : [])}
      />
      {roles !== null && (
        <div role="group" aria-label={t("settings.notices.roles")} className={styles.roles}>
          {(known.data?.items ?? []).map(({ templateId, name }) => (
            <div key={name}>
              <Checkbox
                label={roleName(name)}
                checked={roles.includes(templateId)}
                onChange={(_event, { checked }) =>
                  setRoles(checked === true ? [...roles, templateId] : roles.filter((role) => role !== templateId))
                }
              />
            </div>
          ))}
        </div>
      )}
    </ConfirmDialog>
  );
}

function Recipients({ settings }: { settings: Settings }) {
  const { t } = useTranslation();
  const org = useOrg();
  const may = useMay("settings");
  const { additionalRecipients, lowBalance, currency } = settings;
  const [draft, change, forget, changed] = useDraft(`notice-settings.${org}`, {
    recipients: additionalRecipients.map(({ mail }) => mail).join(", "),
    lowBalance: lowBalance.join(", "),
  });
  const save = useSave(forget);
  const blocked = !may ? t("settings.mayNot") : !changed ? t("users.unchanged") : undefined;
  const submit = (): void =>
    save.mutate({
      // Whoever is there already keeps name, language and choice of events.
      additionalRecipients: wordsOf(draft.recipients).map(
        (mail) => (additionalRecipients.find((one) => one.mail === mail) ?? { mail }) as { mail: string },
      ),
      lowBalance: wordsOf(draft.lowBalance).map(plainAmount),
    });
  return (
    <Form
      error={save.error}
      pointers={["/additionalRecipients", "/lowBalance"]}
      onSubmit={() => blocked === undefined && !save.isPending && submit()}
      buttons={
        <SubmitButton primary={changed} busy={save.isPending} blocked={blocked}>
          {t("users.save")}
        </SubmitButton>
      }
    >
      <FormField
        label={t("settings.notices.recipients")}
        pointer="/additionalRecipients"
        error={save.error}
        hint={t("settings.notices.recipientsHint")}
      >
        <Input
          disabled={!may}
          value={draft.recipients}
          onChange={(_event, { value }) => change({ recipients: value })}
        />
      </FormField>
      <FormField
        label={`${t("settings.notices.lowBalance")} (${currency})`}
        pointer="/lowBalance"
        error={save.error}
        hint={t("settings.notices.lowBalanceHint")}
      >
        <Input
          disabled={!may}
          value={draft.lowBalance}
          onChange={(_event, { value }) => change({ lowBalance: value })}
        />
      </FormField>
    </Form>
  );
}

const wordsOf = (text: string): string[] =>
  text
    .normalize("NFKC")
    .split(/[\s,、;]+/)
    .filter((word) => word !== "");
