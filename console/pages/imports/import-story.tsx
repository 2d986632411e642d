/** One import: how far it is, what it took, what it did not and why, and what its calls would cost here. */
import { MessageBar, MessageBarBody, ProgressBar, Text } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import type { Schema } from "../../api/client.ts";
import { useFormat } from "../../ui/format.tsx";
import { Figures } from "../../ui/section.tsx";
import { Pricing } from "./pricing.tsx";
import { RefusedRows } from "./refused-rows.tsx";
import { useWhy } from "./why.ts";

export const WATCHED_EVERY_MS = 700;
export const COLORS = { running: "informative", ready: "success", failed: "danger" } as const;

export function ImportStory({ job }: { job: Schema<"UsageImport"> }) {
  const { t } = useTranslation();
  const { number, time } = useFormat();
  const { fileName, createdAt, state, rowsRead, added, alreadyThere, refusedCount } = job;
  return (
    <>
      <Figures
        items={[
          [t("imports.list.file"), fileName],
          [t("imports.list.time"), time(createdAt)],
          ...(state === "ready"
            ? ([
                [t("imports.list.added"), number(added)],
                [t("imports.list.alreadyThere"), number(alreadyThere)],
                [t("imports.list.refusedCount"), number(refusedCount)],
              ] as const)
            : []),
        ]}
      />
      <Progress job={job} />
      {state === "ready" && added > 0 && <Pricing id={job.id} />}
      {state === "ready" && added === 0 && rowsRead > 0 && <Text>{t("imports.story.nothingNew")}</Text>}
      {refusedCount > 0 && <RefusedRows job={job} />}
    </>
  );
}

/** While a file is read, and why it could not be. */
export function Progress({ job: { state, progress, rowsRead, failure } }: { job: Schema<"UsageImport"> }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const why = useWhy();
  const said = t("imports.reading", { count: rowsRead, rows: number(rowsRead) });
  return (
    <div role="status">
      {state === "running" && (
        <>
          <Text block>{said}</Text>
          <ProgressBar value={progress} thickness="large" aria-label={said} />
        </>
      )}
      {failure !== undefined && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>
            {t("imports.story.failed")} {why(failure)}
          </MessageBarBody>
        </MessageBar>
      )}
    </div>
  );
}
