/**
 * A file is tried first: what it would add, how it was understood and what was refused is shown, and nothing is kept
 * until it is imported. The trial is in the address (`?trial=`), the file itself only in this tab.
 */
import { Button, Field, makeStyles, ProgressBar, Text } from "@fluentui/react-components";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { get, list, type Schema } from "../../api/client.ts";
import { useMay, useOrg } from "../../api/session.tsx";
import { sendUsageFile } from "../../api/upload.ts";
import { useFilters } from "../../ui/address.ts";
import { Choice } from "../../ui/choice.tsx";
import { useFormat } from "../../ui/format.tsx";
import { Problem } from "../../ui/states.tsx";
import { Progress, WATCHED_EVERY_MS } from "./import-story.tsx";
import { MappingForm, wholeMapping } from "./mapping-form.tsx";
import { Preview } from "./preview.tsx";
import { RefusedRows } from "./refused-rows.tsx";

type Import = Schema<"UsageImport">;

const useStyles = makeStyles({
  choices: { display: "flex", flexWrap: "wrap", gap: "16px", alignItems: "start" },
  file: { maxWidth: "100%" },
  buttons: { display: "flex", flexWrap: "wrap", gap: "8px" },
});

export function NewImport({ onStarted }: { onStarted: (id: string) => void }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const org = useOrg();
  const may = useMay("fund");
  const queries = useQueryClient();
  const [{ trial: trialId }, setFilters] = useFilters({ trial: "" });
  const [file, setFile] = useState<File>();
  const [saved, setSaved] = useState("");
  const [sent, setSent] = useState(0);
  const mappings = useInfiniteQuery(list("/v1/organizations/{org}/usage-mappings", { path: { org } }));
  const names = mappings.data?.pages.flatMap(({ items }) => items.map(({ id }) => id)) ?? [];
  const trial = useQuery({
    ...get("/v1/organizations/{org}/usage-imports/{id}", { path: { org, id: trialId } }),
    enabled: trialId !== "",
    refetchInterval: ({ state }) => (state.data?.state === "running" ? WATCHED_EVERY_MS : false),
  });
  const upload = useMutation({
    mutationFn: async ({ of, dryRun, mapping }: { of: File; dryRun: boolean; mapping: string }) => {
      setSent(0);
      return sendUsageFile(org, { file: of, dryRun, mapping, onProgress: setSent });
    },
    onSuccess: async ({ id, dryRun }) => {
      if (dryRun) return setFilters({ trial: id });
      await queries.invalidateQueries({ queryKey: ["/v1/organizations/{org}/usage-imports"] });
      setFile(undefined);
      onStarted(id);
    },
  });
  const busy = upload.isPending;
  useEffect(() => {
    if (!busy) return undefined;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [busy]);
  // Imported as it was tried.
  const [tried, setTried] = useState("");
  const tryOut = (of: File, mapping: string): void => {
    setTried(mapping);
    upload.mutate({ of, dryRun: true, mapping });
  };

  if (!may) return <Text>{t("imports.mayNot")}</Text>;
  return (
    <>
      <Text>{t("imports.new.sentence")}</Text>
      <div className={styles.choices}>
        <Field label={t("imports.new.file")} hint={t("imports.new.hint")} className={styles.file}>
          {(field) => (
            <input
              {...field}
              type="file"
              accept=".csv,.zip,.json,text/csv,application/zip,application/json"
              disabled={busy}
              onChange={({ target }) => {
                const chosen = target.files?.[0];
                setFile(chosen);
                if (chosen) tryOut(chosen, saved);
              }}
            />
          )}
        </Field>
        {names.length > 0 && (
          <Choice
            label={t("imports.new.mapping")}
            value={saved}
            options={[["", t("imports.new.guess")], ...names.map((name) => [name, name] as const)]}
            disabled={busy}
            onChange={(name) => {
              setSaved(name);
              if (file) tryOut(file, name);
            }}
          />
        )}
      </div>
      <div role="status">
        {busy && (
          <Field label={t("imports.new.sending", { percent: Math.floor(sent * 100) })}>
            <ProgressBar value={sent} thickness="large" />
          </Field>
        )}
      </div>
      {upload.error !== null && <Problem error={upload.error} />}
      {trial.data && !busy && (
        <Trial
          key={trial.data.id + trial.data.state}
          job={trial.data}
          file={file}
          onTry={tryOut}
          onImport={(of) => upload.mutate({ of, dryRun: false, mapping: tried })}
        />
      )}
    </>
  );
}

interface TrialProps {
  job: Import;
  file: File | undefined;
  onTry: (file: File, mapping: string) => void;
  onImport: (file: File) => void;
}

function Trial({ job, file, onTry, onImport }: TrialProps) {
  const { t } = useTranslation();
  const styles = useStyles();
  const { number } = useFormat();
  const { state, added, alreadyThere, refusedCount, header, preview, fileName } = job;
  const [mapping, setMapping] = useState(job.mapping);
  const [open, setOpen] = useState(state === "failed");
  const changed = mapping !== job.mapping;
  const blocked = !file
    ? t("imports.new.chooseAgain", { file: fileName })
    : changed
      ? t("imports.new.readFirst")
      : added === 0
        ? t("imports.story.nothingNew")
        : undefined;
  return (
    <>
      <Progress job={job} />
      {state === "ready" && (
        <>
          <Text weight="semibold">
            {t("imports.new.found", {
              file: fileName,
              added: number(added),
              alreadyThere: number(alreadyThere),
              refused: number(refusedCount),
            })}
          </Text>
          <Preview rows={preview} />
          {refusedCount > 0 && <RefusedRows job={job} />}
        </>
      )}
      {header !== null && mapping !== null && (
        <>
          <div>
            <Button size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
              {t("imports.mapping.show")}
            </Button>
          </div>
          {open && <MappingForm header={header} mapping={mapping} onChange={setMapping} />}
        </>
      )}
      {state !== "running" && (
        <>
          {!file && <Text>{t("imports.new.chooseAgain", { file: fileName })}</Text>}
          <div className={styles.buttons}>
            {state === "ready" && (
              <Button
                appearance={changed ? "secondary" : "primary"}
                disabledFocusable={blocked !== undefined}
                {...(blocked === undefined ? {} : { title: blocked })}
                onClick={() => file && onImport(file)}
              >
                {t("imports.new.import", { count: added, calls: number(added) })}
              </Button>
            )}
            {changed && file && mapping !== null && (
              <Button appearance="primary" onClick={() => onTry(file, JSON.stringify(wholeMapping(mapping)))}>
                {t("imports.new.readAgain")}
              </Button>
            )}
          </div>
        </>
      )}
    </>
  );
}
