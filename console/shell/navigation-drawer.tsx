/** The navigation on a phone: over the page, fetched when it is first asked for. */
import { OverlayDrawer } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import { Navigation } from "./navigation.tsx";

export function NavigationDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <OverlayDrawer open position="start" onOpenChange={(_event, { open }) => !open && onClose()}>
      <nav aria-label={t("shell.navigation")}>
        <Navigation onChosen={onClose} />
      </nav>
    </OverlayDrawer>
  );
}
