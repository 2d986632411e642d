/** Changes who is told of what; the server refuses what would leave nobody. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Init, type Schema, send } from "../../api/client.ts";
import { useOrg } from "../../api/session.tsx";
import { useToast } from "../../ui/toast.tsx";

export type Settings = Schema<"NoticeSettings">;
type Change = NonNullable<Init<"/v1/organizations/{org}/notice-settings", "put">["body"]>;

export function useSaveNotices(onSaved: () => void = () => {}) {
  const { t } = useTranslation();
  const org = useOrg();
  const queries = useQueryClient();
  const toast = useToast();
  return useMutation({
    mutationFn: (body: Change) => send("put", "/v1/organizations/{org}/notice-settings", { path: { org }, body }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      toast.done(t("settings.notices.saved"));
      onSaved();
    },
  });
}

/** The choices with that of one event changed; a PUT replaces all of them. */
export const withChoice = (settings: Settings, event: string, change: Partial<Settings["events"][string]>): Change => ({
  events: {
    ...settings.events,
    [event]: { ...(settings.events[event] ?? { roles: null, muted: [] }), ...change },
  },
});

/** As the API takes them. */
export const withRecipients = (additionalRecipients: Settings["additionalRecipients"]): Change =>
  ({ additionalRecipients }) as Change;
