/** A short word about what has been done, read out by screen readers, gone after a while. */
import { makeStyles, MessageBar, MessageBarBody, tokens } from "@fluentui/react-components";
import { createContext, type ReactNode, use, useCallback, useMemo, useState } from "react";
import { useSaid } from "./said.ts";

const SHOWN_MS = 6_000;

interface Toasts {
  done: (text: string) => void;
  /** What an attempt ended with, or a sentence. */
  failed: (why: unknown) => void;
}

const ToastContext = createContext<Toasts>({ done: () => {}, failed: () => {} });

export const useToast = (): Toasts => use(ToastContext);

const useStyles = makeStyles({
  stack: {
    position: "fixed",
    insetBlockEnd: "16px",
    insetInlineEnd: "16px",
    maxWidth: "min(420px, calc(100vw - 32px))",
    display: "grid",
    gap: "8px",
    zIndex: 1_000_000,
  },
  toast: { boxShadow: tokens.shadow16 },
});

export function ToastProvider({ children }: { children: ReactNode }) {
  const styles = useStyles();
  const said = useSaid();
  const [shown, setShown] = useState<readonly { id: string; intent: "success" | "error"; text: string }[]>([]);
  const show = useCallback((intent: "success" | "error", text: string) => {
    const id = crypto.randomUUID();
    setShown((old) => [...old, { id, intent, text }]);
    setTimeout(() => setShown((old) => old.filter((toast) => toast.id !== id)), SHOWN_MS);
  }, []);
  const toasts = useMemo(
    () => ({
      done: (text: string) => show("success", text),
      failed: (why: unknown) => show("error", said.problem(why)),
    }),
    [show, said],
  );
  return (
    <ToastContext value={toasts}>
      {children}
      <div className={styles.stack} role="status">
        {shown.map(({ id, intent, text }) => (
          <MessageBar key={id} intent={intent} layout="multiline" className={styles.toast}>
            <MessageBarBody>{text}</MessageBarBody>
          </MessageBar>
        ))}
      </div>
    </ToastContext>
  );
}
