/**
 * /accept-invitation and /reset-password: the link of a mail (`?token=`) sets a password, and whoever set it is signed in.
 * /reset-password without a token asks for such a mail.
 */
import { Input, makeStyles, MessageBar, MessageBarBody, Text } from "@fluentui/react-components";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useNavigate, useSearchParams } from "react-router";
import { send } from "../api/client.ts";
import { ApiError } from "../api/problem.ts";
import { useSignIn } from "../api/session.tsx";
import { Doorway } from "../ui/doorway.tsx";
import { Form, FormField, SubmitButton } from "../ui/form.tsx";
import { LinkTo } from "../ui/link-to.tsx";

/** As the server wants it; it says so too, but only afterwards. */
const SHORTEST = 12;

const useStyles = makeStyles({ stack: { display: "grid", gap: "16px" } });

export function Component() {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const invited = useLocation().pathname === "/accept-invitation";
  const token = search.get("token");
  return (
    <Doorway title={t(invited ? "signIn.welcome" : "signIn.reset")}>
      {token !== null ? <NewPassword token={token} invited={invited} /> : <AskForMail />}
    </Doorway>
  );
}

function NewPassword({ token, invited }: { token: string; invited: boolean }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const navigate = useNavigate();
  const signIn = useSignIn();
  const [typed, setTyped] = useState({ password: "", again: "" });
  const [tried, setTried] = useState(false);
  const accept = useMutation({
    meta: { signIn: true },
    mutationFn: (password: string) =>
      send("post", invited ? "/v1/invitations/accept" : "/v1/password-resets/accept", { body: { token, password } }),
    onSuccess: ({ email }, password) =>
      signIn.mutate(
        { email, password },
        {
          onSuccess: () => void navigate("/", { replace: true }),
          onError: () => void navigate("/sign-in", { replace: true }), // it may want a code of an authenticator
        },
      ),
  });
  if (accept.error instanceof ApiError && accept.error.code === "UNKNOWN_LINK") {
    return (
      <>
        <MessageBar intent="error" layout="multiline" role="alert">
          <MessageBarBody>{t(invited ? "signIn.oldInvitation" : "signIn.oldLink")}</MessageBarBody>
        </MessageBar>
        <LinkTo to={invited ? "/sign-in" : "/reset-password"}>
          {t(invited ? "signIn.toSignIn" : "signIn.askAgain")}
        </LinkTo>
      </>
    );
  }
  const short = [...typed.password].length < SHORTEST ? t("signIn.short", { count: SHORTEST }) : undefined;
  const differing = typed.again === typed.password ? undefined : t("signIn.differing");
  const submit = (): void => {
    setTried(true);
    if (!short && !differing && !accept.isPending) accept.mutate(typed.password);
  };
  return (
    <div className={styles.stack}>
      <Text>{t(invited ? "signIn.welcomeBody" : "signIn.resetBody")}</Text>
      <Form
        error={accept.error}
        onSubmit={submit}
        buttons={<SubmitButton busy={accept.isPending || signIn.isPending}>{t("signIn.set")}</SubmitButton>}
      >
        <FormField
          label={t("signIn.newPassword")}
          pointer="/password"
          error={accept.error}
          hint={t("signIn.short", { count: SHORTEST })}
          fault={tried ? short : undefined}
        >
          <Input
            type="password"
            autoComplete="new-password"
            autoFocus
            value={typed.password}
            onChange={(_event, { value }) => setTyped({ ...typed, password: value })}
          />
        </FormField>
        <FormField label={t("signIn.again")} fault={tried ? differing : undefined}>
          <Input
            type="password"
            autoComplete="new-password"
            value={typed.again}
            onChange={(_event, { value }) => setTyped({ ...typed, again: value })}
          />
        </FormField>
      </Form>
    </div>
  );
}

function AskForMail() {
  const { t } = useTranslation();
  const styles = useStyles();
  const [email, setEmail] = useState("");
  const [missing, setMissing] = useState(false);
  const ask = useMutation({
    meta: { signIn: true },
    mutationFn: () => send("post", "/v1/password-resets", { body: { email: email.trim() } }),
  });
  const submit = (): void => {
    setMissing(email.trim() === "");
    if (email.trim() !== "" && !ask.isPending) ask.mutate();
  };
  return (
    <div className={styles.stack}>
      {ask.isSuccess ? (
        <MessageBar intent="success" layout="multiline" role="status">
          <MessageBarBody>{t("signIn.asked")}</MessageBarBody>
        </MessageBar>
      ) : (
        <>
          <Text>{t("signIn.askBody")}</Text>
          <Form
            error={ask.error}
            onSubmit={submit}
            buttons={<SubmitButton busy={ask.isPending}>{t("signIn.ask")}</SubmitButton>}
          >
            <FormField
              label={t("signIn.email")}
              pointer="/email"
              error={ask.error}
              fault={missing ? t("signIn.missing") : undefined}
            >
              <Input
                type="email"
                autoComplete="username"
                autoFocus
                value={email}
                onChange={(_event, { value }) => setEmail(value)}
              />
            </FormField>
          </Form>
        </>
      )}
      <LinkTo to="/sign-in">{t("signIn.toSignIn")}</LinkTo>
    </div>
  );
}
