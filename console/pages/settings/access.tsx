/** Who may sign in to this console; inviting somebody, and taking the account away. */
import { Button, Checkbox, Input, MessageBar, MessageBarBody } from "@fluentui/react-components";
import { PersonAddRegular } from "@fluentui/react-icons/svg/person-add";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { get, list, type Schema, send } from "../../api/client.ts";
import { useMay, useOrg } from "../../api/session.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { type Column, DataTable, pagesOf } from "../../ui/data-table.tsx";
import { FormField } from "../../ui/form.tsx";
import { Time } from "../../ui/format.tsx";
import { Mark } from "../../ui/mark.tsx";
import { inSentence, Name } from "../../ui/name.tsx";
import { useRoleName } from "../../ui/role-names.ts";
import { RemoveButton } from "../../ui/remove-button.tsx";
import { Section } from "../../ui/section.tsx";
import { ShownOnce } from "../../ui/shown-once.tsx";
import { Empty } from "../../ui/states.tsx";
import { useToast } from "../../ui/toast.tsx";

type Account = Schema<"SignInAccount">;

export function Access() {
  const { t } = useTranslation();
  const org = useOrg();
  const may = useMay("users");
  const [inviting, setInviting] = useState(false);
  const [link, setLink] = useState<string>();
  const query = useInfiniteQuery({
    ...list("/v1/organizations/{org}/sign-in-accounts", { path: { org } }),
    enabled: may,
  });
  const columns: Column<Account>[] = [
    {
      key: "name",
      header: t("users.columns.name"),
      cell: ({ displayName }) => <Name>{displayName}</Name>,
      text: ({ displayName }) => displayName,
    },
    {
      key: "email",
      header: t("settings.access.email"),
      cell: ({ email }) => <Name>{email}</Name>,
      text: ({ email }) => email,
    },
    {
      key: "state",
      header: t("settings.budgets.state"),
      cell: ({ state }) => (
        <Mark tone={state === "active" ? "good" : "neutral"}>{t(`settings.access.states.${state}`)}</Mark>
      ),
      text: ({ state }) => t(`settings.access.states.${state}`),
    },
    {
      key: "twoSteps",
      header: t("settings.access.twoSteps"),
      cell: ({ twoSteps }) => t(twoSteps ? "users.yes" : "users.no"),
      text: ({ twoSteps }) => t(twoSteps ? "users.yes" : "users.no"),
    },
    {
      key: "signedIn",
      header: t("settings.access.signedIn"),
      cell: ({ signedInAt }) => (signedInAt === null ? t("settings.keys.never") : <Time at={signedInAt} />),
      order: ({ signedInAt }) => signedInAt ?? "",
    },
    {
      key: "end",
      header: "",
      cell: ({ email, displayName }) => (
        <RemoveButton
          size="small"
          label={t("settings.access.end")}
          of={email}
          title={t("settings.access.endTitle", { name: inSentence(displayName) })}
          remove={() => send("delete", "/v1/organizations/{org}/sign-in-accounts/{email}", { path: { org, email } })}
          said={t("settings.access.ended")}
        >
          {t("settings.access.endBody")}
        </RemoveButton>
      ),
    },
  ];
  if (!may) return <Empty title={t("users.mayNotChange")} />;
  return (
    <Section title={t("settings.tabs.access")}>
      <DataTable
        name="sign-in-accounts"
        label={t("settings.tabs.access")}
        columns={columns}
        rowKey={({ email }) => email}
        tools={
          <Button icon={<PersonAddRegular />} onClick={() => setInviting(true)}>
            {t("settings.access.invite")}
          </Button>
        }
        empty={<Empty title={t("settings.access.empty")} />}
        {...pagesOf(query)}
      />
      {inviting && <Invite onLink={setLink} onClose={() => setInviting(false)} />}
      {link !== undefined && (
        <ShownOnce
          title={t("settings.access.linkTitle")}
          label={t("settings.access.link")}
          secret={link}
          onClose={() => setLink(undefined)}
        />
      )}
    </Section>
  );
}

/** Whoever is invited is a user of the organisation: their roles say what they may do here. */
function Invite({ onLink, onClose }: { onLink: (link: string) => void; onClose: () => void }) {
  const { t } = useTranslation();
  const org = useOrg();
  const queries = useQueryClient();
  const toast = useToast();
  const mayRoles = useMay("users");
  const [email, setEmail] = useState("");
  const roleName = useRoleName();
  const [roles, setRoles] = useState<readonly string[]>([]);
  const known = useQuery(get("/v1/roles", { query: { limit: 100 } }));
  const invite = useMutation({
    mutationFn: () =>
      send("post", "/v1/organizations/{org}/invitations", {
        path: { org },
        body: { email: email.trim(), ...(roles.length === 0 ? {} : { roles: [...roles] }) },
      }),
    onSuccess: async ({ link, sentTo, email: invited }) => {
      await queries.invalidateQueries();
      if (link !== undefined) onLink(link);
      else toast.done(t("settings.access.invited", { to: sentTo ?? invited }));
      onClose();
    },
  });
  return (
    <ConfirmDialog
      open
      title={t("settings.access.invite")}
      action={t("settings.access.send")}
      blocked={email.trim() === "" ? t("settings.access.needsEmail") : undefined}
      busy={invite.isPending}
      error={invite.error}
      onConfirm={() => invite.mutate()}
      onClose={onClose}
    >
      <FormField
        label={t("settings.access.email")}
        pointer="/email"
        error={invite.error}
        hint={t("settings.access.emailHint")}
        required
      >
        <Input type="email" value={email} onChange={(_event, { value }) => setEmail(value)} />
      </FormField>
      {mayRoles && (
        <details>
          <summary>{t("settings.access.roles")}</summary>
          <MessageBar layout="multiline">
            <MessageBarBody>{t("settings.access.rolesHint")}</MessageBarBody>
          </MessageBar>
          {(known.data?.items ?? []).map(({ name }) => (
            <div key={name}>
              <Checkbox
                label={roleName(name)}
                checked={roles.includes(name)}
                onChange={(_event, { checked }) =>
                  setRoles(checked === true ? [...roles, name] : roles.filter((role) => role !== name))
                }
              />
            </div>
          ))}
        </details>
      )}
    </ConfirmDialog>
  );
}
