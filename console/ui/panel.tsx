/** One thing in detail at the right, with its own address (usePanel), so that the list stays where it is. */
import {
  Button,
  DrawerBody,
  DrawerFooter,
  DrawerHeader,
  DrawerHeaderTitle,
  makeStyles,
  OverlayDrawer,
  tokens,
} from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons/svg/dismiss";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

const useStyles = makeStyles({
  panel: { width: "min(560px, 100vw)" },
  body: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalL, paddingBottom: "24px" },
});

interface PanelProps {
  open: boolean;
  title: string;
  onClose: () => void;
  /** Buttons at the foot. */
  actions?: ReactNode;
  children: ReactNode;
}

export function Panel({ open, title, onClose, actions, children }: PanelProps) {
  const { t } = useTranslation();
  const styles = useStyles();
  return (
    <OverlayDrawer
      open={open}
      position="end"
      className={styles.panel}
      onOpenChange={(_event, { open: stays }) => !stays && onClose()}
    >
      <DrawerHeader>
        <DrawerHeaderTitle
          action={
            <Button appearance="subtle" icon={<DismissRegular />} aria-label={t("common.close")} onClick={onClose} />
          }
        >
          {title}
        </DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody>
        <div className={styles.body}>{children}</div>
      </DrawerBody>
      {actions !== undefined && <DrawerFooter>{actions}</DrawerFooter>}
    </OverlayDrawer>
  );
}
