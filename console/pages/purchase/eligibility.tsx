/** "Can this organisation buy?": each line yes or no, why, and what to do. */
import { Button, Link, makeStyles, Text, Textarea, tokens } from "@fluentui/react-components";
import { CheckmarkCircleRegular } from "@fluentui/react-icons/svg/checkmark-circle";
import { DismissCircleRegular } from "@fluentui/react-icons/svg/dismiss-circle";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { get, type Schema, send } from "../../api/client.ts";
import { useMay, useOrg } from "../../api/session.tsx";
import { Form, FormField, SubmitButton } from "../../ui/form.tsx";
import { useFormat } from "../../ui/format.tsx";
import { useToast } from "../../ui/toast.tsx";

type Reason = Schema<"Eligibility">["reasons"][number];

const CHECKS = [
  "POST_USAGE_ONLY",
  "PARTNER_FUNDED",
  "REGION_CLASH",
  "COUNTRY_EXCLUDED",
  "PREREQUISITE_LICENSE_MISSING",
] as const;

const useStyles = makeStyles({
  list: { listStyleType: "none", margin: 0, padding: 0, display: "grid", gap: "12px" },
  line: { display: "grid", gridTemplateColumns: "24px 1fr", gap: "8px" },
  yes: { color: tokens.colorPaletteGreenForeground1 },
  no: { color: tokens.colorPaletteRedForeground1 },
});

export function EligibilityChecklist({ eligibility }: { eligibility: Schema<"Eligibility"> }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const navigate = useNavigate();
  const { country, sentences } = useFormat();
  const { eligible, reasons, openIncident } = eligibility;
  const open = useQuery({
    ...get("/v1/organizations/{org}/incidents", { path: { org: useOrg() }, query: { state: "open", limit: 1 } }),
    enabled: openIncident !== undefined,
  });
  const asked = open.data?.items[0];
  const said = ({ code, params }: Reason): string =>
    t(`purchase.reasons.${code}`, {
      country: params && country(params.country),
      billingCountry: params?.billingCountry && country(params.billingCountry),
    });
  return (
    <>
      <Text weight="semibold">{t(eligible ? "purchase.eligibility.yes" : "purchase.eligibility.no")}</Text>
      <ul className={styles.list}>
        {CHECKS.map((code) => {
          const reason = reasons.find((one) => one.code === code);
          const fine = reason === undefined;
          const Icon = fine ? CheckmarkCircleRegular : DismissCircleRegular;
          return (
            <li key={code} className={styles.line}>
              <Icon
                fontSize={20}
                className={fine ? styles.yes : styles.no}
                aria-label={t(fine ? "purchase.eligibility.passed" : "purchase.eligibility.failed")}
              />
              <span>
                {t(`purchase.checks.${code}`)}
                {!fine && (
                  <>
                    <br />
                    {sentences(said(reason), t(`purchase.ways.${code}`))}{" "}
                    {code === "PREREQUISITE_LICENSE_MISSING" && (
                      <Link inline as="button" onClick={() => void navigate("/billing/subscriptions")}>
                        {t("purchase.eligibility.plans")}
                      </Link>
                    )}
                  </>
                )}
              </span>
            </li>
          );
        })}
      </ul>
      {openIncident !== undefined && open.data?.items.length === 0 && <IncidentForm reasons={reasons.map(said)} />}
      {asked !== undefined && (
        <Button onClick={() => void navigate(`/support?show=${asked.id}`)}>
          {t("purchase.eligibility.seeIncident")}
        </Button>
      )}
    </>
  );
}

/** Already filled in: whoever is refused should not have to explain what we know. */
function IncidentForm({ reasons }: { reasons: readonly string[] }) {
  const { t } = useTranslation();
  const org = useOrg();
  const may = useMay("support");
  const toast = useToast();
  const queries = useQueryClient();
  const [message, setMessage] = useState(`${t("purchase.incident.message")}\n\n${reasons.join("\n")}`);
  const ask = useMutation({
    mutationFn: () =>
      send("post", "/v1/organizations/{org}/incidents", {
        path: { org },
        body: { subject: t("purchase.incident.subject"), message },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      toast.done(t("purchase.incident.sent"));
    },
  });
  return (
    <Form
      error={ask.error}
      onSubmit={() => may && !ask.isPending && ask.mutate()}
      buttons={
        <SubmitButton primary={false} busy={ask.isPending} blocked={may ? undefined : t("purchase.incident.mayNot")}>
          {t("purchase.incident.send")}
        </SubmitButton>
      }
    >
      <FormField label={t("purchase.incident.label")} pointer="/message" error={ask.error}>
        <Textarea rows={5} value={message} onChange={(_event, { value }) => setMessage(value)} />
      </FormField>
    </Form>
  );
}
