/** Signing in, with a password or at the organisation's identity provider. */
import { Button, Divider, Input, makeStyles, MessageBar, MessageBarBody } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useSearchParams } from "react-router";
import { ApiError, isOffline } from "../api/problem.ts";
import { signInOptionsQuery, useSignIn } from "../api/session.tsx";
import { Doorway } from "../ui/doorway.tsx";
import { FormField, SubmitButton } from "../ui/form.tsx";
import { LinkTo } from "../ui/link-to.tsx";

const useStyles = makeStyles({ form: { display: "grid", gap: "16px" } });

export function Component() {
  const { t } = useTranslation();
  const styles = useStyles();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const [typed, setTyped] = useState({ email: "", password: "", code: "" });
  const [incomplete, setIncomplete] = useState(false);
  const { data: options } = useQuery(signInOptionsQuery);
  const signIn = useSignIn();
  const code = signIn.error instanceof ApiError ? signIn.error.code : undefined;
  const codeNeeded = useRef(false);
  codeNeeded.current ||= code === "CODE_NEEDED";
  const asked = search.get("error");
  const refusal = isRefusal(asked) ? REFUSALS[asked] : undefined;
  const returnTo = ownAddress(search.get("returnTo"));

  const submit = (): void => {
    setIncomplete(typed.email === "" || typed.password === "");
    if (typed.email === "" || typed.password === "" || signIn.isPending) return;
    const { email, password } = typed;
    signIn.mutate(
      { email: email.trim(), password, ...(typed.code === "" ? {} : { code: typed.code.replace(/\s/g, "") }) },
      { onSuccess: () => void navigate(returnTo, { replace: true }) },
    );
  };
  const fault = (value: string): string | undefined => (incomplete && value === "" ? t("signIn.missing") : undefined);

  return (
    <Doorway title={t("signIn.title")}>
      {refusal !== undefined && !signIn.error && (
        <MessageBar intent="error" layout="multiline" role="alert">
          <MessageBarBody>{t(refusal)}</MessageBarBody>
        </MessageBar>
      )}
      {options?.local !== false && (
        <form
          noValidate
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <FormField label={t("signIn.email")} fault={fault(typed.email)}>
            <Input
              type="email"
              autoComplete="username"
              autoFocus
              value={typed.email}
              onChange={(_event, { value }) => setTyped({ ...typed, email: value })}
            />
          </FormField>
          <FormField label={t("signIn.password")} fault={fault(typed.password)}>
            <Input
              type="password"
              autoComplete="current-password"
              value={typed.password}
              onChange={(_event, { value }) => setTyped({ ...typed, password: value })}
            />
          </FormField>
          {codeNeeded.current && (
            <FormField label={t("signIn.code")}>
              <Input
                inputMode="numeric"
                autoComplete="one-time-code"
                autoFocus
                value={typed.code}
                onChange={(_event, { value }) => setTyped({ ...typed, code: value })}
              />
            </FormField>
          )}
          {signIn.error && (
            <MessageBar intent={code === "CODE_NEEDED" ? "info" : "error"} layout="multiline" role="alert">
              <MessageBarBody>{t(reasonOf(signIn.error))}</MessageBarBody>
            </MessageBar>
          )}
          <SubmitButton busy={signIn.isPending}>{t("signIn.submit")}</SubmitButton>
          <LinkTo to="/reset-password">{t("signIn.forgot")}</LinkTo>
        </form>
      )}
      {options?.oidc && (
        <>
          {options.local && <Divider>{t("signIn.or")}</Divider>}
          <Button as="a" href={`${options.oidc.startUrl}?returnTo=${encodeURIComponent(returnTo)}`}>
            {t("signIn.with", { name: options.oidc.name })}
          </Button>
        </>
      )}
    </Doorway>
  );
}

/** Why the identity provider's way of signing in ended here again (`?error=`). */
const REFUSALS = {
  OIDC_FAILED: "signIn.oidcFailed",
  OIDC_UNKNOWN_PERSON: "signIn.oidcUnknownPerson",
} as const;

const isRefusal = (code: string | null): code is keyof typeof REFUSALS =>
  code !== null && Object.hasOwn(REFUSALS, code);

function reasonOf(error: unknown) {
  if (isOffline(error)) return "common.failed.offline";
  if (!(error instanceof ApiError)) return "common.failed.title";
  if (error.code === "CODE_NEEDED") return "signIn.codeNeeded";
  return error.status === 429 ? "signIn.tooMany" : "signIn.failed";
}

/** Only an address of this console: a link to the sign-in page must not lead elsewhere afterwards. */
function ownAddress(address: string | null): string {
  if (address === null) return "/";
  const { origin, pathname, search } = new URL(address, location.origin);
  return origin === location.origin && address.startsWith("/") && !pathname.startsWith("//") ? pathname + search : "/";
}
