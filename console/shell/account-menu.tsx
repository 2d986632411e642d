/** Who is signed in, and the way out. */
import {
  Button,
  makeStyles,
  Menu,
  MenuDivider,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Text,
  tokens,
} from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import { useSession, useSignOut } from "../api/session.tsx";

const useStyles = makeStyles({
  who: { display: "grid", padding: "8px 12px", maxWidth: "280px" },
  initials: {
    display: "grid",
    placeItems: "center",
    width: "30px",
    height: "30px",
    borderRadius: "50%",
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
    backgroundColor: tokens.colorBrandBackground,
    color: tokens.colorNeutralForegroundOnBrand,
  },
  button: { minWidth: "40px", padding: 0 },
  small: { color: tokens.colorNeutralForeground2, overflowWrap: "anywhere" },
});

export function AccountMenu() {
  const { t } = useTranslation();
  const styles = useStyles();
  const { displayName, email, roles, operator } = useSession();
  const signOut = useSignOut();
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="transparent"
          className={styles.button}
          aria-label={t("shell.account", { name: displayName })}
        >
          <span className={styles.initials} aria-hidden>
            {initialsOf(displayName)}
          </span>
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <div className={styles.who}>
          <Text weight="semibold">
            <bdi>{displayName}</bdi>
          </Text>
          <Text size={200} className={styles.small}>
            {email}
          </Text>
          <Text size={200} className={styles.small}>
            {operator ? t("shell.operator") : roles.join(", ")}
          </Text>
        </div>
        <MenuDivider />
        <MenuList>
          <MenuItem onClick={() => signOut.mutate()}>{t("shell.signOut")}</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

/** At most two whole characters, of the first and the last word. */
function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : words;
  return chosen.map((word = "") => [...word][0] ?? "").join("");
}
