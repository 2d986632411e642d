/** For operators: which organisation the pages are about. It is in the address as `?org=`, and remembered. */
import { Combobox, makeStyles, Option } from "@fluentui/react-components";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useLocation } from "react-router";
import { list } from "../api/client.ts";
import { useOrganization } from "../api/session.tsx";

const useStyles = makeStyles({
  box: { minWidth: "120px", width: "200px", "@media (max-width: 860px)": { width: "100%" } },
  list: { maxHeight: "60vh" },
});

export function OrganizationSwitcher() {
  const { t } = useTranslation();
  const styles = useStyles();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const organization = useOrganization();
  const query = useInfiniteQuery(list("/v1/organizations", {}, 500));
  const organizations = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const name = organizations.find(({ id }) => id === organization)?.displayName ?? organization ?? "";
  const [typed, setTyped] = useState(name);
  useEffect(() => setTyped(name), [name]);
  const wanted = typed.trim().toLowerCase();
  const matching = organizations.filter(
    ({ id, displayName }) => typed === name || id.includes(wanted) || displayName.toLowerCase().includes(wanted),
  );
  return (
    <Combobox
      className={styles.box}
      listbox={{ className: styles.list }}
      size="small"
      aria-label={t("shell.organization")}
      placeholder={t("shell.organization")}
      value={typed}
      selectedOptions={organization === undefined ? [] : [organization]}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => setTyped(name)}
      onOptionSelect={(_event, { optionValue }) => {
        // Filters and an open panel belong to the organisation before.
        if (optionValue !== undefined) void navigate(`${pathname}?org=${encodeURIComponent(optionValue)}`);
      }}
    >
      {matching.map(({ id, displayName }) => (
        <Option key={id} value={id} text={displayName}>
          {displayName}
        </Option>
      ))}
    </Combobox>
  );
}
