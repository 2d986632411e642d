/** Users from a CSV file: what it would change is shown before it is done; every bad line is named. */
import { Field, makeStyles, Text } from "@fluentui/react-components";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schema, send } from "../../api/client.ts";
import { ApiError } from "../../api/problem.ts";
import { useOrg } from "../../api/session.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { useFormat } from "../../ui/format.tsx";
import { Empty, SkeletonLines } from "../../ui/states.tsx";
import { useSaid } from "../../ui/said.ts";
import { useToast } from "../../ui/toast.tsx";

type Change = Schema<"UserImport">["items"][number];

const useStyles = makeStyles({
  faults: { maxHeight: "200px", overflowY: "auto", margin: "8px 0 0", paddingInlineStart: "20px" },
  part: { paddingBlock: "8px" },
});

export function ImportUsers({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const org = useOrg();
  const queries = useQueryClient();
  const toast = useToast();
  const said = useSaid();
  const [text, setText] = useState<string>();
  const ask = async (body: string, dryRun: boolean): Promise<Schema<"UserImport">> =>
    send("post", "/v1/organizations/{org}/users/import", {
      path: { org },
      query: { dryRun: dryRun ? "true" : "false" },
      body,
    });
  const preview = useMutation({ mutationFn: (body: string) => ask(body, true) });
  const load = useMutation({
    mutationFn: () => ask(text ?? "", false),
    onSuccess: async ({ created, changed }) => {
      await queries.invalidateQueries();
      toast.done(t("users.import.done", { created, changed }));
      onClose();
    },
  });
  const found = preview.data;
  const changes = found ? found.created + found.changed : 0;
  const faults = preview.error instanceof ApiError ? preview.error.errors : [];
  return (
    <ConfirmDialog
      open
      title={t("users.import.title")}
      action={changes === 0 ? t("users.import.action") : t("users.import.actionCount", { count: changes })}
      blocked={
        text === undefined
          ? t("users.import.chooseFirst")
          : preview.error
            ? t("users.import.faulty")
            : changes === 0
              ? t("users.import.nothing")
              : undefined
      }
      busy={load.isPending}
      error={load.error}
      onConfirm={() => load.mutate()}
      onClose={onClose}
    >
      <Text as="p" block>
        {t("users.import.sentence")}
      </Text>
      <Field
        label={t("users.import.file")}
        {...(preview.error
          ? { validationState: "error" as const, validationMessage: said.problem(preview.error) }
          : {})}
      >
        {(field) => (
          <input
            {...field}
            type="file"
            accept=".csv,text/csv"
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (!file) return;
              void file.text().then((read) => {
                setText(read);
                preview.mutate(read);
              });
            }}
          />
        )}
      </Field>
      <div role="status" className={styles.part}>
        {preview.isPending && <SkeletonLines lines={3} />}
        {faults.length > 0 && (
          <ul className={styles.faults}>
            {faults.map((fault) => (
              <li key={fault.pointer + fault.message}>{said.atLine(fault)}</li>
            ))}
          </ul>
        )}
        {found && <Preview found={found} />}
      </div>
    </ConfirmDialog>
  );
}

function Preview({ found }: { found: Schema<"UserImport"> }) {
  const { t } = useTranslation();
  const { list } = useFormat();
  const { rows, created, changed, same, items } = found;
  const columns: Column<Change>[] = [
    { key: "line", header: t("users.import.line"), align: "end", cell: ({ line }) => line, order: ({ line }) => line },
    {
      key: "user",
      header: t("users.columns.principalName"),
      cell: ({ userPrincipalName }) => userPrincipalName,
      text: ({ userPrincipalName }) => userPrincipalName,
    },
    {
      key: "action",
      header: t("users.import.what"),
      cell: ({ action, fields }) =>
        t(`users.import.actions.${action}`) + (action === "change" ? ` (${list(fields)})` : ""),
      text: ({ action }) => t(`users.import.actions.${action}`),
    },
  ];
  return (
    <>
      <Text as="p" block weight="semibold">
        {t("users.import.summary", { count: rows, created, changed, same })}
      </Text>
      <DataTable
        name="user-import"
        label={t("users.import.title")}
        columns={columns}
        rows={items.filter(({ action }) => action !== "same")}
        rowKey={({ line }) => String(line)}
        empty={<Empty title={t("users.import.nothing")} />}
      />
    </>
  );
}
