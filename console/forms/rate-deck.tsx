/** Publishes a rate deck from a CSV file: all rows or none, the faults told at their lines. */
import {
  Dropdown,
  Input,
  makeStyles,
  mergeClasses,
  MessageBar,
  MessageBarBody,
  Option,
  tokens,
} from "@fluentui/react-components";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schema, sendText } from "../api/client.ts";
import { ApiError } from "../api/problem.ts";
import { CancelButton, Form, FormField, SubmitButton } from "../ui/form.tsx";
import { useFormat } from "../ui/format.tsx";
import { useSaid } from "../ui/said.ts";
import { useToast } from "../ui/toast.tsx";

const useStyles = makeStyles({
  drop: {
    border: `2px dashed ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusLarge,
    padding: "20px",
    display: "grid",
    gap: "10px",
    justifyItems: "start",
  },
  over: { backgroundColor: tokens.colorBrandBackground2 },
  faults: { maxHeight: "240px", overflow: "auto", margin: 0, paddingInlineStart: "20px", overflowWrap: "anywhere" },
});

interface RateDeckFormProps {
  decks: readonly Schema<"RateDeck">[];
  onPublished: (id: string) => void;
  onCancel: () => void;
}

export function RateDeckForm({ decks, onPublished, onCancel }: RateDeckFormProps) {
  const { t } = useTranslation();
  const styles = useStyles();
  const { day, number } = useFormat();
  const queries = useQueryClient();
  const toast = useToast();
  const said = useSaid();
  const chooser = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File>();
  const [over, setOver] = useState(false);
  const [name, setName] = useState("");
  const [currency, setCurrency] = useState("USD");
  const [replaces, setReplaces] = useState("");
  const publish = useMutation({
    mutationFn: async () =>
      sendText(
        "/v1/rate-decks",
        { name: name.trim(), currency, ...(replaces === "" ? {} : { replaces }) },
        (await file?.text()) ?? "",
        "text/csv",
      ),
    onSuccess: async ({ id, rows, effectiveFrom }) => {
      toast.done(t("operator.decks.published", { count: rows, day: day(effectiveFrom) }));
      onPublished(id);
      await queries.invalidateQueries();
    },
  });
  const choose = (chosen: File | undefined): void => {
    if (!chosen) return;
    setFile(chosen);
    publish.reset();
    if (name === "") setName(chosen.name.replace(/\.csv$/i, ""));
  };
  const blocked = !file
    ? t("operator.decks.needsFile")
    : name.trim() === ""
      ? t("operator.decks.needsName")
      : !/^[A-Z]{3}$/.test(currency)
        ? t("operator.decks.needsCurrency")
        : undefined;
  const rowFaults =
    publish.error instanceof ApiError ? publish.error.errors.filter((fault) => fault.in === "body") : [];
  const old = decks.find(({ id }) => id === replaces);
  return (
    <Form
      error={rowFaults.length > 0 ? undefined : publish.error}
      onSubmit={() => blocked === undefined && !publish.isPending && publish.mutate()}
      buttons={
        <>
          <SubmitButton busy={publish.isPending} blocked={blocked}>
            {t("operator.decks.publish")}
          </SubmitButton>
          <CancelButton onClick={onCancel} />
        </>
      }
    >
      <div
        className={mergeClasses(styles.drop, over && styles.over)}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          choose(event.dataTransfer.files[0]);
        }}
      >
        <span>
          {file
            ? t("operator.decks.chosen", { name: file.name, size: number(Math.ceil(file.size / 1024)) })
            : t("operator.decks.drop")}
        </span>
        <input
          ref={chooser}
          type="file"
          accept=".csv,text/csv"
          aria-label={t("operator.decks.file")}
          onChange={(event) => choose(event.target.files?.[0])}
        />
      </div>
      {rowFaults.length > 0 && (
        <MessageBar intent="error" layout="multiline" role="alert">
          <MessageBarBody>
            {t("operator.decks.refused")}
            <ul className={styles.faults}>
              {rowFaults.map((fault, i) => (
                <li key={i}>{said.atLine(fault)}</li>
              ))}
            </ul>
          </MessageBarBody>
        </MessageBar>
      )}
      <FormField label={t("operator.decks.name")} pointer="/name" error={publish.error} required>
        <Input value={name} onChange={(_event, { value }) => setName(value)} />
      </FormField>
      <FormField label={t("operator.decks.currency")} pointer="/currency" error={publish.error} required>
        <Input maxLength={3} value={currency} onChange={(_event, { value }) => setCurrency(value.toUpperCase())} />
      </FormField>
      <FormField
        label={t("operator.decks.replaces")}
        pointer="/replaces"
        error={publish.error}
        hint={t("operator.decks.replacesHint")}
      >
        <Dropdown
          value={old?.name ?? t("operator.decks.nothing")}
          selectedOptions={[replaces]}
          onOptionSelect={(_event, { optionValue = "" }) => setReplaces(optionValue)}
        >
          <Option value="">{t("operator.decks.nothing")}</Option>
          {decks
            .filter((deck) => deck.currency === currency && deck.endedAt === null)
            .map(({ id, name: called }) => (
              <Option key={id} value={id}>
                {called}
              </Option>
            ))}
        </Dropdown>
      </FormField>
    </Form>
  );
}
