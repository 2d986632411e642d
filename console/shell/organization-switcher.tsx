/** For operators: which organisation the pages are about. It is in the address as `?org=`, and remembered. */
import { Combobox, makeStyles, Option } from "@fluentui/react-components";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useLocation } from "react-router";
import { get } from "../api/client.ts";
import { useOrganization } from "../api/session.tsx";
import { useExpandIcon } from "../ui/expand-icon.ts";

const MOST_SHOWN = 100;

const useStyles = makeStyles({
  box: { minWidth: "120px", width: "200px", "@media (max-width: 860px)": { width: "100%" } },
  list: { maxHeight: "60vh" },
});

export function OrganizationSwitcher() {
  const { t } = useTranslation();
  const expandIcon = useExpandIcon();
  const styles = useStyles();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const organization = useOrganization();
  const chosen = useQuery({
    ...get("/v1/organizations/{org}", { path: { org: organization ?? "" } }),
    enabled: organization !== undefined,
  });
  const name = chosen.data?.displayName ?? organization ?? "";
  const [typed, setTyped] = useState(name);
  useEffect(() => setTyped(name), [name]);
  // There may be thousands: the server looks for them.
  const q = useDeferredValue(typed === name ? "" : typed.trim());
  const found = useQuery({
    ...get("/v1/organizations", { query: { q, limit: MOST_SHOWN } }),
    placeholderData: keepPreviousData,
  });
  const matching = found.data?.items ?? [];
  return (
    <Combobox
      className={styles.box}
      listbox={{ className: styles.list }}
      size="small"
      expandIcon={expandIcon}
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
