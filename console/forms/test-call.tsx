/** A call that nobody makes, on the built-in simulator: charged like any other, and explained at once. */
import { Dropdown, Input, MessageBar, MessageBarBody, Option } from "@fluentui/react-components";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get, type Init, send } from "../api/client.ts";
import { useOrg } from "../api/session.tsx";
import { CancelButton, Form, FormField, SubmitButton, useDraft, useIdempotencyKey } from "../ui/form.tsx";
import { useCallWords } from "../ui/call-words.ts";

type Body = NonNullable<Init<"/v1/organizations/{org}/test-calls", "post">["body"]>;
/** What can be tried without a switch; user_out is what comes of itself. */
const TYPES = ["user_out", "conf_out", "conf_in"] as const;

interface TestCallFormProps {
  /** The call's id, to show its story. */
  onMade: (callId: string) => void;
  onCancel: () => void;
}

export function TestCallForm({ onMade, onCancel }: TestCallFormProps) {
  const { t } = useTranslation();
  const words = useCallWords();
  const org = useOrg();
  const queries = useQueryClient();
  const [key, nextKey] = useIdempotencyKey();
  const users = useQuery(get("/v1/organizations/{org}/users", { path: { org }, query: { limit: 500 } }));
  const people = users.data?.items ?? [];
  const [draft, change, forget] = useDraft(`test-call.${org}`, {
    user: "",
    to: "",
    callType: "user_out",
    seconds: "60",
  });
  const seconds = Number(draft.seconds.normalize("NFKC"));
  const make = useMutation({
    mutationFn: () =>
      send("post", "/v1/organizations/{org}/test-calls", {
        path: { org },
        body: {
          user: draft.user,
          to: draft.to.normalize("NFKC").replace(/[\s()-]/g, ""),
          seconds,
          ...(draft.callType === "user_out" ? {} : { callType: draft.callType as Body["callType"] }),
        } as Body,
        idempotencyKey: key,
      }),
    onSuccess: async ({ callId }) => {
      nextKey();
      forget();
      onMade(callId);
      await queries.invalidateQueries();
    },
    onError: nextKey,
  });
  const blocked =
    draft.user === ""
      ? t("calls.test.needsUser")
      : draft.to.trim() === ""
        ? t("calls.test.needsNumber")
        : !Number.isInteger(seconds) || seconds < 0
          ? t("calls.test.needsSeconds")
          : undefined;
  const chosen = people.find(({ userPrincipalName }) => userPrincipalName === draft.user);
  return (
    <Form
      error={make.error}
      onSubmit={() => blocked === undefined && !make.isPending && make.mutate()}
      buttons={
        <>
          <SubmitButton busy={make.isPending} blocked={blocked}>
            {t("calls.test.button")}
          </SubmitButton>
          <CancelButton onClick={onCancel} />
        </>
      }
    >
      <MessageBar intent="info" layout="multiline">
        <MessageBarBody>{t("calls.test.charged")}</MessageBarBody>
      </MessageBar>
      <FormField label={t("calls.test.user")} pointer="/user" error={make.error} required>
        <Dropdown
          value={chosen?.displayName ?? draft.user}
          selectedOptions={[draft.user]}
          onOptionSelect={(_event, { optionValue }) => change({ user: optionValue ?? "" })}
        >
          {people.map(({ userPrincipalName, displayName }) => (
            <Option key={userPrincipalName} value={userPrincipalName} text={displayName}>
              {`${displayName} (${userPrincipalName})`}
            </Option>
          ))}
        </Dropdown>
      </FormField>
      <FormField label={t("calls.test.type")} pointer="/callType" error={make.error}>
        <Dropdown
          value={words.callType(draft.callType)}
          selectedOptions={[draft.callType]}
          onOptionSelect={(_event, { optionValue }) => change({ callType: optionValue ?? "user_out" })}
        >
          {TYPES.map((type) => (
            <Option key={type} value={type}>
              {words.callType(type)}
            </Option>
          ))}
        </Dropdown>
      </FormField>
      <FormField label={t("calls.test.to")} pointer="/to" error={make.error} hint={t("calls.test.toHint")} required>
        <Input type="tel" value={draft.to} onChange={(_event, { value }) => change({ to: value })} />
      </FormField>
      <FormField
        label={t("calls.test.seconds")}
        pointer="/seconds"
        error={make.error}
        hint={t("calls.test.secondsHint")}
      >
        <Input inputMode="numeric" value={draft.seconds} onChange={(_event, { value }) => change({ seconds: value })} />
      </FormField>
    </Form>
  );
}
