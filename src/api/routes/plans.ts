/** Plans and add-ons: what each gives, what it costs, and what one needs for which task. */
import { z } from "zod";
import { type Catalogue, capabilitiesOf, type Countries } from "../../domain/catalogue.ts";
import { country, currency, decimal, type Routes } from "../schema.ts";

const scope = z.enum(["domestic", "international", "user", "zone-a"]);

const answer = z.object({
  plans: z.array(
    z
      .object({
        skuPartNumber: z.string(),
        productName: z.string(),
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
        price: z.object({ amount: decimal, currency, per: z.string(), invented: z.boolean() }),
      })
      .meta({ id: "Plan" }),
  ),
  needs: z.array(
    z.object({
      id: z.string(),
      task: z.string(),
      who: z.string(),
      needs: z.string(),
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
    return {
      skuPartNumber: sku.skuPartNumber,
      productName: sku.productName,
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
      price: { ...sku.price },
    };
  }),
  needs: catalogue.needs.map(({ id, task, who, needs, credits }) => ({ id, task, who, needs, credits })),
  includedCountries: {
    international: [...countries.includedInternational],
    zoneA: [...countries.zoneA],
    domesticGroups: Object.fromEntries(
      Object.entries(countries.domesticGroups).map(([home, group]) => [home, [...group]]),
    ),
  },
});
