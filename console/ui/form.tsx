/** Forms: each field shows the server's reason beside it, what is typed survives a reload, a busy button says so. */
import { Button, Field, makeStyles, Spinner, tokens, Tooltip } from "@fluentui/react-components";
import {
  createContext,
  type ReactElement,
  type ReactNode,
  use,
  useCallback,
  useEffect,
  useLayoutEffect,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import { faultsBeyond } from "../api/problem.ts";
import { useSaid } from "./said.ts";
import { Problem } from "./states.tsx";

const useStyles = makeStyles({
  form: {
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalL,
    maxWidth: "560px",
    "& .fui-Input, & .fui-Dropdown": { minWidth: 0, width: "100%" },
  },
  buttons: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalS },
});

interface FormProps {
  onSubmit: () => void;
  /** Of the last attempt; what belongs to no field of the form is told above the buttons. */
  error?: unknown;
  buttons: ReactNode;
  children: ReactNode;
}

/** How a field tells its form that what the server says of `pointer` stands beside it; the answer takes that back. */
const FieldContext = createContext<(pointer: string) => () => void>(() => () => {});

export function Form({ onSubmit, error, buttons, children }: FormProps) {
  const styles = useStyles();
  const [pointers, setPointers] = useState<readonly string[]>([]);
  const join = useCallback((pointer: string) => {
    setPointers((old) => [...old, pointer]);
    return () => setPointers((old) => old.toSpliced(old.indexOf(pointer), 1));
  }, []);
  return (
    <form
      noValidate
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <FieldContext value={join}>{children}</FieldContext>
      {error != null && faultsBeyond(error, pointers) && <Problem error={error} />}
      <div className={styles.buttons}>{buttons}</div>
    </form>
  );
}

interface FormFieldProps {
  label: string;
  /** JSON pointer of the field in the request's body. */
  pointer?: string;
  error?: unknown;
  /** What the page itself already knows to be wrong. */
  fault?: string | undefined;
  hint?: ReactNode;
  required?: boolean;
  children: ReactElement;
}

export function FormField({ label, pointer, error, fault, hint, required = false, children }: FormFieldProps) {
  const said = useSaid();
  const join = use(FieldContext);
  useLayoutEffect(() => (pointer === undefined ? undefined : join(pointer)), [join, pointer]);
  const message = fault ?? (pointer === undefined ? undefined : said.fault(error, pointer));
  return (
    <Field
      label={label}
      required={required}
      {...(hint === undefined ? {} : { hint: <>{hint}</> })}
      {...(message === undefined ? {} : { validationState: "error" as const, validationMessage: message })}
    >
      {children}
    </Field>
  );
}

interface SubmitProps {
  busy?: boolean;
  /** Why it can not be pressed now, as a sentence; absent: it can. */
  blocked?: string | undefined;
  primary?: boolean;
  children: ReactNode;
}

export function SubmitButton({ busy = false, blocked, primary = true, children }: SubmitProps) {
  const button = (
    <Button
      type="submit"
      appearance={primary ? "primary" : "secondary"}
      disabledFocusable={busy || blocked !== undefined}
      {...(busy ? { icon: <Spinner size="tiny" role="presentation" aria-hidden /> } : {})}
    >
      {children}
    </Button>
  );
  if (blocked === undefined) return button;
  return (
    <Tooltip relationship="description" content={blocked}>
      {button}
    </Tooltip>
  );
}

/**
 * State of a form that survives a reload of the page: `const [draft, setDraft, forget] = useDraft("top-up", initial)`.
 * Kept in this tab only; call `forget` once it is saved.
 */
export function useDraft<T extends object>(
  name: string,
  initial: T,
): [draft: T, change: (part: Partial<T>) => void, forget: () => void, changed: boolean] {
  const key = `talktime.draft.${name}`;
  const [edits, setEdits] = useState<Partial<T>>(() => JSON.parse(sessionStorage.getItem(key) ?? "{}") as Partial<T>);
  useEffect(() => {
    if (Object.keys(edits).length === 0) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(edits));
  }, [key, edits]);
  const change = useCallback((part: Partial<T>) => setEdits((old) => ({ ...old, ...part })), []);
  const forget = useCallback(() => setEdits({}), []);
  const changed = (Object.keys(edits) as (keyof T)[]).some((field) => edits[field] !== initial[field]);
  return [{ ...initial, ...edits }, change, forget, changed];
}

/** A new key for each thing that a person asks for: pressing twice, or a lost answer, does it once. */
export function useIdempotencyKey(): [key: string, next: () => void] {
  const [key, setKey] = useState(() => crypto.randomUUID());
  return [key, useCallback(() => setKey(crypto.randomUUID()), [])];
}

export function CancelButton({ onClick }: { onClick: () => void }) {
  const { t } = useTranslation();
  return <Button onClick={onClick}>{t("common.cancel")}</Button>;
}
