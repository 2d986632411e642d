/** A user as Graph has one. What a phone system does not know of people is null. */
import { z } from "zod";
import type { Catalogue } from "../../domain/catalogue.ts";
import type { UserDetails } from "../../engine/provision-user.ts";
import { planIdOf, skuIdOf } from "./ids.ts";

const text = z.string().nullable();

export const graphUser = z
  .object({
    id: z.guid(),
    userPrincipalName: z.string(),
    displayName: z.string(),
    givenName: text,
    surname: text,
    jobTitle: text,
    mail: text,
    mobilePhone: text,
    officeLocation: text,
    businessPhones: z.array(z.string()),
    preferredLanguage: text,
    department: text.meta({ description: "The cost centre" }),
    otherMails: z.array(z.string()),
    accountEnabled: z.boolean(),
    userType: z.string(),
    usageLocation: z.string(),
    createdDateTime: z.string(),
    assignedLicenses: z.array(z.object({ skuId: z.guid(), disabledPlans: z.array(z.guid()) })),
    assignedPlans: z.array(
      z.object({
        assignedDateTime: text,
        capabilityStatus: z.string(),
        service: z.string(),
        servicePlanId: z.guid(),
      }),
    ),
  })
  .meta({ id: "GraphUser" });

export function shownUser({ skus }: Catalogue, user: UserDetails): z.input<typeof graphUser> {
  const held = skus.filter(({ skuPartNumber }) => user.licenses.includes(skuPartNumber));
  const plans = new Set(held.flatMap(({ servicePlans }) => servicePlans.map(planIdOf)));
  return {
    id: user.objectId,
    userPrincipalName: user.userPrincipalName,
    displayName: user.displayName,
    ...{ givenName: null, surname: null, jobTitle: null, mobilePhone: null, officeLocation: null },
    mail: user.mail,
    businessPhones: user.numbers,
    preferredLanguage: user.preferredLanguage,
    department: user.costCenter,
    otherMails: user.alternateMail === null ? [] : [user.alternateMail],
    accountEnabled: true,
    userType: "Member",
    usageLocation: user.usageLocation,
    createdDateTime: `${new Date(user.createdAt).toISOString().slice(0, 19)}Z`,
    assignedLicenses: held.map((sku) => ({ skuId: skuIdOf(sku), disabledPlans: [] })),
    assignedPlans: [...plans].map((servicePlanId) => ({
      assignedDateTime: null,
      capabilityStatus: "Enabled",
      service: "MicrosoftCommunicationsOnline",
      servicePlanId,
    })),
  };
}
