/** One user, found by name, username or number as one types. The value is the username. */
import { Combobox, Option } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { get, type Schema } from "../api/client.ts";
import { useOrg } from "../api/session.tsx";
import { useExpandIcon } from "./expand-icon.ts";

interface UserPickerProps {
  value: string;
  onChange: (userPrincipalName: string) => void;
  kind?: Schema<"User">["kind"];
  disabled?: boolean;
}

/** Inside a `<FormField>`, whose label and fault it takes. */
export function UserPicker({ value, onChange, kind, disabled = false, ...field }: UserPickerProps) {
  const org = useOrg();
  const expandIcon = useExpandIcon();
  const [open, setOpen] = useState(false);
  const words = useDeferredValue(value.trim());
  const users = useQuery({
    ...get("/v1/organizations/{org}/users", {
      path: { org },
      query: { limit: 20, ...(words === "" ? {} : { search: words }), ...(kind === undefined ? {} : { kind }) },
    }),
    enabled: open,
  });
  return (
    <Combobox
      freeform
      {...field}
      disabled={disabled}
      expandIcon={expandIcon}
      value={value}
      selectedOptions={[]}
      open={open}
      onOpenChange={(_event, { open: wanted }) => setOpen(wanted)}
      onChange={(event) => {
        onChange(event.target.value);
        setOpen(true);
      }}
      onOptionSelect={(_event, { optionValue }) => optionValue !== undefined && onChange(optionValue)}
    >
      {(users.data?.items ?? []).map(({ userPrincipalName, displayName }) => (
        <Option key={userPrincipalName} value={userPrincipalName} text={userPrincipalName}>
          {`${displayName} · ${userPrincipalName}`}
        </Option>
      ))}
    </Combobox>
  );
}
