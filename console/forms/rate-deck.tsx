/**
 * Publishes a rate deck from a CSV file: all rows or none, the faults told at their lines. What it changes, and from when,
 * is said and asked before: no deck can be taken back, only replaced.
 */
import {
  Checkbox,
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
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { CancelButton, Form, FormField, SubmitButton } from "../ui/form.tsx";
import { useFormat } from "../ui/format.tsx";
import { Figures } from "../ui/section.tsx";
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

/** Of a dry run with what it changes, of a publication with its id. */
type Sent = { id?: string; rows: number; effectiveFrom: string } & Partial<Pick<Schema<"RateDeckForeseen">, "counts">>;
const CHANGES = ["dearer", "cheaper", "new", "gone"] as const;

interface RateDeckFormProps {
  decks: readonly Schema<"RateDeck">[];
  onPublished: (id: string) => void;
  onCancel: () => void;
}

export function RateDeckForm({ decks, onPublished, onCancel }: RateDeckFormProps) {
  const { t } = useTranslation();
  const styles = useStyles();
  const { day, number, time } = useFormat();
  const queries = useQueryClient();
  const toast = useToast();
  const said = useSaid();
  const chooser = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File>();
  const [over, setOver] = useState(false);
  const [name, setName] = useState("");
  const [currency, setCurrency] = useState("USD");
  const [replaces, setReplaces] = useState("");
  const [namedOnly, setNamedOnly] = useState(false);
  const sendDeck = async (dryRun: boolean): Promise<Sent> =>
    sendText(
      "/v1/rate-decks",
      {
        ...{ name: name.trim(), currency, namedOnly: String(namedOnly) as "true", dryRun: String(dryRun) as "true" },
        ...(replaces === "" ? {} : { replaces }),
      },
      (await file?.text()) ?? "",
      "text/csv",
    );
  const review = useMutation({ mutationFn: () => sendDeck(true) });
  const publish = useMutation({
    mutationFn: () => sendDeck(false),
    onSuccess: async ({ id = "", rows, effectiveFrom }) => {
      toast.done(t("operator.decks.published", { count: rows, day: day(effectiveFrom) }));
      onPublished(id);
      await queries.invalidateQueries();
    },
  });
  const choose = (chosen: File | undefined): void => {
    if (!chosen) return;
    setFile(chosen);
    review.reset();
    if (name === "") setName(chosen.name.replace(/\.csv$/i, ""));
  };
  const blocked = !file
    ? t("operator.decks.needsFile")
    : name.trim() === ""
      ? t("operator.decks.needsName")
      : !/^[A-Z]{3}$/.test(currency)
        ? t("operator.decks.needsCurrency")
        : undefined;
  const { error, data: foreseen } = review;
  const rowFaults = error instanceof ApiError ? error.errors.filter((fault) => fault.in === "body") : [];
  const old = decks.find(({ id }) => id === replaces);
  return (
    <>
      <Form
        error={rowFaults.length > 0 ? undefined : error}
        onSubmit={() => blocked === undefined && !review.isPending && review.mutate()}
        buttons={
          <>
            <SubmitButton busy={review.isPending} blocked={blocked}>
              {t("operator.decks.review")}
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
        <FormField label={t("operator.decks.name")} pointer="/name" error={error} required>
          <Input value={name} onChange={(_event, { value }) => setName(value)} />
        </FormField>
        <FormField label={t("operator.decks.currency")} pointer="/currency" error={error} required>
          <Input maxLength={3} value={currency} onChange={(_event, { value }) => setCurrency(value.toUpperCase())} />
        </FormField>
        <FormField
          label={t("operator.decks.replaces")}
          pointer="/replaces"
          error={error}
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
        <FormField label={t("operator.decks.forWhom")} hint={t("operator.decks.namedOnlyHint")}>
          <Checkbox
            label={t("operator.decks.namedOnly")}
            checked={namedOnly}
            onChange={(_event, { checked }) => setNamedOnly(checked === true)}
          />
        </FormField>
      </Form>
      {foreseen?.counts && (
        <ConfirmDialog
          open
          title={t("operator.decks.reviewTitle", { name: name.trim() })}
          action={t("operator.decks.publish")}
          busy={publish.isPending}
          error={publish.error}
          onConfirm={() => publish.mutate()}
          onClose={() => {
            review.reset();
            publish.reset();
          }}
        >
          <p>
            {t(
              namedOnly
                ? "operator.decks.pricesNamed"
                : Date.parse(foreseen.effectiveFrom) > Date.now()
                  ? "operator.decks.pricesFrom"
                  : "operator.decks.pricesNow",
              { currency, at: time(foreseen.effectiveFrom) },
            )}
          </p>
          <Figures
            items={[
              [t("operator.decks.rows"), number(foreseen.rows)],
              ...CHANGES.map((change): [string, string] => [
                t(`operator.decks.changes.${change}`),
                number(foreseen.counts?.[change] ?? 0),
              ]),
            ]}
          />
          <p>{t("operator.decks.reviewBody")}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
