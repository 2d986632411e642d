/** A phone number: its kind, its carrier, and who or what answers it. */
import { Input } from "@fluentui/react-components";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get, type Schema, send } from "../api/client.ts";
import { useMay, useOrg } from "../api/session.tsx";
import { ChoiceBox } from "../ui/choice.tsx";
import { Form, FormField, SubmitButton, useDraft } from "../ui/form.tsx";
import { useToast } from "../ui/toast.tsx";
import { UserPicker } from "../ui/user-picker.tsx";

type PhoneNumber = Schema<"Number">;

const KINDS = ["subscriber", "service-toll", "service-toll-free", "service-premium"] as const;
const CARRIERS = ["calling-plan", "direct-routing", "operator-connect"] as const;
const USES = ["user", "conference-bridge", "auto-attendant", "call-queue", "unassigned"] as const;

export function NumberForm({ number, onDone }: { number: PhoneNumber | undefined; onDone: () => void }) {
  const { t } = useTranslation();
  const org = useOrg();
  const queries = useQueryClient();
  const toast = useToast();
  const may = useMay("voice");
  const [draft, change, forget, changed] = useDraft(`number.${org}.${number?.e164 ?? "new"}`, {
    e164: number?.e164 ?? "",
    kind: number?.kind ?? "subscriber",
    carrier: number?.carrier ?? "calling-plan",
    use: number?.use.type ?? "unassigned",
    id: number?.use.id ?? "",
  });
  const e164 = draft.e164.normalize("NFKC").replace(/[\s().-]/g, "");
  const save = useMutation({
    mutationFn: () =>
      send("put", "/v1/organizations/{org}/numbers/{e164}", {
        path: { org, e164 },
        body: {
          kind: draft.kind,
          carrier: draft.carrier,
          use: { type: draft.use, id: draft.use === "unassigned" ? null : draft.id },
        },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      forget();
      toast.done(t("numbers.saved", { number: e164 }));
      onDone();
    },
  });
  const blocked = !may
    ? t("numbers.mayNot")
    : e164 === ""
      ? t("numbers.needsNumber")
      : !changed
        ? t("users.unchanged")
        : undefined;
  return (
    <Form
      error={save.error}
      onSubmit={() => blocked === undefined && !save.isPending && save.mutate()}
      buttons={
        <SubmitButton busy={save.isPending} blocked={blocked}>
          {t(number ? "users.save" : "numbers.add")}
        </SubmitButton>
      }
    >
      {!number && (
        <FormField
          label={t("numbers.columns.number")}
          pointer="/e164"
          error={save.error}
          hint={t("numbers.hint")}
          required
        >
          <Input value={draft.e164} onChange={(_event, { value }) => change({ e164: value })} />
        </FormField>
      )}
      <FormField label={t("numbers.columns.kind")} pointer="/kind" error={save.error}>
        <ChoiceBox
          disabled={!may}
          value={draft.kind}
          options={KINDS.map((kind) => [kind, t(`numbers.kinds.${kind}`)] as const)}
          onChange={(kind) => change({ kind })}
        />
      </FormField>
      <FormField label={t("numbers.columns.carrier")} pointer="/carrier" error={save.error}>
        <ChoiceBox
          disabled={!may}
          value={draft.carrier}
          options={CARRIERS.map((carrier) => [carrier, t(`numbers.carriers.${carrier}`)] as const)}
          onChange={(carrier) => change({ carrier })}
        />
      </FormField>
      <FormField label={t("numbers.columns.use")} pointer="/use/type" error={save.error}>
        <ChoiceBox
          disabled={!may}
          value={draft.use}
          options={USES.map((use) => [use, t(`numbers.uses.${use}`)] as const)}
          onChange={(use) => change({ use, id: "" })}
        />
      </FormField>
      {draft.use !== "unassigned" && (
        <FormField label={t(`numbers.uses.${draft.use}`)} pointer="/use/id" error={save.error} required>
          {draft.use === "user" ? (
            <UserPicker disabled={!may} value={draft.id} onChange={(id) => change({ id })} />
          ) : (
            <ServiceChoice use={draft.use} disabled={!may} value={draft.id} onChange={(id) => change({ id })} />
          )}
        </FormField>
      )}
    </Form>
  );
}

interface ServiceChoiceProps {
  use: "conference-bridge" | "auto-attendant" | "call-queue";
  value: string;
  onChange: (id: string) => void;
  disabled: boolean;
}

/** The bridges, attendants or queues that there are. */
function ServiceChoice({ use, ...box }: ServiceChoiceProps) {
  const { t } = useTranslation();
  const path = { org: useOrg() };
  const isBridge = use === "conference-bridge";
  const bridges = useQuery({
    ...get("/v1/organizations/{org}/conference-bridges", { path, query: { limit: 500 } }),
    enabled: isBridge,
  });
  const apps = useQuery({
    ...get("/v1/organizations/{org}/voice-apps", { path, query: { limit: 500 } }),
    enabled: !isBridge,
  });
  const there = isBridge ? bridges.data?.items : apps.data?.items.filter(({ kind }) => kind === use);
  return (
    <ChoiceBox
      {...box}
      options={[["", t("numbers.choose")], ...(there ?? []).map(({ id, displayName }) => [id, displayName] as const)]}
    />
  );
}
