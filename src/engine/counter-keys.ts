/** Which counters of budgets and brakes a batch needs: of nearly every batch, none. */
import { countedBy, counterText } from "../domain/budget.ts";
import type { Call, DescribedCall } from "../domain/session/types.ts";
import type { OwnedCounterKey } from "../postgres/limits.ts";
import type { Command } from "./commands.ts";
import type { Organization } from "./directory.ts";
import type { CallHints } from "./hints.ts";
import { keyText, type WorkingSet } from "./working-set.ts";

/** What a batch knows of its calls so far: as they are described, as they were last seen, and as they were read. */
interface Known {
  commands: readonly Command[];
  described: readonly (DescribedCall | null)[];
  hints: CallHints;
  set: Pick<WorkingSet, "sessions" | "cdrs">;
}

export function counterKeys(
  organizations: readonly string[],
  { commands, described, hints, set }: Known,
  settings: (organization: string) => Organization | null | undefined,
  now: number,
): OwnedCounterKey[] {
  if (!organizations.some((id) => settings(id)?.limitIndex)) return [];
  const keys = new Map<string, OwnedCounterKey>();
  const add = (organization: string, call: Call, authorizedAt: number, at: number): void => {
    const limits = settings(organization)?.limitIndex;
    if (!limits) return;
    for (const { key } of countedBy(limits, call, authorizedAt, at))
      keys.set(`${organization}|${counterText(key)}`, { organization, ...key });
  };
  commands.forEach((command, i) => {
    if (command.kind === "books") return;
    const text = keyText(command.key);
    const asDescribed = described[i];
    const at = command.at ?? now;
    if (asDescribed) add(asDescribed.organization, asDescribed.call, at, at);
    for (const known of [hints.get(text), set.sessions.get(text)?.current, set.cdrs.get(text)?.current]) {
      if (!known?.call) continue;
      add(known.organization, known.call, known.authorizedAt, at);
      if (!asDescribed) continue;
      // Once its user becomes known, the call counts where that user does, from its beginning.
      const { user, costCenter } = asDescribed.call;
      add(known.organization, { ...known.call, user, costCenter }, known.authorizedAt, at);
    }
  });
  return [...keys.values()];
}
