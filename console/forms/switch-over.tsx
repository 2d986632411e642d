/** One click for what a move to a customer agreement leaves undone: pay-as-you-go on, auto-recharge off. */
import { Button } from "@fluentui/react-components";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Schema, send } from "../api/client.ts";
import { useMay, useOrg } from "../api/session.tsx";
import { useToast } from "../ui/toast.tsx";

type Undone = Pick<Schema<"PayAsYouGo">, "enabled" | "autoRechargeLeftOn">;

/** What has been left undone; undefined: nothing. */
export const undoneOf = ({ enabled, autoRechargeLeftOn }: Undone): "both" | "recharge" | "billing" | undefined =>
  autoRechargeLeftOn ? (enabled ? "recharge" : "both") : enabled ? undefined : "billing";

export function SwitchOver({ undone }: { undone: "both" | "recharge" | "billing" }) {
  const { t } = useTranslation();
  const org = useOrg();
  const may = useMay("fund");
  const queries = useQueryClient();
  const toast = useToast();
  const change = useMutation({
    mutationFn: () => send("post", "/v1/organizations/{org}/pay-as-you-go/switch-over", { path: { org }, body: {} }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      toast.done(t("credits.postUsage.switched"));
    },
    onError: (error) => toast.failed(error),
  });
  return (
    <Button
      size="small"
      disabledFocusable={!may || change.isPending}
      {...(may ? {} : { title: t("credits.recharge.mayNot") })}
      onClick={() => may && !change.isPending && change.mutate()}
    >
      {t(`credits.postUsage.mend.${undone}`)}
    </Button>
  );
}
