/** Gives a number up: asked first, since it can go to somebody else. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { send } from "../../api/client.ts";
import { useMay, useOrg } from "../../api/session.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { useToast } from "../../ui/toast.tsx";

interface ReleaseNumberProps {
  e164: string;
  onDone: () => void;
  onClose: () => void;
}

export function ReleaseNumber({ e164, onDone, onClose }: ReleaseNumberProps) {
  const { t } = useTranslation();
  const org = useOrg();
  const queries = useQueryClient();
  const toast = useToast();
  const may = useMay("voice");
  const release = useMutation({
    mutationFn: () => send("delete", "/v1/organizations/{org}/numbers/{e164}", { path: { org, e164 } }),
    onSuccess: async () => {
      onClose();
      onDone();
      await queries.invalidateQueries();
      toast.done(t("numbers.release.done", { number: e164 }));
    },
  });
  return (
    <ConfirmDialog
      open
      title={t("numbers.release.title", { number: e164 })}
      action={t("numbers.release.action")}
      blocked={may ? undefined : t("numbers.mayNot")}
      busy={release.isPending}
      error={release.error}
      onConfirm={() => release.mutate()}
      onClose={onClose}
    >
      {t("numbers.release.body")}
    </ConfirmDialog>
  );
}
