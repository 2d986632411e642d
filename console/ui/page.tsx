/** The frame of a page: breadcrumb, heading, the sentence that says what it is for, command bar, body. */
import { Breadcrumb, BreadcrumbDivider, BreadcrumbItem, makeStyles, Text, tokens } from "@fluentui/react-components";
import { Fragment, type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { type PageId, pageOf } from "../pages.ts";

const useStyles = makeStyles({
  page: {
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalL,
    padding: "16px 32px 48px",
    maxWidth: "1440px",
    boxSizing: "border-box",
    "@media (max-width: 640px)": { padding: "12px 16px 48px" },
  },
  crumbs: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200, minHeight: "20px" },
  heading: {
    margin: 0,
    fontSize: tokens.fontSizeHero700,
    lineHeight: tokens.lineHeightHero700,
    fontWeight: tokens.fontWeightSemibold,
    textWrap: "balance",
  },
  sentence: { color: tokens.colorNeutralForeground2, marginTop: "4px", maxWidth: "80ch", display: "block" },
  commands: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalS, alignItems: "center" },
});

export interface PageProps {
  /** Title, sentence and place come from its row in pages.ts and its words in locales/<language>/pages.ts. */
  id: PageId;
  /** Buttons, the primary one first. */
  commands?: ReactNode;
  /** Something to know before anything else, such as a failed recharge. */
  notice?: ReactNode;
  children: ReactNode;
}

export function Page({ id, commands, notice, children }: PageProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  const title = t(`pages.${id}.title`);
  const path = usePathTo(id);
  useEffect(() => {
    document.title = `${title} · Talktime`;
  }, [title]);
  return (
    <div className={styles.page}>
      <header>
        {path.length > 0 && (
          <Breadcrumb size="small" className={styles.crumbs} aria-label={t("shell.breadcrumb")}>
            {path.map((step) => (
              <Fragment key={step}>
                <BreadcrumbItem>{step}</BreadcrumbItem>
                <BreadcrumbDivider />
              </Fragment>
            ))}
            <BreadcrumbItem>
              <span aria-current="page">{title}</span>
            </BreadcrumbItem>
          </Breadcrumb>
        )}
        <h1 className={styles.heading}>{title}</h1>
        <Text className={styles.sentence}>{t(`pages.${id}.sentence`)}</Text>
      </header>
      {notice}
      {commands !== undefined && (
        <div className={styles.commands} role="group" aria-label={t("shell.commands")}>
          {commands}
        </div>
      )}
      {children}
    </div>
  );
}

/** Where the page is, outermost first: "Billing", "Your products". */
function usePathTo(id: PageId): string[] {
  const { t } = useTranslation();
  const { group } = pageOf(id);
  if (group === "start" || group === "help") return [];
  const top = t(`shell.groups.${group}`);
  if (id === "communicationsCredits") return [top, t("shell.paths.communicationsCredits")];
  return group === "reports" ? [top, t("shell.paths.reports")] : [top];
}
