/** The list: found by name, licence, country …, with the credits licence switched on and off in the row. */
import { Button, makeStyles, Switch } from "@fluentui/react-components";
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get, type Init, list, type Schema, send } from "../../api/client.ts";
import { useMay, useOrg } from "../../api/session.tsx";
import { usePanel } from "../../ui/address.ts";
import { Choice } from "../../ui/choice.tsx";
import { type Column, DataTable, pagesOf } from "../../ui/data-table.tsx";
import { useFormat } from "../../ui/format.tsx";
import { CREDITS_LICENSE, CREDITS_LICENSES, useLicenseName } from "../../ui/license-names.ts";
import { inSentence, Name } from "../../ui/name.tsx";
import { useRoleName } from "../../ui/role-names.ts";
import { SearchField } from "../../ui/search-field.tsx";
import { Empty } from "../../ui/states.tsx";
import { useToast } from "../../ui/toast.tsx";
import { Person } from "./person.tsx";

type User = Schema<"User">;
type Assign = NonNullable<Init<"/v1/organizations/{org}/license-assignments", "post">["body"]>;
type Filter = NonNullable<Assign["filter"]>;

export const USER_FILTERS = {
  tab: "people",
  search: "",
  needs: "",
  license: "",
  missingLicense: "",
  usageLocation: "",
  kind: "",
  costCenter: "",
};
export type UserFilters = typeof USER_FILTERS;

const useStyles = makeStyles({
  licenses: { display: "inline-block", minWidth: "220px" },
});

/** What of the filters the API asks for; nothing of it: everybody. */
export const filterOf = ({ tab: _tab, ...filters }: UserFilters): Filter =>
  Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ""));

interface PeopleProps {
  filters: UserFilters;
  onFilters: (change: Partial<UserFilters>) => void;
  /** Principal names. */
  chosen: ReadonlySet<string>;
  onChosen: (chosen: ReadonlySet<string>) => void;
}

export function People({ filters, onFilters, chosen, onChosen }: PeopleProps) {
  const { t } = useTranslation();
  const org = useOrg();
  const styles = useStyles();
  const { country, list: listed } = useFormat();
  const licenseName = useLicenseName();
  // The credits licence has a column of its own.
  const plansOf = (skus: readonly string[]): string =>
    listed(skus.filter((sku) => !CREDITS_LICENSES.includes(sku)).map((sku) => licenseName(sku)));
  const mayAssign = useMay("licenses");
  const { shown, open, close } = usePanel();
  const roleName = useRoleName();
  const query = useInfiniteQuery({
    ...list("/v1/organizations/{org}/users", { path: { org }, query: filterOf(filters) }),
    placeholderData: keepPreviousData,
  });
  const columns: Column<User>[] = [
    {
      key: "name",
      header: t("users.columns.name"),
      cell: ({ displayName }) => <Name>{displayName}</Name>,
      text: ({ displayName }) => displayName,
    },
    {
      key: "principalName",
      header: t("users.columns.principalName"),
      cell: ({ userPrincipalName }) => <Name>{userPrincipalName}</Name>,
      text: ({ userPrincipalName }) => userPrincipalName,
    },
    {
      key: "credits",
      header: licenseName(CREDITS_LICENSE),
      cell: (user) => <CreditsSwitch user={user} />,
      text: (user) => t(holdsCredits(user) ? "users.yes" : "users.no"),
    },
    {
      key: "licenses",
      header: t("users.columns.licenses"),
      cell: ({ licenses }) => <span className={styles.licenses}>{plansOf(licenses)}</span>,
      text: ({ licenses }) => licenses.join("; "),
    },
    {
      key: "numbers",
      header: t("users.columns.numbers"),
      cell: ({ numbers }) => numbers.join(", "),
      text: ({ numbers }) => numbers.join("; "),
    },
    {
      key: "usageLocation",
      header: t("users.columns.usageLocation"),
      cell: ({ usageLocation }) => country(usageLocation),
      text: ({ usageLocation }) => country(usageLocation),
    },
    {
      key: "costCenter",
      header: t("users.columns.costCenter"),
      cell: ({ costCenter }) => costCenter ?? "",
      text: ({ costCenter }) => costCenter ?? "",
    },
    {
      key: "kind",
      header: t("users.columns.kind"),
      hidden: true,
      cell: ({ kind }) => t(`users.kinds.${kind}`),
      text: ({ kind }) => t(`users.kinds.${kind}`),
    },
    {
      key: "roles",
      header: t("users.columns.roles"),
      hidden: true,
      cell: ({ roles }) => listed(roles.map(roleName)),
      text: ({ roles }) => roles.map(roleName).join("; "),
    },
    {
      key: "dialOutPolicy",
      header: t("users.columns.policy"),
      hidden: true,
      cell: ({ dialOutPolicy }) => dialOutPolicy ?? t("users.person.organizationPolicy"),
      text: ({ dialOutPolicy }) => dialOutPolicy ?? "",
    },
  ];
  const filtered = Object.keys(filterOf(filters)).length > 0;
  const none = Object.fromEntries(Object.keys(filterOf(filters)).map((name) => [name, ""]));
  return (
    <>
      <DataTable
        name="users"
        label={t("users.tabs.people")}
        columns={columns}
        rowKey={({ userPrincipalName }) => userPrincipalName}
        onOpen={({ userPrincipalName }) => open(userPrincipalName)}
        opened={shown}
        {...(mayAssign && {
          choice: {
            chosen,
            onChosen,
            name: ({ displayName }: User) => t("users.choose", { name: inSentence(displayName) }),
          },
        })}
        tools={<UserFilterFields filters={filters} onFilters={onFilters} />}
        empty={
          <Empty
            title={t(filtered ? "users.noMatch" : "users.empty")}
            action={filtered && <Button onClick={() => onFilters(none)}>{t("users.filters.clear")}</Button>}
          >
            {t(filtered ? "users.noMatchBody" : "users.emptyBody")}
          </Empty>
        }
        {...pagesOf(query)}
      />
      <Person key={shown} principalName={shown} onClose={close} />
    </>
  );
}

