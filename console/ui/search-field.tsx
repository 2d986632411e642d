/** Words to look for: asked for when the person pauses, so that a list is not fetched for every letter. */
import { Field, SearchBox } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

const PAUSE_MS = 250;

interface SearchFieldProps {
  label: string;
  value: string;
  onChange: (words: string) => void;
}

export function SearchField({ label, value, onChange }: SearchFieldProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed === value) return undefined;
    const timer = setTimeout(() => onChange(typed.trim() === "" ? "" : typed), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, value, onChange]);
  return (
    <Field label={label}>
      <SearchBox
        value={typed}
        dismiss={{ "aria-label": t("common.clear") }}
        onChange={(_event, { value: words }) => setTyped(words)}
      />
    </Field>
  );
}
