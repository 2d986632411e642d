/** The frame around every page: top bar, navigation at the left (on a phone behind a button), the page. */
import { Button, Link, makeStyles, MessageBar, MessageBarBody, Spinner, tokens } from "@fluentui/react-components";
import { NavigationRegular } from "@fluentui/react-icons/svg/navigation";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Outlet, useLocation, useNavigation } from "react-router";
import { Live, useLiveness } from "../api/live.tsx";
import { RequireSession, useOrganization, useOrganizationInAddress, useSession } from "../api/session.tsx";
import { PAGES } from "../pages.ts";
import { Empty, SkeletonPage } from "../ui/states.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { LiveMark } from "./live-mark.tsx";
import { Navigation } from "./navigation.tsx";
import { OrganizationSwitcher } from "./organization-switcher.tsx";
import { PreferenceMenus } from "./preference-menus.tsx";
import { Search } from "./search.tsx";
import { SignedOut } from "./signed-out.tsx";

const NavigationDrawer = lazy(async () => ({ default: (await import("./navigation-drawer.tsx")).NavigationDrawer }));

const NARROW = "@media (max-width: 860px)";

const useStyles = makeStyles({
  root: {
    display: "grid",
    gridTemplateRows: "auto 1fr",
    height: "100dvh",
    backgroundColor: tokens.colorNeutralBackground2,
  },
  skip: {
    position: "absolute",
    left: "-9999px",
    ":focus": { left: "8px", top: "8px", zIndex: 10, backgroundColor: tokens.colorNeutralBackground1, padding: "8px" },
  },
  bar: {
    display: "flex",
    alignItems: "center",
    gap: "8px",
    padding: "0 12px",
    minHeight: "48px",
    backgroundColor: tokens.colorNeutralBackground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    [NARROW]: { flexWrap: "wrap", paddingBottom: "6px" },
  },
  brand: {
    display: "flex",
    alignItems: "center",
    gap: "8px",
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground1,
    marginRight: "8px",
  },
  search: {
    flexGrow: 1,
    display: "flex",
    justifyContent: "center",
    minWidth: 0,
    [NARROW]: { order: 5, flexBasis: "100%" },
  },
  switcher: { [NARROW]: { order: 4, flexBasis: "100%" } },
  spring: { display: "none", [NARROW]: { display: "block", flexGrow: 1 } },
  menu: { display: "none", [NARROW]: { display: "inline-flex" } },
  body: {
    display: "grid",
    gridTemplateColumns: "248px minmax(0, 1fr)",
    minHeight: 0,
    [NARROW]: { gridTemplateColumns: "minmax(0, 1fr)" },
  },
  navigation: {
    overflowY: "auto",
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
    [NARROW]: { display: "none" },
  },
  main: { overflowY: "auto", minWidth: 0, outlineStyle: "none", position: "relative" },
  busy: { position: "absolute", top: "12px", right: "12px" },
});

export function Shell() {
  return (
    <RequireSession otherwise={<SignedOut />}>
      <Live>
        <Frame />
      </Live>
    </RequireSession>
  );
}

function Frame() {
  const { t } = useTranslation();
  const styles = useStyles();
  const session = useSession();
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const [menuOpen, setMenuOpen] = useState(false);
  const liveness = useLiveness();
  const leaving = useNavigation().state !== "idle";
  useOrganizationInAddress();

  // A new page is read from its top, by eye and by screen reader.
  const last = useRef(pathname);
  useEffect(() => {
    if (last.current === pathname) return;
    last.current = pathname;
    setMenuOpen(false);
    main.current?.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [pathname]);

  return (
    <div className={styles.root}>
      <header className={styles.bar}>
        <Link className={styles.skip} href="#main" onClick={() => main.current?.focus()}>
          {t("shell.skip")}
        </Link>
        <Button
          className={styles.menu}
          appearance="subtle"
          icon={<NavigationRegular />}
          aria-label={t("shell.openNavigation")}
          onClick={() => setMenuOpen(true)}
        />
        <span className={styles.brand}>
          <img src="/talktime.svg" width="24" height="24" alt="" />
          Talktime
        </span>
        {session.operator && (
          <div className={styles.switcher}>
            <OrganizationSwitcher />
          </div>
        )}
        <div className={styles.search}>
          <Search />
        </div>
        <div className={styles.spring} />
        <LiveMark />
        <PreferenceMenus />
        <AccountMenu />
      </header>
      <div className={styles.body}>
        <nav className={styles.navigation} aria-label={t("shell.navigation")}>
          <Navigation />
        </nav>
        <main ref={main} id="main" className={styles.main} tabIndex={-1}>
          {liveness.state === "offline" && (
            <MessageBar intent="warning" layout="multiline">
              <MessageBarBody>{t("shell.live.offlineSentence")}</MessageBarBody>
            </MessageBar>
          )}
          {leaving && <Spinner className={styles.busy} size="tiny" aria-label={t("common.loading")} />}
          <Suspense fallback={<SkeletonPage />}>
            <PageOfOrganization />
          </Suspense>
        </main>
      </div>
      {menuOpen && (
        <Suspense>
          <NavigationDrawer onClose={() => setMenuOpen(false)} />
        </Suspense>
      )}
    </div>
  );
}

/** Another organisation is another page: nothing of the one before stays in its forms. */
function PageOfOrganization() {
  const { t } = useTranslation();
  const organization = useOrganization();
  const { pathname } = useLocation();
  const entry = PAGES.find(({ path }) => path === pathname);
  if (entry?.needsOrganization && organization === undefined) {
    return (
      <Empty wholePage title={t("shell.chooseOrganization.title")}>
        {t("shell.chooseOrganization.body")}
      </Empty>
    );
  }
  return <Outlet key={organization} />;
}