const holdsCredits = ({ licenses }: User): boolean => licenses.some((sku) => CREDITS_LICENSES.includes(sku));

function CreditsSwitch({ user }: { user: User }) {
  const { t } = useTranslation();
  const org = useOrg();
  const queries = useQueryClient();
  const toast = useToast();
  const may = useMay("licenses");
  const held = user.licenses.filter((sku) => CREDITS_LICENSES.includes(sku));
  const byRule = held.some((sku) => user.ruleLicenses.includes(sku));
  const name = inSentence(user.displayName);
  const change = useMutation({
    mutationFn: async (on: boolean) =>
      send("post", "/v1/organizations/{org}/license-assignments", {
        path: { org },
        body: { users: [user.userPrincipalName], ...(on ? { add: [CREDITS_LICENSE] } : { remove: held }) },
      }),
    onSuccess: async (_answer, on) => {
      await queries.invalidateQueries();
      toast.done(t(on ? "users.credits.given" : "users.credits.taken", { name }));
    },
    onError: (error) => toast.failed(error),
  });
  const why = !may ? t("users.mayNotAssign") : byRule ? t("users.credits.byRule") : undefined;
  return (
    <Switch
      aria-label={t("users.credits.switch", { name })}
      checked={change.isPending ? change.variables : held.length > 0}
      disabled={why !== undefined || change.isPending}
      {...(why === undefined ? {} : { title: why, "aria-description": why })}
      onChange={(_event, { checked }) => change.mutate(checked)}
    />
  );
}

interface UserFilterProps {
  filters: UserFilters;
  onFilters: (change: Partial<UserFilters>) => void;
}

function UserFilterFields({ filters, onFilters }: UserFilterProps) {
  const { t } = useTranslation();
  const org = useOrg();
  const licenseName = useLicenseName();
  const { country } = useFormat();
  const path = { org };
  const licenses = useQuery(get("/v1/organizations/{org}/licenses", { path, query: { limit: 500 } }));
  const costCenters = useQuery(get("/v1/organizations/{org}/cost-centers", { path, query: { limit: 500 } }));
  const skus = (licenses.data?.items ?? []).map(
    ({ skuPartNumber, displayName }) => [skuPartNumber, licenseName(skuPartNumber, displayName)] as const,
  );
  const locations = [
    ...new Set([...(licenses.data?.items ?? []).flatMap(({ pools }) => pools.map((pool) => pool.usageLocation))]),
  ].filter((code) => /^[A-Z]{2}$/.test(code));
  if (filters.usageLocation !== "" && !locations.includes(filters.usageLocation)) locations.push(filters.usageLocation);
  const any = ["", t("users.filters.any")] as const;
  return (
    <>
      <SearchField
        label={t("users.filters.search")}
        value={filters.search}
        onChange={(search) => onFilters({ search })}
      />
      <Choice
        label={t("users.filters.needs")}
        value={filters.needs}
        options={[any, ["credits-license", t("users.filters.needsCredits")]]}
        onChange={(needs) => onFilters({ needs })}
      />
      <Choice
        label={t("users.filters.license")}
        value={filters.license}
        options={[any, ...skus]}
        onChange={(license) => onFilters({ license })}
      />
      <Choice
        label={t("users.filters.missingLicense")}
        value={filters.missingLicense}
        options={[any, ...skus]}
        onChange={(missingLicense) => onFilters({ missingLicense })}
      />
      <Choice
        label={t("users.columns.usageLocation")}
        value={filters.usageLocation}
        options={[any, ...locations.map((code) => [code, country(code)] as const)]}
        onChange={(usageLocation) => onFilters({ usageLocation })}
      />
      <Choice
        label={t("users.columns.kind")}
        value={filters.kind}
        options={[any, ["person", t("users.kinds.person")], ["resource-account", t("users.kinds.resource-account")]]}
        onChange={(kind) => onFilters({ kind })}
      />
      <Choice
        label={t("users.columns.costCenter")}
        value={filters.costCenter}
        options={[any, ...(costCenters.data?.items ?? []).map(({ id, displayName }) => [id, displayName] as const)]}
        onChange={(costCenter) => onFilters({ costCenter })}
      />
    </>
  );
}
