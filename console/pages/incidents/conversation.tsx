/** An incident as a conversation: who said what, when, what was decided, and a box to say more. */
import { Badge, Caption1, makeStyles, mergeClasses, Textarea, tokens } from "@fluentui/react-components";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Schema, send } from "../../api/client.ts";
import { useMay } from "../../api/session.tsx";
import { Form, FormField, SubmitButton, useDraft } from "../../ui/form.tsx";
import { Time, useFormat } from "../../ui/format.tsx";

export type Incident = Schema<"Incident">;

const useStyles = makeStyles({
  messages: { listStyleType: "none", padding: 0, margin: 0, display: "grid", gap: "12px" },
  message: {
    padding: "10px 14px",
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground3,
    marginInlineEnd: "32px",
    overflowWrap: "anywhere",
  },
  operator: {
    backgroundColor: tokens.colorBrandBackground2,
    marginInlineEnd: 0,
    marginInlineStart: "32px",
  },
  text: { whiteSpace: "pre-wrap", margin: "4px 0 0" },
  head: { display: "flex", flexWrap: "wrap", gap: "4px 12px", color: tokens.colorNeutralForeground2 },
  facts: { margin: 0, display: "flex", flexWrap: "wrap", gap: "8px", alignItems: "center" },
});

export function StateOfIncident({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  const { day } = useFormat();
  const { state, allow, until } = incident;
  if (state === "open") return <Badge color="warning">{t("support.states.open")}</Badge>;
  if (allow !== true) return <Badge color="informative">{t("support.states.settled")}</Badge>;
  return (
    <Badge color="success" style={{ whiteSpace: "nowrap" }}>
      {until === undefined ? t("support.states.allowed") : t("support.states.allowedUntil", { day: day(until) })}
    </Badge>
  );
}

export function Conversation({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const reasonOf = useReason();
  return (
    <>
      <p className={styles.facts}>
        <StateOfIncident incident={incident} />
        {incident.reasons.map((code) => (
          <span key={code}>{reasonOf(code)}</span>
        ))}
      </p>
      <ol className={styles.messages} aria-label={t("support.messages")}>
        {incident.messages.map(({ from, author, message, at }, i) => (
          <li key={i} className={mergeClasses(styles.message, from === "operator" && styles.operator)}>
            <Caption1 className={styles.head}>
              <span>{t(`support.from.${from}`, { author })}</span>
              <Time at={at} />
            </Caption1>
            <p className={styles.text}>{message}</p>
          </li>
        ))}
      </ol>
      <SayMore incident={incident} />
    </>
  );
}

/** What stood against a purchase, in words. */
export function useReason(): (code: string) => string {
  const { t, i18n } = useTranslation();
  return (code) => (i18n.exists(`support.reasons.${code}`) ? t(`support.reasons.${code as "REGION_CLASH"}`) : code);
}

function SayMore({ incident: { id, organization } }: { incident: Incident }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const may = useMay("support");
  const [draft, change, forget] = useDraft(`incident.${id}`, { message: "" });
  const say = useMutation({
    mutationFn: () =>
      send("post", "/v1/organizations/{org}/incidents/{id}/messages", {
        path: { org: organization, id },
        body: { message: draft.message },
      }),
    onSuccess: async () => {
      forget();
      await queries.invalidateQueries();
    },
  });
  const blocked = !may ? t("support.mayNot") : draft.message.trim() === "" ? t("support.nothingSaid") : undefined;
  return (
    <Form
      error={say.error}
      onSubmit={() => blocked === undefined && !say.isPending && say.mutate()}
      buttons={
        <SubmitButton primary={false} busy={say.isPending} blocked={blocked}>
          {t("support.send")}
        </SubmitButton>
      }
    >
      <FormField label={t("support.message")} pointer="/message" error={say.error}>
        <Textarea
          resize="vertical"
          rows={3}
          disabled={!may}
          value={draft.message}
          onChange={(_event, { value }) => change({ message: value })}
        />
      </FormField>
    </Form>
  );
}
