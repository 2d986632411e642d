/** What a user is told by: the body of a PUT, and a line of a file. */
import { z } from "zod";
import { FAULTS } from "../domain/fault.ts";
import { country, language, text } from "./schema.ts";

export const principalName = z
  .string()
  .max(256)
  .regex(/^[^\s@:/\\<>"\p{Cc}]+@[^\s@:/\\<>"\p{Cc}]+$/u, FAULTS.NOT_A_PRINCIPAL_NAME)
  .meta({ example: "ann@contoso.example" });
const alias = z
  .string()
  .max(256)
  .regex(/^[^\s\p{Cc}]+$/u, FAULTS.SPACE_IN_NAME);
const mail = z.email().max(254);
export const userKind = z.enum(["person", "resource-account"]);

export const userBody = z
  .strictObject({
    displayName: text(256),
    kind: userKind,
    usageLocation: country.meta({ description: "Country of the user's licences" }),
    objectId: z.guid().meta({ description: "Made up where absent" }),
    aliases: z.array(alias).max(50).meta({ description: "Further names that a switch may call the user by" }),
    mail: mail.nullable(),
    alternateMail: mail.nullable(),
    preferredLanguage: language.nullable(),
    roles: z
      .array(text(128))
      .max(50)
      .meta({ description: "Names of administrator roles, older ones too, or template ids" }),
    licenses: z.array(text(128)).max(100).meta({ description: "Part numbers; together all that the user holds" }),
    costCenter: text(64).nullable(),
    dialOutPolicy: text(64).nullable().meta({ example: "DialoutCPCandPSTNInternational" }),
  })
  .partial()
  .meta({
    description: "A new one needs displayName, kind, usageLocation and licenses. What is left out stays as it is.",
  });
