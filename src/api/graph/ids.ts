/** Products and service plans by the GUIDs that Graph knows them by; where none is published, by one of ours. */
import type { Catalogue, Sku } from "../../domain/catalogue.ts";
import { guidOf } from "../../engine/tenant.ts";

export const skuIdOf = ({ skuId, skuPartNumber }: Sku): string => skuId ?? guidOf("sku", skuPartNumber);

export const planIdOf = ({ id, name }: Sku["servicePlans"][number]): string => id ?? guidOf("service plan", name);

export const skuWithId = ({ skus }: Catalogue, skuId: string): Sku | undefined =>
  skus.find((sku) => skuIdOf(sku) === skuId.toLowerCase());
