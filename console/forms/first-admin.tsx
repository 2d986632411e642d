/** After an organisation was made: the first person who may do everything in it, with an invitation to sign in. */
import { Button, Input, Text } from "@fluentui/react-components";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schema, send } from "../api/client.ts";
import { Form, FormField, SubmitButton, useDraft } from "../ui/form.tsx";
import { ShownOnce } from "../ui/shown-once.tsx";
import { useToast } from "../ui/toast.tsx";

interface FirstAdminFormProps {
  organization: Pick<Schema<"Organization">, "id" | "displayName" | "country">;
  /** Invited, or put off. */
  onDone: () => void;
}

export function FirstAdminForm({ organization: { id: org, displayName, country }, onDone }: FirstAdminFormProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const toast = useToast();
  const [draft, change, forget] = useDraft(`first-admin.${org}`, { name: "", mail: "" });
  const [link, setLink] = useState<string>();
  const invite = useMutation({
    mutationFn: async () => {
      const mail = draft.mail.trim();
      await send("put", "/v1/organizations/{org}/users/{userPrincipalName}", {
        path: { org, userPrincipalName: mail.toLowerCase() },
        body: {
          ...{ displayName: draft.name, kind: "person", usageLocation: country, mail },
          roles: ["Global Administrator"],
          licenses: [],
        },
      });
      return send("post", "/v1/organizations/{org}/invitations", { path: { org }, body: { email: mail } });
    },
    onSuccess: async ({ link: shown, sentTo, email }) => {
      forget();
      await queries.invalidateQueries();
      if (shown !== undefined) return setLink(shown);
      toast.done(t("operator.make.invited", { to: sentTo ?? email }));
      onDone();
    },
  });
  const blocked = draft.name.trim() === "" || draft.mail.trim() === "" ? t("operator.make.needsAdmin") : undefined;
  return (
    <>
      <Text>{t("operator.make.adminBody", { name: displayName })}</Text>
      <Form
        error={invite.error}
        onSubmit={() => blocked === undefined && !invite.isPending && invite.mutate()}
        buttons={
          <>
            <SubmitButton busy={invite.isPending} blocked={blocked}>
              {t("operator.make.invite")}
            </SubmitButton>
            <Button onClick={onDone}>{t("operator.make.later")}</Button>
          </>
        }
      >
        <FormField label={t("operator.make.adminName")} pointer="/displayName" error={invite.error} required>
          <Input value={draft.name} onChange={(_event, { value }) => change({ name: value })} />
        </FormField>
        <FormField label={t("operator.make.adminMail")} pointer="/mail" error={invite.error} required>
          <Input type="email" value={draft.mail} onChange={(_event, { value }) => change({ mail: value })} />
        </FormField>
      </Form>
      {link !== undefined && (
        <ShownOnce
          title={t("operator.make.linkTitle")}
          label={t("operator.make.link")}
          secret={link}
          onClose={onDone}
        />
      )}
    </>
  );
}
