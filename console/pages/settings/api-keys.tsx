/** API keys of the organisation: made, exchanged without a gap, revoked; a key is shown once. */
import { Button, Checkbox, Input, makeStyles } from "@fluentui/react-components";
import { AddRegular } from "@fluentui/react-icons/svg/add";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { list, type Schema, send } from "../../api/client.ts";
import { useMay, useOrg } from "../../api/session.tsx";
import { ChoiceBox } from "../../ui/choice.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { type Column, DataTable, pagesOf } from "../../ui/data-table.tsx";
import { FormField } from "../../ui/form.tsx";
import { Time } from "../../ui/format.tsx";
import { Mark } from "../../ui/mark.tsx";
import { inSentence, Name } from "../../ui/name.tsx";
import { RemoveButton } from "../../ui/remove-button.tsx";
import { Section } from "../../ui/section.tsx";
import { ShownOnce } from "../../ui/shown-once.tsx";
import { Empty } from "../../ui/states.tsx";

type ApiKey = Schema<"ApiKey">;
const SCOPES = ["read", "admin", "switch"] as const;
type Scope = (typeof SCOPES)[number];
/** Days until a key ends; none: it works until it is revoked. */
const LIVES = ["", "30", "90", "365"] as const;
/** So long the former key works beside the new one. */
const OVERLAP_SECONDS = 86_400;

const useStyles = makeStyles({ row: { display: "flex", gap: "4px" } });

export function ApiKeys() {
  const { t } = useTranslation();
  const styles = useStyles();
  const org = useOrg();
  const queries = useQueryClient();
  const may = useMay("settings");
  const [dialog, setDialog] = useState<{ does: "make" } | { does: "rotate"; key: ApiKey }>();
  const [secret, setSecret] = useState<string>();
  const pages = pagesOf(useInfiniteQuery({ ...list("/v1/api-keys", {}), enabled: may }));
  const done = async (key?: string): Promise<void> => {
    setSecret(key);
    setDialog(undefined);
    await queries.invalidateQueries();
  };
  const rotate = useMutation({
    mutationFn: (id: string) =>
      send("post", "/v1/api-keys/{id}/rotate", { path: { id }, body: { overlapSeconds: OVERLAP_SECONDS } }),
    onSuccess: async ({ key }) => done(key),
  });
  const time = (at: string | null) => (at === null ? t("settings.keys.never") : <Time at={at} />);
  const columns: Column<ApiKey>[] = [
    {
      key: "name",
      header: t("settings.keys.name"),
      cell: ({ name }) => <Name>{name}</Name>,
      text: ({ name }) => name,
    },
    {
      key: "scopes",
      header: t("settings.keys.scopes"),
      cell: ({ scopes }) => scopes.map((scope) => t(`settings.keys.scopeNames.${scope}`)).join(", "),
      text: ({ scopes }) => scopes.join("; "),
    },
    {
      key: "made",
      header: t("settings.keys.made"),
      cell: ({ createdAt }) => time(createdAt),
      order: (one) => one.createdAt,
    },
    {
      key: "used",
      header: t("settings.keys.used"),
      cell: ({ lastUsedAt }) => time(lastUsedAt),
      order: (one) => one.lastUsedAt ?? "",
    },
    {
      key: "ends",
      header: t("settings.keys.ends"),
      cell: ({ expiresAt }) => time(expiresAt),
      order: (one) => one.expiresAt ?? "",
    },
    {
      key: "state",
      header: t("settings.budgets.state"),
      cell: ({ revokedAt, expiresAt }) =>
        revokedAt !== null ? (
          <Mark tone="neutral">{t("settings.keys.states.revoked")}</Mark>
        ) : expiresAt !== null && Date.parse(expiresAt) < Date.now() ? (
          <Mark tone="neutral">{t("settings.keys.states.ended")}</Mark>
        ) : (
          <Mark tone="good">{t("settings.keys.states.works")}</Mark>
        ),
    },
    {
      key: "does",
      header: "",
      cell: (key) =>
        key.revokedAt === null && (
          <div className={styles.row}>
            <Button
              size="small"
              aria-label={`${t("settings.keys.rotate")}: ${inSentence(key.name)}`}
              onClick={() => setDialog({ does: "rotate", key })}
            >
              {t("settings.keys.rotate")}
            </Button>
            <RemoveButton
              size="small"
              label={t("settings.keys.revoke")}
              of={inSentence(key.name)}
              title={t("settings.keys.revokeTitle", { name: inSentence(key.name) })}
              action={t("settings.keys.revokeAction")}
              remove={() => send("delete", "/v1/api-keys/{id}", { path: { id: key.id } })}
              said={t("settings.keys.revoked")}
            >
              {t("settings.keys.revokeBody")}
            </RemoveButton>
          </div>
        ),
    },
  ];
  if (!may) return <Empty title={t("settings.mayNot")} />;
  return (
    <Section title={t("settings.tabs.keys")}>
      <DataTable
        name="api-keys"
        label={t("settings.tabs.keys")}
        columns={columns}
        rowKey={({ id }) => id}
        tools={
          <Button icon={<AddRegular />} onClick={() => setDialog({ does: "make" })}>
            {t("settings.keys.make")}
          </Button>
        }
        empty={<Empty title={t("settings.keys.empty")}>{t("settings.keys.emptyBody")}</Empty>}
        {...pages}
        rows={pages.rows?.filter(({ organization }) => organization === org)}
      />
      {dialog?.does === "make" && <MakeKey onMade={done} onClose={() => setDialog(undefined)} />}
      {dialog?.does === "rotate" && (
        <ConfirmDialog
          open
          title={t("settings.keys.rotateTitle", { name: inSentence(dialog.key.name) })}
          action={t("settings.keys.rotateAction")}
          busy={rotate.isPending}
          error={rotate.error}
          onConfirm={() => rotate.mutate(dialog.key.id)}
          onClose={() => setDialog(undefined)}
        >
          {t("settings.keys.rotateBody")}
        </ConfirmDialog>
      )}
      {secret !== undefined && (
        <ShownOnce
          title={t("settings.keys.made1")}
          label={t("settings.keys.key")}
          secret={secret}
          onClose={() => setSecret(undefined)}
        />
      )}
    </Section>
  );
}

