/** A secret that the server tells once: to be copied now, or made anew. */
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Textarea,
} from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import { useToast } from "./toast.tsx";

interface ShownOnceProps {
  title: string;
  /** What the secret is called. */
  label: string;
  secret: string;
  onClose: () => void;
}

export function ShownOnce({ title, label, secret, onClose }: ShownOnceProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(secret);
      toast.done(t("settings.once.copied"));
    } catch {
      toast.failed(t("settings.once.notCopied"));
    }
  };
  return (
    <Dialog open modalType="alert">
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent>
            <Field label={label} hint={t("settings.once.hint")}>
              <Textarea readOnly value={secret} rows={Math.min(10, secret.split("\n").length + 1)} />
            </Field>
          </DialogContent>
          <DialogActions>
            <Button onClick={() => void copy()}>{t("settings.once.copy")}</Button>
            <Button appearance="primary" onClick={onClose}>
              {t("settings.once.kept")}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
