/** Gives the Communications Credits license to the people whose calls may need it: all of them ticked already. */
import { Checkbox, makeStyles, Text } from "@fluentui/react-components";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { get, send } from "../api/client.ts";
import { useMay, useOrg } from "../api/session.tsx";
import { Form, SubmitButton } from "../ui/form.tsx";
import { Loaded } from "../ui/states.tsx";
import { useToast } from "../ui/toast.tsx";

const CREDITS_LICENSE = "MCOPSTNC";
/** Whoever is beyond it is shown once these have the license. */
const SHOWN = 200;

const useStyles = makeStyles({
  people: {
    display: "grid",
    gridTemplateColumns: "repeat(auto-fill, minmax(min(240px, 100%), 1fr))",
    maxHeight: "320px",
    overflowY: "auto",
  },
});

export function AssignCredits({ onDone }: { onDone?: () => void }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const path = { org: useOrg() };
  const may = useMay("licenses");
  const toast = useToast();
  const queries = useQueryClient();
  const [unticked, setUnticked] = useState<ReadonlySet<string>>(new Set());
  const needing = useQuery({
    ...get("/v1/organizations/{org}/users", { path, query: { needs: "credits-license", limit: SHOWN } }),
    enabled: may,
  });
  const assign = useMutation({
    mutationFn: (users: string[]) =>
      send("post", "/v1/organizations/{org}/license-assignments", { path, body: { users, add: [CREDITS_LICENSE] } }),
    onSuccess: async ({ changed }) => {
      await queries.invalidateQueries();
      toast.done(t("purchase.assign.done", { count: changed }));
      onDone?.();
    },
  });
  if (!may) return <Text>{t("purchase.assign.mayNot")}</Text>;
  return (
    <Loaded query={needing}>
      {({ items, nextCursor }) => {
        if (items.length === 0) return <Text>{t("purchase.assign.nobody")}</Text>;
        const chosen = items.map((user) => user.userPrincipalName).filter((name) => !unticked.has(name));
        const tick = (name: string, ticked: boolean): void =>
          setUnticked((old) => new Set(ticked ? [...old].filter((one) => one !== name) : [...old, name]));
        return (
          <Form
            error={assign.error}
            onSubmit={() => chosen.length > 0 && !assign.isPending && assign.mutate(chosen)}
            buttons={
              <SubmitButton
                busy={assign.isPending}
                blocked={chosen.length === 0 ? t("purchase.assign.nobodyTicked") : undefined}
              >
                {t("purchase.assign.button", { count: chosen.length })}
              </SubmitButton>
            }
          >
            <Text>
              {t(nextCursor === null ? "purchase.assign.sentence" : "purchase.assign.first", { count: SHOWN })}
            </Text>
            <div className={styles.people} role="group" aria-label={t("purchase.assign.people")}>
              {items.map(({ userPrincipalName, displayName }) => (
                <Checkbox
                  key={userPrincipalName}
                  label={<bdi>{displayName}</bdi>}
                  title={userPrincipalName}
                  checked={!unticked.has(userPrincipalName)}
                  onChange={(_event, { checked }) => tick(userPrincipalName, checked === true)}
                />
              ))}
            </div>
          </Form>
        );
      }}
    </Loaded>
  );
}
