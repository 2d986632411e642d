/** Who lifted a brake or a budget, when and why. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get } from "../../api/client.ts";
import { useMay, useOrg } from "../../api/session.tsx";
import { Time } from "../../ui/format.tsx";
import { Section } from "../../ui/section.tsx";
import { Loaded } from "../../ui/states.tsx";

export function LiftHistory({ kind, id }: { kind: "brakes" | "budgets"; id: string }) {
  const { t } = useTranslation();
  const org = useOrg();
  const may = useMay("names");
  const lifts = useQuery({
    ...get(`/v1/organizations/{org}/${kind}/{id}/lifts`, { path: { org, id }, query: { limit: 50 } }),
    enabled: may,
  });
  if (!may) return null;
  return (
    <Section title={t("policies.lifts.title")}>
      <Loaded query={lifts}>
        {({ items }) =>
          items.length === 0 ? (
            t("policies.lifts.none")
          ) : (
            <ul>
              {items.map(({ id: lift, by, at, reason }) => (
                <li key={lift}>
                  <Time at={at} /> · {by}: {reason}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}
