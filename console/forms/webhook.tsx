/** A webhook's address and events; its secret is exchanged, and shown once. */
import { Button, Input } from "@fluentui/react-components";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schema, send } from "../api/client.ts";
import { useMay, useOrg } from "../api/session.tsx";
import { Form, FormField, SubmitButton, useDraft } from "../ui/form.tsx";
import { Time } from "../ui/format.tsx";
import { RemoveButton } from "../ui/remove-button.tsx";
import { useToast } from "../ui/toast.tsx";

interface WebhookFormProps {
  webhook: Schema<"Webhook"> | undefined;
  onSecret: (secret: string | undefined) => void;
  onDone: () => void;
}

export function WebhookForm({ webhook, onSecret, onDone }: WebhookFormProps) {
  const { t } = useTranslation();
  const org = useOrg();
  const queries = useQueryClient();
  const toast = useToast();
  const may = useMay("settings");
  const [newId] = useState(() => crypto.randomUUID());
  const [draft, change, forget, changed] = useDraft(`webhook.${org}.${webhook?.id ?? "new"}`, {
    url: webhook?.url ?? "",
    events: (webhook?.events ?? []).join(", "),
  });
  const path = { org, id: webhook?.id ?? newId };
  const events = draft.events.split(/[\s,]+/).filter((event) => event !== "");
  const done = async (said: string, secret?: string): Promise<void> => {
    await queries.invalidateQueries();
    forget();
    onSecret(secret);
    toast.done(said);
  };
  const save = useMutation({
    mutationFn: () =>
      send("put", "/v1/organizations/{org}/webhooks/{id}", {
        path,
        body: { url: draft.url.trim(), events: events.length === 0 ? null : events },
      }),
    onSuccess: async ({ secret }) => {
      await done(t("settings.webhooks.saved"), secret);
      onDone();
    },
  });
  const rotate = useMutation({
    mutationFn: () => send("post", "/v1/organizations/{org}/webhooks/{id}/rotate-secret", { path, body: {} }),
    onSuccess: async ({ secret }) => done(t("settings.webhooks.rotated"), secret),
  });
  const blocked = !may
    ? t("settings.mayNot")
    : draft.url.trim() === ""
      ? t("settings.webhooks.needsUrl")
      : !changed
        ? t("users.unchanged")
        : undefined;
  return (
    <Form
      error={save.error ?? rotate.error}
      onSubmit={() => blocked === undefined && !save.isPending && save.mutate()}
      buttons={
        <>
          <SubmitButton busy={save.isPending} blocked={blocked}>
            {t(webhook ? "users.save" : "settings.webhooks.add")}
          </SubmitButton>
          {webhook && may && (
            <>
              <Button disabledFocusable={rotate.isPending} onClick={() => rotate.mutate()}>
                {t("settings.webhooks.rotate")}
              </Button>
              <RemoveButton
                label={t("settings.webhooks.remove")}
                title={t("settings.webhooks.removeTitle")}
                remove={() => send("delete", "/v1/organizations/{org}/webhooks/{id}", { path })}
                said={t("settings.webhooks.removed")}
                onDone={onDone}
              >
                {t("settings.webhooks.removeBody")}
              </RemoveButton>
            </>
          )}
        </>
      }
    >
      <FormField label={t("settings.webhooks.url")} pointer="/url" error={save.error} required>
        <Input type="url" disabled={!may} value={draft.url} onChange={(_event, { value }) => change({ url: value })} />
      </FormField>
      <FormField
        label={t("settings.webhooks.events")}
        pointer="/events"
        error={save.error}
        hint={t("settings.webhooks.eventsHint")}
      >
        <Input disabled={!may} value={draft.events} onChange={(_event, { value }) => change({ events: value })} />
      </FormField>
      {webhook?.oldSecretUntil != null && (
        <span>
          {t("settings.webhooks.oldSecret")} <Time at={webhook.oldSecretUntil} />
        </span>
      )}
    </Form>
  );
}
