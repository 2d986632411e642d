/** Asks the switch to end a call, after asking the person. */
import { Button, Tooltip } from "@fluentui/react-components";
import { CallEndRegular } from "@fluentui/react-icons/svg/call-end";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { send } from "../../api/client.ts";
import { useMay } from "../../api/session.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { useToast } from "../../ui/toast.tsx";
import type { Call } from "./story.ts";

export function HangUp({ call, small = false }: { call: Call; small?: boolean }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const toast = useToast();
  const may = useMay("voice");
  const [asking, setAsking] = useState(false);
  const hangUp = useMutation({
    mutationFn: () => send("post", "/v1/calls/{callId}/hang-up", { path: { callId: call.callId }, body: {} }),
    onSuccess: async () => {
      setAsking(false);
      toast.done(t("calls.hangUp.asked"));
      await queries.invalidateQueries();
    },
  });
  const button = (
    <Button
      icon={<CallEndRegular />}
      {...(small ? { size: "small" as const } : {})}
      style={{ whiteSpace: "nowrap" }}
      disabledFocusable={!may}
      onClick={() => may && setAsking(true)}
    >
      {t("calls.hangUp.button")}
    </Button>
  );
  return (
    <>
      {may ? (
        button
      ) : (
        <Tooltip relationship="description" content={t("calls.hangUp.mayNot")}>
          {button}
        </Tooltip>
      )}
      <ConfirmDialog
        open={asking}
        title={t("calls.hangUp.title")}
        action={t("calls.hangUp.button")}
        busy={hangUp.isPending}
        error={hangUp.error}
        onConfirm={() => hangUp.mutate()}
        onClose={() => setAsking(false)}
      >
        <p>{t("calls.hangUp.body", { from: call.user ?? call.from, to: call.to })}</p>
      </ConfirmDialog>
    </>
  );
}
