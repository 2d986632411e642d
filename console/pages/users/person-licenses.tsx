/** All licences of one person as boxes, saved together; what a rule gives only the rule can take. */
import { Button, Checkbox } from "@fluentui/react-components";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { get, type Schema, send } from "../../api/client.ts";
import { useMay, useOrg } from "../../api/session.tsx";
import { Form, SubmitButton } from "../../ui/form.tsx";
import { useLicenseName } from "../../ui/license-names.ts";
import { Section } from "../../ui/section.tsx";
import { Loaded } from "../../ui/states.tsx";
import { useToast } from "../../ui/toast.tsx";

export function PersonLicenses({ user }: { user: Schema<"User"> }) {
  const { t } = useTranslation();
  const org = useOrg();
  const queries = useQueryClient();
  const toast = useToast();
  const licenseName = useLicenseName();
  const may = useMay("licenses");
  const licenses = useQuery(get("/v1/organizations/{org}/licenses", { path: { org }, query: { limit: 500 } }));
  // What differs from what is held, so that a change of others meanwhile is kept.
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const isHeld = (sku: string): boolean => user.licenses.includes(sku);
  const save = useMutation({
    mutationFn: () =>
      send("post", "/v1/organizations/{org}/license-assignments", {
        path: { org },
        body: {
          users: [user.userPrincipalName],
          add: [...toggled].filter((sku) => !isHeld(sku)),
          remove: [...toggled].filter(isHeld),
        },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      setToggled(new Set());
      toast.done(t("users.licenses.saved"));
    },
  });
  const toggle = (sku: string): void => {
    const next = new Set(toggled);
    if (!next.delete(sku)) next.add(sku);
    setToggled(next);
  };
  const blocked = !may ? t("users.mayNotAssign") : toggled.size === 0 ? t("users.unchanged") : undefined;
  return (
    <Section title={t("users.columns.licenses")}>
      <Loaded query={licenses}>
        {({ items }) => (
          <Form
            error={save.error}
            onSubmit={() => blocked === undefined && !save.isPending && save.mutate()}
            buttons={
              <>
                <SubmitButton primary={toggled.size > 0} busy={save.isPending} blocked={blocked}>
                  {t("users.save")}
                </SubmitButton>
                {toggled.size > 0 && <Button onClick={() => setToggled(new Set())}>{t("common.cancel")}</Button>}
              </>
            }
          >
            <div role="group" aria-label={t("users.columns.licenses")}>
              {items.map(({ skuPartNumber: sku, displayName, free, unlimited }) => {
                const left = unlimited ? t("licenses.unlimited") : t("licenses.freeCount", { count: free ?? 0 });
                const note = user.ruleLicenses.includes(sku) ? t("users.licenses.byRule") : left;
                return (
                  <div key={sku}>
                    <Checkbox
                      label={`${licenseName(sku, displayName)} (${note})`}
                      disabled={!may || user.ruleLicenses.includes(sku)}
                      checked={isHeld(sku) !== toggled.has(sku)}
                      onChange={() => toggle(sku)}
                    />
                  </div>
                );
              })}
            </div>
          </Form>
        )}
      </Loaded>
    </Section>
  );
}
