/** Of which roles the holders are told of an event: all sixteen, or those that are chosen. */
import { Button, Checkbox, makeStyles, Switch, Text } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { get } from "../../api/client.ts";
import { useMay } from "../../api/session.tsx";
import { useRoleName } from "../../ui/role-names.ts";
import { Problem } from "../../ui/states.tsx";
import type { Event } from "./events.ts";
import { type Settings, useSaveNotices, withChoice } from "./use-save.ts";

const useStyles = makeStyles({ roles: { maxHeight: "320px", overflowY: "auto" } });

export function ChosenRoles({ event, settings }: { event: Event; settings: Settings }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const may = useMay("settings");
  const roleName = useRoleName();
  const known = useQuery(get("/v1/roles", { query: { limit: 100 } }));
  const kept = settings.events[event]?.roles ?? null;
  const [roles, setRoles] = useState(kept);
  const save = useSaveNotices();
  const changed = JSON.stringify(roles) !== JSON.stringify(kept);
  const blocked = !may ? t("settings.mayNot") : changed ? undefined : t("users.unchanged");
  return (
    <div>
      <Text as="h3" block weight="semibold">
        {t("settings.notices.roles")}
      </Text>
      <Switch
        label={t("settings.notices.useUsual")}
        disabled={!may}
        checked={roles === null}
        onChange={(_event, { checked }) => setRoles(checked ? null : [])}
      />
      {roles !== null && (
        <div role="group" aria-label={t("settings.notices.roles")} className={styles.roles}>
          {(known.data?.items ?? [])
            .filter(({ recipient }) => recipient)
            .map(({ templateId, name }) => (
              <div key={name}>
                <Checkbox
                  label={roleName(name)}
                  disabled={!may}
                  checked={roles.includes(templateId)}
                  onChange={(_event, { checked }) =>
                    setRoles(checked === true ? [...roles, templateId] : roles.filter((role) => role !== templateId))
                  }
                />
              </div>
            ))}
        </div>
      )}
      {save.error !== null && <Problem error={save.error} />}
      <Button
        disabledFocusable={blocked !== undefined || save.isPending}
        {...(blocked === undefined ? {} : { title: blocked })}
        onClick={() => blocked === undefined && save.mutate(withChoice(settings, event, { roles }))}
      >
        {t("settings.notices.saveRoles")}
      </Button>
    </div>
  );
}
