/** "What can Ann call?": a number or a country → whether it would go through, paid by what, at which price, or what lacks. */
import { Button, Combobox, Field, makeStyles, Option, Text, tokens } from "@fluentui/react-components";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { get, type Schema, send } from "../../api/client.ts";
import { useMay, useOrg } from "../../api/session.tsx";
import { useCallWords } from "../../ui/call-words.ts";
import { type Country, useCountries } from "../../ui/countries.ts";
import { Money, useFormat } from "../../ui/format.tsx";
import { useLicenseName } from "../../ui/license-names.ts";
import { Mark } from "../../ui/mark.tsx";
import { inSentence } from "../../ui/name.tsx";
import { Section } from "../../ui/section.tsx";
import { SkeletonLines } from "../../ui/states.tsx";
import { useSaid } from "../../ui/said.ts";
import { useToast } from "../../ui/toast.tsx";
import { useExpandIcon } from "../../ui/expand-icon.ts";

type Possible = Schema<"CallingCheck">["calls"][number];

/** As many countries as a list can show and still be read. */
const SHOWN = 60;

const useStyles = makeStyles({
  calls: { listStyleType: "none", margin: 0, padding: 0, display: "grid", gap: "8px" },
  call: {
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    padding: "12px",
    display: "grid",
    gap: "6px",
  },
  head: { display: "flex", alignItems: "center", gap: "8px", flexWrap: "wrap" },
  list: { maxHeight: "320px" },
});

export function WhatCanCall({ user }: { user: Schema<"User"> }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const org = useOrg();
  const countries = useCountries();
  const { country } = useFormat();
  const said = useSaid();
  const expandIcon = useExpandIcon();
  const [typed, setTyped] = useState("");
  const [to, setTo] = useState("");
  const [open, setOpen] = useState(false);
  const check = useQuery({
    ...get("/v1/organizations/{org}/users/{userPrincipalName}/calling", {
      path: { org, userPrincipalName: user.userPrincipalName },
      query: { to },
    }),
    enabled: to !== "",
    retry: false,
  });
  const fitting = countries.filter(({ name, code }) => begins(name, typed) || code === typed.trim().toUpperCase());
  const ask = (words: string): void => {
    setOpen(false);
    setTo(askedFor(words, countries));
  };
  return (
    <Section title={t("users.calling.title", { name: inSentence(user.displayName) })}>
      <Field
        label={t("users.calling.to")}
        hint={t("users.calling.hint")}
        {...(check.error ? { validationState: "error" as const, validationMessage: said.problem(check.error) } : {})}
      >
        <Combobox
          freeform
          value={typed}
          selectedOptions={[]}
          listbox={{ className: styles.list }}
          expandIcon={expandIcon}
          open={open}
          onOpenChange={(_event, { open: wanted }) => setOpen(wanted)}
          onChange={(event) => {
            setTyped(event.target.value);
            setOpen(true);
          }}
          onOptionSelect={(_event, { optionValue = "" }) => {
            setTyped(country(optionValue));
            setTo(optionValue);
          }}
          onBlur={() => typed.trim() !== "" && ask(typed)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && !event.currentTarget.getAttribute("aria-activedescendant")) ask(typed);
          }}
        >
          {fitting.slice(0, SHOWN).map(({ code, name }) => (
            <Option key={code} value={code}>
              {name}
            </Option>
          ))}
        </Combobox>
      </Field>
      <div role="status">
        {check.isFetching && !check.data && <SkeletonLines lines={3} />}
        {check.data && (
          <ul className={styles.calls}>
            {check.data.calls.map((call) => (
              <li key={`${call.callType} ${call.from}`} className={styles.call}>
                <Outcome call={call} user={user} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </Section>
  );
}

function Outcome({ call, user }: { call: Possible; user: Schema<"User"> }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const licenseName = useLicenseName();
  const words = useCallWords();
  const { list } = useFormat();
  const { callType, from, allowed, code, paidBy, price, missing, afterMinutes } = call;
  return (
    <>
      <div className={styles.head}>
        <Text weight="semibold">{words.callType(callType)}</Text>
        {from !== null && <Text size={200}>{t("users.calling.from", { number: from })}</Text>}
        <Mark tone={allowed ? "good" : "bad"}>{t(allowed ? "users.calling.allowed" : "users.calling.refused")}</Mark>
      </div>
      {allowed && paidBy !== null && <Text>{t("users.calling.paidBy", { source: words.source(paidBy) })}</Text>}
      {!allowed && <Text>{words.refusal(code)}</Text>}
      {price && (
        <Text>
          {t("users.calling.price", { destination: price.destination })}{" "}
          <Money exact amount={price.pricePerMinute} currency={price.currency} />
          {Number(price.connectionFee) > 0 && (
            <>
              {" + "}
              <Money exact amount={price.connectionFee} currency={price.currency} /> {t("users.calling.fee")}
            </>
          )}
        </Text>
      )}
      {afterMinutes && <Text>{t("users.calling.afterMinutes", { reason: words.refusal(afterMinutes.code) })}</Text>}
      {missing.length > 0 && (
        <div className={styles.head}>
          <Text>{t("users.calling.missing", { licenses: list(missing.map((sku) => licenseName(sku))) })}</Text>
          <AssignMissing user={user} licenses={missing} />
        </div>
      )}
    </>
  );
}

function AssignMissing({ user, licenses }: { user: Schema<"User">; licenses: readonly string[] }) {
  const { t } = useTranslation();
  const org = useOrg();
  const queries = useQueryClient();
  const toast = useToast();
  const may = useMay("licenses");
  const assign = useMutation({
    mutationFn: () =>
      send("post", "/v1/organizations/{org}/license-assignments", {
        path: { org },
        body: { users: [user.userPrincipalName], add: [...licenses] },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      toast.done(t("users.licenses.saved"));
    },
    onError: (error) => toast.failed(error),
  });
  return (
    <Button
      size="small"
      disabledFocusable={!may || assign.isPending}
      {...(may ? {} : { title: t("users.mayNotAssign") })}
      onClick={() => assign.mutate()}
    >
      {t("users.calling.assign", { count: licenses.length })}
    </Button>
  );
}

/** A country's name or code gives its code; all else is taken for a number as it is dialled. */
function askedFor(words: string, countries: readonly Country[]): string {
  const text = words.normalize("NFKC").trim();
  const named = countries.find(
    ({ code, name }) => name.toLowerCase() === text.toLowerCase() || code === text.toUpperCase(),
  );
  return named?.code ?? text;
}

const begins = (name: string, typed: string): boolean => name.toLowerCase().includes(typed.trim().toLowerCase());
