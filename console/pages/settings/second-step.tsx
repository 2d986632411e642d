/** A code of an authenticator at every sign-in: set up with a picture to scan, with recovery codes, turned off again. */
import { Button, Input, Text } from "@fluentui/react-components";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { toDataURL } from "qrcode";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Answer, send } from "../../api/client.ts";
import { useSession } from "../../api/session.tsx";
import { Form, FormField, SubmitButton } from "../../ui/form.tsx";
import { ShownOnce } from "../../ui/shown-once.tsx";
import { Problem, SkeletonLines } from "../../ui/states.tsx";
import { useToast } from "../../ui/toast.tsx";

export function SecondStep() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { twoSteps } = useSession();
  const [codes, setCodes] = useState<readonly string[]>();
  const begin = useMutation({ mutationFn: () => send("post", "/v1/session/totp", {}) });
  const refresh = async (): Promise<void> => queries.invalidateQueries();
  return (
    <>
      <Text>{t(twoSteps ? "settings.totp.on" : "settings.totp.off")}</Text>
      {twoSteps ? (
        <TurnOff onDone={refresh} />
      ) : begin.data ? (
        <Confirm
          offered={begin.data}
          onDone={async (recovery) => {
            setCodes(recovery);
            begin.reset();
            await refresh();
          }}
        />
      ) : (
        <div>
          <Button disabledFocusable={begin.isPending} onClick={() => begin.mutate()}>
            {t("settings.totp.begin")}
          </Button>
        </div>
      )}
      {begin.error && <Problem error={begin.error} />}
      {codes && (
        <ShownOnce
          title={t("settings.totp.codesTitle")}
          label={t("settings.totp.codes")}
          secret={codes.join("\n")}
          onClose={() => setCodes(undefined)}
        />
      )}
    </>
  );
}

interface ConfirmProps {
  offered: Answer<"/v1/session/totp", "post">;
  onDone: (recoveryCodes: readonly string[]) => Promise<void>;
}

function Confirm({ offered, onDone }: ConfirmProps) {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  const picture = useQuery({
    queryKey: ["totp picture", offered.otpauthUri],
    queryFn: () => toDataURL(offered.otpauthUri, { width: 220, margin: 2 }),
  });
  const confirm = useMutation({
    mutationFn: () => send("post", "/v1/session/totp/confirm", { body: { code: code.replace(/\s/g, "") } }),
    onSuccess: async ({ recoveryCodes }) => onDone(recoveryCodes),
  });
  return (
    <Form
      error={confirm.error}
      onSubmit={() => code.trim() !== "" && !confirm.isPending && confirm.mutate()}
      buttons={
        <SubmitButton busy={confirm.isPending} blocked={code.trim() === "" ? t("settings.totp.needsCode") : undefined}>
          {t("settings.totp.confirm")}
        </SubmitButton>
      }
    >
      <Text>{t("settings.totp.scan")}</Text>
      {picture.data === undefined ? (
        <SkeletonLines lines={5} />
      ) : (
        <img src={picture.data} width={220} height={220} alt={t("settings.totp.picture")} />
      )}
      <Text>
        {t("settings.totp.byHand")} <code style={{ overflowWrap: "anywhere" }}>{offered.secret}</code>
      </Text>
      <FormField label={t("settings.totp.code")} pointer="/code" error={confirm.error} required>
        <Input
          inputMode="numeric"
          autoComplete="one-time-code"
          value={code}
          onChange={(_event, { value }) => setCode(value)}
        />
      </FormField>
    </Form>
  );
}

function TurnOff({ onDone }: { onDone: () => Promise<void> }) {
  const { t } = useTranslation();
  const toast = useToast();
  const [password, setPassword] = useState("");
  const turnOff = useMutation({
    mutationFn: () => send("post", "/v1/session/totp/disable", { body: { password } }),
    onSuccess: async () => {
      await onDone();
      toast.done(t("settings.totp.turnedOff"));
    },
  });
  return (
    <Form
      error={turnOff.error}
      onSubmit={() => password !== "" && !turnOff.isPending && turnOff.mutate()}
      buttons={
        <SubmitButton
          primary={false}
          busy={turnOff.isPending}
          blocked={password === "" ? t("settings.totp.needsPassword") : undefined}
        >
          {t("settings.totp.turnOff")}
        </SubmitButton>
      }
    >
      <FormField label={t("settings.password.current")} pointer="/password" error={turnOff.error}>
        <Input
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={(_event, { value }) => setPassword(value)}
        />
      </FormField>
    </Form>
  );
}
