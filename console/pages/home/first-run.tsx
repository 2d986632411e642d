/**
 * A new organisation's way to its first call: eligibility, payment, funding, licences, a test call. What is done is read
 * from the server, so that it goes on where it was left, on any computer; it can be skipped, and taken up again.
 */
import { Button, makeStyles, Text, tokens } from "@fluentui/react-components";
import { CheckmarkCircleRegular } from "@fluentui/react-icons/svg/checkmark-circle";
import { CircleRegular } from "@fluentui/react-icons/svg/circle";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { get } from "../../api/client.ts";
import { useOrg } from "../../api/session.tsx";
import { AssignCredits } from "../../forms/assign-credits.tsx";
import { OrderForm } from "../../forms/order.tsx";
import { PaymentMethodForm } from "../../forms/payment-method.tsx";
import { TestCallForm } from "../../forms/test-call.tsx";
import { usePanel } from "../../ui/address.ts";
import { Section } from "../../ui/section.tsx";
import { SkeletonLines } from "../../ui/states.tsx";
import { CallPanel } from "../calls/call-panel.tsx";
import { EligibilityChecklist } from "../purchase/eligibility.tsx";

const STEPS = ["eligibility", "payment", "funding", "licenses", "call"] as const;
type Step = (typeof STEPS)[number];

const useStyles = makeStyles({
  list: { listStyleType: "none", margin: 0, padding: 0, display: "grid", gap: "4px" },
  step: {
    display: "grid",
    gridTemplateColumns: "24px minmax(0, 1fr)",
    gap: "4px 12px",
    padding: "12px 0",
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  head: { display: "flex", flexWrap: "wrap", gap: "0 12px", alignItems: "center" },
  title: { margin: 0, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  body: { gridColumn: 2, display: "grid", gap: "12px", justifyItems: "start", "& > *": { maxWidth: "100%" } },
  done: { color: tokens.colorPaletteGreenForeground1 },
  open: { color: tokens.colorNeutralForeground3 },
  quiet: { color: tokens.colorNeutralForeground2 },
});

export function FirstRun({ neverFunded, onEnd }: { neverFunded: boolean; onEnd: () => void }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const org = useOrg();
  const path = { org };
  const { open } = usePanel();
  const eligibility = useQuery(get("/v1/organizations/{org}/eligibility", { path }));
  const methods = useQuery(get("/v1/organizations/{org}/payment-methods", { path, query: { limit: 500 } }));
  const people = useQuery(get("/v1/organizations/{org}/users", { path, query: { limit: 1 } }));
  const needing = useQuery(
    get("/v1/organizations/{org}/users", { path, query: { needs: "credits-license", limit: 1 } }),
  );
  const callKept = `talktime.first-run.${org}.call`;
  const [called, setCalled] = useState(() => localStorage.getItem(callKept) !== null);
  const [chosen, setChosen] = useState<Step>();
  const [passed, setPassed] = useState<readonly Step[]>([]);
  if (!eligibility.data || !methods.data || !needing.data || !people.data) return <SkeletonLines lines={6} />;

  const nobody = people.data.items.length === 0;
  const done: Record<Step, boolean> = {
    eligibility: eligibility.data.eligible,
    payment: methods.data.items.length > 0,
    funding: !neverFunded,
    licenses: !nobody && needing.data.items.length === 0,
    call: called,
  };
  const current = chosen ?? STEPS.find((step) => !done[step] && !passed.includes(step));
  const goOn = (): void => setChosen(undefined);
  const pass = (step: Step): void => {
    setPassed([...passed, step]);
    goOn();
  };
  const bodies: Record<Step, ReactNode> = {
    eligibility: <EligibilityChecklist eligibility={eligibility.data} />,
    payment: <PaymentMethodForm onDone={goOn} cancellable={false} />,
    funding: <OrderForm eligibility={eligibility.data} step />,
    licenses: nobody ? <NoUsers /> : <AssignCredits onDone={goOn} />,
    call: nobody ? (
      <NoUsers />
    ) : (
      <TestCallForm
        onMade={(callId) => {
          localStorage.setItem(callKept, callId);
          setCalled(true);
          goOn();
          open(callId);
        }}
        onCancel={() => pass("call")}
      />
    ),
  };
  return (
    <Section
      title={t("home.firstRun.title")}
      actions={
        <Button
          appearance={current === undefined ? "primary" : "secondary"}
          size={current === undefined ? "medium" : "small"}
          onClick={onEnd}
        >
          {t(current === undefined ? "home.firstRun.finish" : "home.firstRun.skip")}
        </Button>
      }
    >
      <Text className={styles.quiet}>
        {t(current === undefined ? "home.firstRun.finished" : "home.firstRun.sentence")}
      </Text>
      <ol className={styles.list}>
        {STEPS.map((step, i) => {
          const Icon = done[step] ? CheckmarkCircleRegular : CircleRegular;
          return (
            <li key={step} className={styles.step} aria-current={step === current ? "step" : undefined}>
              <Icon
                fontSize={22}
                className={done[step] ? styles.done : styles.open}
                aria-label={t(done[step] ? "home.firstRun.done" : "home.firstRun.open")}
              />
              <div className={styles.head}>
                <h3 className={styles.title}>
                  {i + 1}. {t(`home.firstRun.steps.${step}`)}
                </h3>
                {step !== current && !(step === "call" && called) && (
                  <Button size="small" appearance="transparent" onClick={() => setChosen(step)}>
                    {t(done[step] ? "home.firstRun.again" : "home.firstRun.go")}
                  </Button>
                )}
                {step === current && !done[step] && (
                  <Button size="small" appearance="transparent" onClick={() => pass(step)}>
                    {t("home.firstRun.later")}
                  </Button>
                )}
              </div>
              {step === current && <div className={styles.body}>{bodies[step]}</div>}
            </li>
          );
        })}
      </ol>
      <CallPanel />
    </Section>
  );
}

function NoUsers() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <>
      <Text>{t("home.firstRun.nobody")}</Text>
      <Button onClick={() => void navigate("/users/active-users")}>{t("home.firstRun.addUsers")}</Button>
    </>
  );
}
