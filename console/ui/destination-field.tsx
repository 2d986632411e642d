/** "Where do you want to call?": a country from the list, or a number as people type it. */
import { Combobox, makeStyles, Option } from "@fluentui/react-components";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCountries } from "./countries.ts";
import { FormField } from "./form.tsx";
import { useExpandIcon } from "./expand-icon.ts";

const useStyles = makeStyles({ field: { maxWidth: "420px" }, list: { maxHeight: "50vh" } });

interface DestinationFieldProps {
  /** A country's two letters, or a number; empty: nothing yet. */
  value: string;
  onChange: (value: string) => void;
  fault?: string | undefined;
}

export function DestinationField({ value, onChange, fault }: DestinationFieldProps) {
  const { t } = useTranslation();
  const expandIcon = useExpandIcon();
  const styles = useStyles();
  const countries = useCountries();
  const chosen = countries.find(({ code }) => code === value);
  const [typed, setTyped] = useState<string>();
  const words = typed ?? chosen?.name ?? value;
  const matching = countries.filter(
    ({ name }) => typed === undefined || name.toLowerCase().includes(typed.toLowerCase()),
  );
  const look = (wanted: string): void => {
    onChange(wanted);
    setTyped(undefined);
  };
  const ask = (): void => {
    if (typed !== undefined && isNumber(typed)) look(plain(typed));
  };
  return (
    <div className={styles.field}>
      <FormField label={t("rates.to")} hint={t("rates.hint")} fault={fault}>
        <Combobox
          freeform
          listbox={{ className: styles.list }}
          expandIcon={expandIcon}
          value={words}
          selectedOptions={chosen ? [chosen.code] : []}
          onChange={(event) => setTyped(event.target.value)}
          onOptionSelect={(_event, { optionValue }) => optionValue !== undefined && look(optionValue)}
          onBlur={ask}
          onKeyDown={(event) => event.key === "Enter" && ask()}
        >
          {matching.map(({ code, name }) => (
            <Option key={code} value={code} text={name}>
              {name}
            </Option>
          ))}
        </Combobox>
      </FormField>
    </div>
  );
}

const plain = (text: string): string => text.normalize("NFKC").replace(/[^\d+]/g, "");
const isNumber = (text: string): boolean => /^\+?[\d\s().-]{3,}$/.test(text.normalize("NFKC").trim());
