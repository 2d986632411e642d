/** Gives a number up: asked first, since it can go to somebody else. */
import { useTranslation } from "react-i18next";
import { send } from "../../api/client.ts";
import { useMay, useOrg } from "../../api/session.tsx";
import { RemoveButton } from "../../ui/remove-button.tsx";

export function ReleaseNumber({ e164, onDone }: { e164: string; onDone: () => void }) {
  const { t } = useTranslation();
  const org = useOrg();
  const may = useMay("voice");
  return (
    <RemoveButton
      label={t("numbers.release.action")}
      title={t("numbers.release.title", { number: e164 })}
      blocked={may ? undefined : t("numbers.mayNot")}
      remove={() => send("delete", "/v1/organizations/{org}/numbers/{e164}", { path: { org, e164 } })}
      said={t("numbers.release.done", { number: e164 })}
      onDone={onDone}
    >
      {t("numbers.release.body")}
    </RemoveButton>
  );
}
