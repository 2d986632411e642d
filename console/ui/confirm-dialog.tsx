/** Asks before what costs money or can not be undone. The button names the effect: "Add 50 USD", not "OK". */
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Spinner,
} from "@fluentui/react-components";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "./states.tsx";

interface ConfirmDialogProps {
  open: boolean;
  title: string;
  /** What will happen, in a sentence. */
  children: ReactNode;
  /** What the button does. */
  action: string;
  /** Why it can not be done now, as a sentence. */
  blocked?: string | undefined;
  busy?: boolean;
  error?: unknown;
  onConfirm: () => void;
  onClose: () => void;
}

export function ConfirmDialog({
  open,
  title,
  children,
  action,
  blocked,
  busy = false,
  error,
  onConfirm,
  onClose,
}: ConfirmDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog open={open} onOpenChange={(_event, { open: stays }) => !stays && !busy && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent>
            {children}
            {error != null && <Problem error={error} />}
          </DialogContent>
          <DialogActions>
            <Button disabled={busy} onClick={onClose}>
              {t("common.cancel")}
            </Button>
            <Button
              appearance="primary"
              disabledFocusable={busy || blocked !== undefined}
              {...(blocked === undefined ? {} : { title: blocked })}
              {...(busy ? { icon: <Spinner size="tiny" role="presentation" aria-hidden /> } : {})}
              onClick={onConfirm}
            >
              {action}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
