/** On Rates: prices that are about to change, with what last month would have cost by them; nothing where none are. */
import { MessageBar, MessageBarBody, MessageBarTitle } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get } from "../../api/client.ts";
import { useOrg } from "../../api/session.tsx";
import { useFormat } from "../../ui/format.tsx";

export function ComingChanges() {
  const { t } = useTranslation();
  const org = useOrg();
  const { money, day, time, sentences } = useFormat();
  const changes = useQuery(get("/v1/organizations/{org}/rate-changes", { path: { org } }));
  return changes.data?.items.map(({ rateDeck, rateDeckName, from, period, before, after, difference, currency }) => (
    <MessageBar key={rateDeck} intent="info" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{t("operator.changes.own")}</MessageBarTitle>
        {sentences(
          t("operator.changes.ownBegins", { time: time(from), deck: rateDeckName }),
          t("operator.changes.ownBody", {
            // The period ends where the next day begins.
            ...{ from: day(period.from), to: day(new Date(Date.parse(period.to) - 1).toISOString()) },
            ...{ before: money(before, currency), after: money(after, currency) },
            difference: money(difference, currency, { sign: true }),
          }),
        )}
      </MessageBarBody>
    </MessageBar>
  ));
}
