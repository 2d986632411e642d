/** The states that every page has: loading, empty, refused, failed, out of date. */
import {
  Button,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  Skeleton,
  SkeletonItem,
  Text,
  tokens,
} from "@fluentui/react-components";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, isOffline } from "../api/problem.ts";
import { Time, useFormat } from "./format.tsx";
import { useRoleName } from "./role-names.ts";
import { useSaid } from "./said.ts";

const useStyles = makeStyles({
  page: { display: "grid", gap: tokens.spacingVerticalL, padding: "24px" },
  lines: { display: "grid", gap: tokens.spacingVerticalM },
  empty: {
    display: "grid",
    justifyItems: "center",
    textAlign: "center",
    gap: tokens.spacingVerticalM,
    padding: "48px 16px",
    color: tokens.colorNeutralForeground2,
  },
  title: { margin: 0 },
  sentence: { maxWidth: "52ch" },
});

export function SkeletonLines({ lines = 5 }: { lines?: number }) {
  const { t } = useTranslation();
  const styles = useStyles();
  return (
    <Skeleton aria-label={t("common.loading")} className={styles.lines}>
      {Array.from({ length: lines }, (_, i) => (
        <SkeletonItem key={i} size={24} />
      ))}
    </Skeleton>
  );
}

export function SkeletonPage() {
  const { t } = useTranslation();
  return (
    <Skeleton aria-label={t("common.loading")} className={useStyles().page}>
      <SkeletonItem size={28} style={{ width: "240px" }} />
      <SkeletonItem size={16} style={{ width: "min(480px, 100%)" }} />
      <SkeletonItem style={{ height: "160px" }} />
      <SkeletonItem style={{ height: "240px" }} />
    </Skeleton>
  );
}

interface EmptyProps {
  title: string;
  /** It is all that the page shows: its title is the page's heading. */
  wholePage?: boolean;
  children?: ReactNode;
  action?: ReactNode;
}

/** What will be here, and the one button that begins it. */
export function Empty({ title, wholePage = false, children, action }: EmptyProps) {
  const styles = useStyles();
  return (
    <div className={styles.empty}>
      <Text as={wholePage ? "h1" : "p"} className={styles.title} weight="semibold" size={400}>
        {title}
      </Text>
      {children !== undefined && <div className={styles.sentence}>{children}</div>}
      {action}
    </div>
  );
}

/** The person's role does not allow it: which ones do. */
export function Refused({ by }: { by?: ApiError }) {
  const { t } = useTranslation();
  const { list } = useFormat();
  const roleName = useRoleName();
  const roles = Array.isArray(by?.body["roles"]) ? by.body["roles"].map(String) : [];
  return (
    <Empty title={t("common.refused.title")}>
      {t("common.refused.body")}
      {roles.length > 0 && <p>{t("common.refused.roles", { roles: list(roles.map(roleName)) })}</p>}
    </Empty>
  );
}

/** What the server said against a request, with its code to hand on. */
export function Problem({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  const said = useSaid();
  const code = error instanceof ApiError ? error.code : undefined;
  return (
    <MessageBar intent="error" layout="multiline" role="alert">
      <MessageBarBody>
        <MessageBarTitle>{t("common.failed.title")}</MessageBarTitle>
        {said.problem(error)}
        {code !== undefined && ` (${code})`}
      </MessageBarBody>
      {retry && (
        <MessageBarActions>
          <Button size="small" onClick={retry}>
            {t("common.failed.retry")}
          </Button>
        </MessageBarActions>
      )}
    </MessageBar>
  );
}

/** Shown above what is still there from before, when asking again has failed. */
export function PartlyFailed({ error, since, retry }: { error: unknown; since: number; retry: () => void }) {
  const { t } = useTranslation();
  const said = useSaid();
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        {t("common.failed.partly")} <Time at={new Date(since).toISOString()} />.{" "}
        {!isOffline(error) && said.problem(error)}
      </MessageBarBody>
      <MessageBarActions>
        <Button size="small" onClick={retry}>
          {t("common.failed.retry")}
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
}

/**
 * `<Loaded query={useQuery(…)}>{(data) => …}</Loaded>`: the children when there is something to show, and the fitting
 * state when there is not.
 */
export function Loaded<T>({
  query,
  skeleton = <SkeletonLines />,
  children,
}: {
  query: UseQueryResult<T>;
  skeleton?: ReactNode;
  children: (data: T) => ReactNode;
}) {
  const { data, error, dataUpdatedAt } = query;
  const retry = (): void => void query.refetch();
  if (data !== undefined) {
    return (
      <>
        {error !== null && <PartlyFailed error={error} since={dataUpdatedAt} retry={retry} />}
        {children(data)}
      </>
    );
  }
  if (error instanceof ApiError && error.status === 403) return <Refused by={error} />;
  if (error !== null) return <Problem error={error} retry={retry} />;
  return skeleton;
}
