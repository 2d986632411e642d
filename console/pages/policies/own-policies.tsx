/** People, each with the policy that holds for them, changed in the row. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get, list, type Schema, send } from "../../api/client.ts";
import { useMay, useOrg } from "../../api/session.tsx";
import { useFilters } from "../../ui/address.ts";
import { ChoiceBox } from "../../ui/choice.tsx";
import { type Column, DataTable, pagesOf } from "../../ui/data-table.tsx";
import { useFormat } from "../../ui/format.tsx";
import { inSentence, Name } from "../../ui/name.tsx";
import { usePolicyName } from "../../ui/policy-names.ts";
import { SearchField } from "../../ui/search-field.tsx";
import { Empty } from "../../ui/states.tsx";
import { useToast } from "../../ui/toast.tsx";

type User = Schema<"User">;

export function OwnPolicies() {
  const { t } = useTranslation();
  const org = useOrg();
  const { country } = useFormat();
  const [{ search }, setFilters] = useFilters({ search: "" });
  const query = useInfiniteQuery({
    ...list("/v1/organizations/{org}/users", {
      path: { org },
      query: { kind: "person", ...(search === "" ? {} : { search }) },
    }),
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
      key: "usageLocation",
      header: t("users.columns.usageLocation"),
      cell: ({ usageLocation }) => country(usageLocation),
      text: ({ usageLocation }) => country(usageLocation),
    },
    {
      key: "policy",
      header: t("users.columns.policy"),
      width: "300px",
      cell: (user) => <PolicyChoice user={user} />,
      text: ({ dialOutPolicy }) => dialOutPolicy ?? "",
    },
  ];
  return (
    <DataTable
      name="own-policies"
      label={t("policies.own.title")}
      columns={columns}
      rowKey={({ userPrincipalName }) => userPrincipalName}
      tools={
        <SearchField
          label={t("users.filters.search")}
          value={search}
          onChange={(words) => setFilters({ search: words })}
        />
      }
      empty={<Empty title={t("users.noMatch")} />}
      {...pagesOf(query)}
    />
  );
}

function PolicyChoice({ user }: { user: User }) {
  const { t } = useTranslation();
  const org = useOrg();
  const queries = useQueryClient();
  const toast = useToast();
  const may = useMay("voice");
  const policyName = usePolicyName();
  const policies = useQuery(get("/v1/dial-out-policies", { query: { limit: 500 } }));
  const save = useMutation({
    mutationFn: (dialOutPolicy: string) =>
      send("put", "/v1/organizations/{org}/users/{userPrincipalName}", {
        path: { org, userPrincipalName: user.userPrincipalName },
        body: { dialOutPolicy: dialOutPolicy === "" ? null : dialOutPolicy },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      toast.done(t("policies.own.saved", { name: inSentence(user.displayName) }));
    },
    onError: (error) => toast.failed(error),
  });
  return (
    <ChoiceBox
      aria-label={t("policies.own.of", { name: inSentence(user.displayName) })}
      disabled={!may || save.isPending}
      {...(may ? {} : { title: t("numbers.mayNot") })}
      value={save.isPending ? save.variables : (user.dialOutPolicy ?? "")}
      options={[
        ["", t("users.person.organizationPolicy")],
        ...(policies.data?.items ?? []).map((policy) => [policy.name, policyName(policy)] as const),
      ]}
      onChange={(policy) => save.mutate(policy)}
    />
  );
}