function MakeKey({ onMade, onClose }: { onMade: (key?: string) => Promise<void>; onClose: () => void }) {
  const { t } = useTranslation();
  const organization = useOrg();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly Scope[]>(["read"]);
  const [days, setDays] = useState<(typeof LIVES)[number]>("365");
  const make = useMutation({
    mutationFn: () =>
      send("post", "/v1/api-keys", {
        body: {
          name: name.trim(),
          scopes: [...scopes],
          organization,
          ...(days === "" ? {} : { expiresAt: new Date(Date.now() + Number(days) * 86_400_000).toISOString() }),
        },
      }),
    onSuccess: async ({ key }) => onMade(key),
  });
  return (
    <ConfirmDialog
      open
      title={t("settings.keys.make")}
      action={t("settings.keys.make")}
      blocked={
        name.trim() === ""
          ? t("settings.keys.needsName")
          : scopes.length === 0
            ? t("settings.keys.needsScope")
            : undefined
      }
      busy={make.isPending}
      error={make.error}
      onConfirm={() => make.mutate()}
      onClose={onClose}
    >
      <FormField label={t("settings.keys.name")} pointer="/name" error={make.error} required>
        <Input value={name} maxLength={128} onChange={(_event, { value }) => setName(value)} />
      </FormField>
      <div role="group" aria-label={t("settings.keys.scopes")}>
        {SCOPES.map((scope) => (
          <div key={scope}>
            <Checkbox
              label={t(`settings.keys.scopeSentences.${scope}`)}
              checked={scopes.includes(scope)}
              onChange={(_event, { checked }) =>
                setScopes(checked === true ? [...scopes, scope] : scopes.filter((one) => one !== scope))
              }
            />
          </div>
        ))}
      </div>
      <FormField label={t("settings.keys.ends")} pointer="/expiresAt" error={make.error}>
        <ChoiceBox
          value={days}
          options={LIVES.map(
            (life) =>
              [
                life,
                life === "" ? t("settings.keys.noEnd") : t("settings.keys.inDays", { count: Number(life) }),
              ] as const,
          )}
          onChange={setDays}
        />
      </FormField>
    </ConfirmDialog>
  );
}
