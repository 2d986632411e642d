/** One of a few, with its label above: filters and short forms. */
import { Field, makeStyles, Select } from "@fluentui/react-components";

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  options: readonly (readonly [value: T, text: string])[];
  onChange: (value: T) => void;
  disabled?: boolean;
}

const useStyles = makeStyles({
  filter: { width: "190px" },
  // As wide as its place, not as its longest option.
  box: { width: "100%", minWidth: 0, "& select": { width: "100%", minWidth: 0, textOverflow: "ellipsis" } },
});

export function Choice<T extends string>({ label, value, options, onChange, disabled = false }: ChoiceProps<T>) {
  return (
    <Field label={label} className={useStyles().filter}>
      <ChoiceBox value={value} options={options} onChange={onChange} disabled={disabled} />
    </Field>
  );
}

/** Without its label: inside a `<FormField>`, or with `aria-label` in a row of a table. */
export function ChoiceBox<T extends string>({
  value,
  options,
  onChange,
  ...rest
}: Omit<ChoiceProps<T>, "label"> & { "aria-label"?: string; title?: string }) {
  return (
    <Select
      className={useStyles().box}
      value={value}
      onChange={(_event, { value: chosen }) => onChange(chosen as T)}
      {...rest}
    >
      {options.map(([one, text]) => (
        <option key={one} value={one}>
          {text}
        </option>
      ))}
    </Select>
  );
}
