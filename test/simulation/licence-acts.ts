/** Licences that come and go under calls in progress, subscriptions that grow and shrink, premium numbers let in and out. */
import type { Engine } from "../../src/engine/engine.ts";
import { putCallingSettings, putSubscription } from "../../src/engine/provision-organization.ts";
import { putUser } from "../../src/engine/provision-user.ts";
import { Refused } from "../../src/engine/refused.ts";
import { Disagreement } from "./observe.ts";
import type { Random } from "./random.ts";
import { type SimOrganization, type SimUser, userChange } from "./world.ts";

/** Changes one thing in the engine and in the model; says what, and whose calls will show it. */
export async function changeLicences(
  engine: Engine,
  random: Random,
  organizations: readonly SimOrganization[],
): Promise<{ words: string; user: SimUser }> {
  const org = random.pick(organizations);
  const user = random.pick(org.users);
  const what = random.pick(["licence", "licence", "subscription", "premium"] as const);
  if (what === "premium") {
    org.premiumAllowed = !org.premiumAllowed;
    await putCallingSettings(engine, org.id, { premiumCalls: org.premiumAllowed ? "allowed" : "blocked" });
    return { words: `premium numbers of ${org.id} are ${org.premiumAllowed ? "allowed" : "blocked"}`, user };
  }
  if (what === "subscription") {
    const sku = random.pick([...org.purchased.keys()]);
    const purchased = Math.max(0, org.purchased.get(sku)! + random.pick([-1, 1, 2]));
    org.purchased.set(sku, purchased);
    await putSubscription(engine, org.id, sku, purchased);
    return { words: `${org.id} has bought ${purchased} ${sku}`, user };
  }
  // Under post-usage it depends on what is left of the credits whether this licence is asked for at all.
  const skus = [...org.purchased.keys(), ...(org.postUsage ? [] : ["MCOPSTNC"])];
  const sku = random.pick(skus);
  const licences = user.licences.includes(sku) ? user.licences.filter((held) => held !== sku) : [...user.licences, sku];
  const assigned = org.users.filter((other) => other.licences.includes(sku)).length;
  const none = licences.length > user.licences.length && sku !== "MCOPSTNC" && assigned >= org.purchased.get(sku)!;
  try {
    await putUser(engine, org.id, user.name, userChange({ ...user, licences }));
    if (none) throw new Disagreement(`${user.name} got ${sku} of ${org.id}, of which none was left`);
    user.licences = licences;
  } catch (error) {
    if (!none || !(error instanceof Refused)) throw error;
  }
  return { words: `${user.name} has ${user.licences.join(", ")}`, user };
}
