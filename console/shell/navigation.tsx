/** The navigation: pages by group, as people know them from the admin centres. */
import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import { useOrganization, useSession } from "../api/session.tsx";
import { GROUPS, PAGES } from "../pages.ts";
import { PAGE_ICONS } from "./page-icons.tsx";

const useStyles = makeStyles({
  list: { listStyleType: "none", margin: 0, padding: "0 8px 8px" },
  first: { paddingTop: "8px" },
  group: {
    margin: 0,
    padding: "10px 20px 4px",
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground3,
  },
  link: {
    display: "flex",
    alignItems: "center",
    gap: "10px",
    minHeight: "34px",
    padding: "0 12px",
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: "none",
    ":hover": { backgroundColor: tokens.colorNeutralBackground2Hover },
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}` },
    "& svg": { flexShrink: 0, width: "20px", height: "20px" },
  },
  here: {
    backgroundColor: tokens.colorNeutralBackground1Selected,
    fontWeight: tokens.fontWeightSemibold,
    boxShadow: `inset 3px 0 0 ${tokens.colorCompoundBrandStroke}`,
  },
});

export function Navigation({ onChosen }: { onChosen?: () => void }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const { operator } = useSession();
  const organization = useOrganization();
  const query = operator && organization !== undefined ? `?org=${encodeURIComponent(organization)}` : "";
  const groups = GROUPS.filter((group) => group !== "operator" || operator)
    .map((group) => ({ group, entries: PAGES.filter((entry) => entry.group === group) }))
    .filter(({ entries }) => entries.length > 0);
  return groups.map(({ group, entries }) => (
    <div key={group} role="group" aria-label={t(`shell.groups.${group}`)}>
      {group !== "start" && group !== "help" && (
        <p className={styles.group} aria-hidden>
          {t(`shell.groups.${group}`)}
        </p>
      )}
      <ul className={mergeClasses(styles.list, group === "start" && styles.first)}>
        {entries.map(({ id, path }) => {
          const Icon = PAGE_ICONS[id];
          return (
            <li key={id}>
              <NavLink
                end={path === "/"}
                to={path + query}
                className={({ isActive }) => mergeClasses(styles.link, isActive && styles.here)}
                {...(onChosen ? { onClick: onChosen } : {})}
              >
                <Icon aria-hidden />
                {id === "communicationsCredits" ? t("shell.paths.communicationsCredits") : t(`pages.${id}.title`)}
              </NavLink>
            </li>
          );
        })}
      </ul>
    </div>
  ));
}
