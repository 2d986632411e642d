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
  const { money, day } = useFormat();
  const changes = useQuery(get("/v1/organizations/{org}/rate-changes", { path: { org } }));
  return changes.data?.items.map(({ rateDeck, rateDeckName, from, period, before, after, difference, currency }) => (
    <MessageBar key={rateDeck} intent="info" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{t("operator.changes.own")}</MessageBarTitle>
        {t("operator.changes.begins", { day: day(from), deck: rateDeckName })}
        {". "}
        {t("operator.changes.ownBody", {
          ...{ from: day(period.from), to: day(period.to) },
          ...{ before: money(before, currency), after: money(after, currency) },
          difference: money(difference, currency, { sign: true }),
        })}
      </MessageBarBody>
    </MessageBar>
  ));
}
