/** Plans and add-ons: what each gives, what it costs, and what one needs for which task. */
import { z } from "zod";
import {
  capabilitiesOf,
  type Catalogue,
  type Countries,
  plansOf,
  type PoolScope,
  productsWith,
  type ServicePlanKind,
} from "../../domain/catalogue.ts";
import { country, currency, decimal, type Routes } from "../schema.ts";

const scope = z.enum(["domestic", "international", "user", "zone-a"]);

const answer = z.object({
  plans: z.array(
    z
      .object({
        skuPartNumber: z.string(),
        skuId: z.string().nullable().meta({ description: "Null where none is published" }),
        productName: z.string(),
        kind: z.enum(["plan", "add-on", "credits", "base"]).meta({
          description:
            "plan: calls or meetings are made on it; add-on: beside one; credits: opens the balance; base: what the others need",
        }),
        gives: z.array(z.string()).meta({ description: "Service plans" }),
        unlimited: z.boolean().meta({ description: "Needs no purchase and is never used up" }),
        notSoldIn: z.array(country),
        minutes: z.array(
          z.object({
            servicePlan: z.string(),
            scope,
            shared: z.boolean().meta({ description: "One pool for all who hold it" }),
            minutesPerLicence: z
              .record(z.string(), z.int())
              .meta({ description: "A month, by usage location; else default" }),
          }),
        ),
        includes: z.object({
          domestic: z
            .boolean()
            .meta({ description: "Calls within the country of the user, until the minutes are used" }),
          international: z.boolean().meta({ description: "Calls to includedCountries.international" }),
          zoneA: z.boolean().meta({ description: "Dial-out of meetings to includedCountries.zoneA" }),
          usCanada: z.boolean().meta({ description: "Dial-out of meetings to the US and Canada, without limit" }),
          incoming: z.boolean().meta({ description: "Incoming calls" }),
        }),
        price: z.object({
          amount: decimal,
          currency,
          per: z.string(),
          invented: z.boolean(),
          label: z.string().meta({ example: "Sample price, invented" }),
        }),
      })
      .meta({ id: "Plan" }),
  ),
  needs: z.array(
    z.object({
      id: z.string(),
      task: z.string(),
      who: z.string(),
      needs: z.string(),
      anyOf: z.array(z.array(z.string())).meta({
        description: "Part numbers: of each inner list one is needed. Empty: no licence of a person",
      }),
      credits: z.enum(["none", "beyond-minutes", "every-minute", "set-up-first"]),
    }),
  ),
  includedCountries: z.object({
    international: z.array(country).meta({ description: "Destinations of the international minutes" }),
    zoneA: z.array(country).meta({ description: "Destinations of the conferencing minutes" }),
    domesticGroups: z
      .record(country, z.array(country))
      .meta({ description: "What counts as domestic, where it is more" }),
  }),
});

export const planRoutes: Routes = (app, { engine }) => {
  app.get(
    "/v1/plans",
    { schema: { summary: "Plans and add-ons", tags: ["Licences"], response: { 200: answer } } },
    () => shown(engine.catalogue, engine.countries),
  );
};

const shown = (catalogue: Catalogue, countries: Countries): z.input<typeof answer> => ({
  plans: catalogue.skus.map((sku) => {
    const gives = capabilitiesOf(catalogue, [sku.skuPartNumber]);
    const kinds = new Set(plansOf(catalogue, sku.skuPartNumber).map(({ kind }) => kind));
    const covers = (wanted: PoolScope) =>
      plansOf(catalogue, sku.skuPartNumber).some(({ allowances }) => allowances.some(({ scope }) => scope === wanted));
    return {
      skuPartNumber: sku.skuPartNumber,
      skuId: sku.skuId,
      productName: sku.productName,
      kind: kindOf(kinds),
      gives: [...gives],
      unlimited: sku.unlimited ?? false,
      notSoldIn: [...(sku.notSoldIn ?? [])],
      minutes: catalogue.servicePlans
        .filter(({ name }) => gives.has(name))
        .flatMap(({ name, pooled, allowances }) =>
          allowances.map(({ scope, minutesPerLicence }) => ({
            servicePlan: name,
            scope,
            shared: pooled,
            minutesPerLicence,
          })),
        ),
      includes: {
        domestic: covers("domestic") || covers("user"),
        international: covers("international"),
        zoneA: covers("zone-a"),
        usCanada: kinds.has("dial-out-add-on"),
        incoming: ["calling-plan", "pay-as-you-go", "conferencing"].some((kind) => kinds.has(kind as ServicePlanKind)),
      },
      price: { ...sku.price, label: sku.price.invented ? "Sample price, invented" : "List price" },
    };
  }),
  needs: catalogue.needs.map(({ id, task, who, needs, kinds, credits }) => ({
    id,
    task,
    who,
    needs,
    anyOf: kinds.map((some) => productsWith(catalogue, some)),
    credits,
  })),
  includedCountries: {
    international: [...countries.includedInternational],
    zoneA: [...countries.zoneA],
    domesticGroups: Object.fromEntries(
      Object.entries(countries.domesticGroups).map(([home, group]) => [home, [...group]]),
    ),
  },
});

function kindOf(kinds: ReadonlySet<ServicePlanKind>): "plan" | "add-on" | "credits" | "base" {
  if (kinds.has("credits")) return "credits";
  if (kinds.has("dial-out-add-on") || kinds.has("international")) return "add-on";
  const plans: readonly ServicePlanKind[] = [
    "calling-plan",
    "pay-as-you-go",
    "conferencing",
    "conferencing-per-minute",
    "own-carrier",
  ];
  return plans.some((kind) => kinds.has(kind)) ? "plan" : "base";
}
