/** One's own way to sign in: password, a second step with an authenticator, and where one is signed in. */
import { Button, Input } from "@fluentui/react-components";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { list, type Schema, send } from "../../api/client.ts";
import { type Column, DataTable, pagesOf } from "../../ui/data-table.tsx";
import { Form, FormField, SubmitButton } from "../../ui/form.tsx";
import { Time } from "../../ui/format.tsx";
import { Mark } from "../../ui/mark.tsx";
import { Columns, Section } from "../../ui/section.tsx";
import { Empty } from "../../ui/states.tsx";
import { useToast } from "../../ui/toast.tsx";
import { SecondStep } from "./second-step.tsx";

type OwnSession = Schema<"OwnSession">;

export function OwnSignIn() {
  const { t } = useTranslation();
  return (
    <>
      <Columns>
        <Section title={t("settings.password.title")}>
          <Password />
        </Section>
        <Section title={t("settings.totp.title")}>
          <SecondStep />
        </Section>
      </Columns>
      <Section title={t("settings.sessions.title")}>
        <Sessions />
      </Section>
    </>
  );
}

function Password() {
  const { t } = useTranslation();
  const toast = useToast();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [again, setAgain] = useState("");
  const change = useMutation({
    mutationFn: () => send("post", "/v1/session/password", { body: { currentPassword: current, newPassword: next } }),
    onSuccess: () => {
      setCurrent("");
      setNext("");
      setAgain("");
      toast.done(t("settings.password.changed"));
    },
  });
  const differs = again !== "" && again !== next;
  const blocked =
    current === "" || next === "" || again === ""
      ? t("settings.password.fillIn")
      : differs
        ? t("settings.password.differs")
        : undefined;
  return (
    <Form
      error={change.error}
      onSubmit={() => blocked === undefined && !change.isPending && change.mutate()}
      buttons={
        <SubmitButton primary={blocked === undefined} busy={change.isPending} blocked={blocked}>
          {t("settings.password.change")}
        </SubmitButton>
      }
    >
      <FormField label={t("settings.password.current")} pointer="/currentPassword" error={change.error}>
        <Input
          type="password"
          autoComplete="current-password"
          value={current}
          onChange={(_event, { value }) => setCurrent(value)}
        />
      </FormField>
      <FormField label={t("settings.password.next")} pointer="/newPassword" error={change.error}>
        <Input
          type="password"
          autoComplete="new-password"
          value={next}
          onChange={(_event, { value }) => setNext(value)}
        />
      </FormField>
      <FormField label={t("settings.password.again")} fault={differs ? t("settings.password.differs") : undefined}>
        <Input
          type="password"
          autoComplete="new-password"
          value={again}
          onChange={(_event, { value }) => setAgain(value)}
        />
      </FormField>
    </Form>
  );
}

function Sessions() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const toast = useToast();
  const query = useInfiniteQuery(list("/v1/sessions", {}));
  const end = useMutation({
    mutationFn: (id: string) => send("delete", "/v1/sessions/{id}", { path: { id } }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      toast.done(t("settings.sessions.ended"));
    },
    onError: (error) => toast.failed(error),
  });
  const columns: Column<OwnSession>[] = [
    {
      key: "browser",
      header: t("settings.sessions.browser"),
      cell: ({ browser }) => browser,
      text: ({ browser }) => browser,
    },
    {
      key: "address",
      header: t("settings.sessions.address"),
      cell: ({ address }) => address,
      text: ({ address }) => address,
    },
    {
      key: "seen",
      header: t("settings.sessions.seen"),
      cell: ({ seenAt }) => <Time at={seenAt} />,
      order: ({ seenAt }) => seenAt,
    },
    {
      key: "begun",
      header: t("settings.sessions.begun"),
      cell: ({ createdAt }) => <Time at={createdAt} />,
      order: ({ createdAt }) => createdAt,
    },
    {
      key: "end",
      header: "",
      cell: ({ id, current, browser }) =>
        current ? (
          <Mark tone="good">{t("settings.sessions.current")}</Mark>
        ) : (
          <Button
            size="small"
            aria-label={`${t("settings.sessions.end")}: ${browser}`}
            disabledFocusable={end.isPending}
            onClick={() => end.mutate(id)}
          >
            {t("settings.sessions.end")}
          </Button>
        ),
    },
  ];
  return (
    <DataTable
      name="sessions"
      label={t("settings.sessions.title")}
      columns={columns}
      rowKey={({ id }) => id}
      empty={<Empty title={t("settings.sessions.title")} />}
      {...pagesOf(query)}
    />
  );
}
