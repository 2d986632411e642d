/** Cost centre and dial-out policy of one person. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get, type Schema, send } from "../../api/client.ts";
import { useMay, useOrg } from "../../api/session.tsx";
import { ChoiceBox } from "../../ui/choice.tsx";
import { Form, FormField, SubmitButton, useDraft } from "../../ui/form.tsx";
import { usePolicyName } from "../../ui/policy-names.ts";
import { Section } from "../../ui/section.tsx";
import { useToast } from "../../ui/toast.tsx";

export function PersonSettings({ user }: { user: Schema<"User"> }) {
  const { t } = useTranslation();
  const org = useOrg();
  const queries = useQueryClient();
  const toast = useToast();
  const policyName = usePolicyName();
  const mayUsers = useMay("users");
  const mayVoice = useMay("voice");
  const policies = useQuery(get("/v1/dial-out-policies", { query: { limit: 500 } }));
  const centers = useQuery(get("/v1/organizations/{org}/cost-centers", { path: { org }, query: { limit: 500 } }));
  const [draft, change, forget, changed] = useDraft(`user.${org}.${user.userPrincipalName}`, {
    costCenter: user.costCenter ?? "",
    dialOutPolicy: user.dialOutPolicy ?? "",
  });
  const save = useMutation({
    mutationFn: () =>
      send("put", "/v1/organizations/{org}/users/{userPrincipalName}", {
        path: { org, userPrincipalName: user.userPrincipalName },
        body: {
          ...(mayUsers ? { costCenter: draft.costCenter || null } : {}),
          ...(mayVoice ? { dialOutPolicy: draft.dialOutPolicy || null } : {}),
        },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      forget();
      toast.done(t("users.settings.saved"));
    },
  });
  const blocked = !mayUsers && !mayVoice ? t("users.mayNotChange") : !changed ? t("users.unchanged") : undefined;
  return (
    <Section title={t("users.settings.title")}>
      <Form
        error={save.error}
        onSubmit={() => blocked === undefined && !save.isPending && save.mutate()}
        buttons={
          <SubmitButton primary={changed} busy={save.isPending} blocked={blocked}>
            {t("users.save")}
          </SubmitButton>
        }
      >
        <FormField
          label={t("users.columns.policy")}
          pointer="/dialOutPolicy"
          error={save.error}
          {...(mayVoice ? {} : { hint: t("users.settings.needsVoice") })}
        >
          <ChoiceBox
            disabled={!mayVoice}
            value={draft.dialOutPolicy}
            options={[
              ["", t("users.person.organizationPolicy")],
              ...(policies.data?.items ?? []).map((policy) => [policy.name, policyName(policy)] as const),
            ]}
            onChange={(dialOutPolicy) => change({ dialOutPolicy })}
          />
        </FormField>
        <FormField
          label={t("users.columns.costCenter")}
          pointer="/costCenter"
          error={save.error}
          {...(mayUsers ? {} : { hint: t("users.settings.needsUsers") })}
        >
          <ChoiceBox
            disabled={!mayUsers}
            value={draft.costCenter}
            options={[
              ["", t("users.person.noCostCenter")],
              ...(centers.data?.items ?? []).map(({ id, displayName }) => [id, `${id} ${displayName}`] as const),
            ]}
            onChange={(costCenter) => change({ costCenter })}
          />
        </FormField>
      </Form>
    </Section>
  );
}
