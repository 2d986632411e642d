/** Addresses without a page, and pages that broke. */
import { Button, Link } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import { useNavigate, useRouteError } from "react-router";
import { Empty, Problem } from "../ui/states.tsx";

export function NotFound() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <Empty
      wholePage
      title={t("shell.notFound.title")}
      action={<Button onClick={() => void navigate("/")}>{t("shell.notFound.home")}</Button>}
    >
      {t("shell.notFound.body")}
    </Empty>
  );
}

/** A page that could not be loaded (a newer version was installed meanwhile) or that has a mistake of ours. */
export function PageBroken() {
  const { t } = useTranslation();
  const error = useRouteError();
  return (
    <Empty
      wholePage
      title={t("shell.broken.title")}
      action={<Button onClick={() => location.reload()}>{t("shell.broken.reload")}</Button>}
    >
      <Problem error={error} />
      <Link href="/">{t("shell.notFound.home")}</Link>
    </Empty>
  );
}
