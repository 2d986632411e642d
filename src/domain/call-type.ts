/** Call types (domain.md 3.2 and 6.1) and what follows from each: direction, who is named, which rates apply. */
export const CALL_TYPES = [
  "user_in",
  "user_out",
  "user_out_conf",
  "user_out_transfer",
  "user_out_forwarding",
  "conf_in",
  "conf_out",
  "ucap_in",
  "ucap_out",
  "unassigned_in",
  "dr_in",
  "dr_out",
  "dr_out_user_conf",
  "dr_out_user_forwarding",
  "dr_out_user_transfer",
  "dr_in_bot",
  "dr_out_bot",
  "dr_unassigned_in",
  "dr_emergency_out",
  "oc_in",
  "oc_out",
  "oc_out_user_conf",
  "oc_out_user_forwarding",
  "oc_out_user_transfer",
  "oc_in_bot",
  "oc_out_bot",
  "oc_unassigned_in",
  "oc_emergency_out",
] as const;
export type CallType = (typeof CALL_TYPES)[number];

/** Older names of the same (domain.md 0.2): accepted, and written as the new ones. */
export const OLDER_CALL_TYPES: Readonly<Record<string, CallType>> = {
  dr_in_ucap: "dr_in_bot",
  dr_out_ucap: "dr_out_bot",
};

/** What Graph calls the types of direct routing, such as ByotIn for dr_in; the others by their own names (domain.md 8.2). */
export const graphCallType = (type: CallType): string =>
  type
    .replace(/^dr_/, "byot_")
    .replace(/^byot_.*/, (name) => name.replace(/(?:^|_)(\w)/g, (_, c: string) => c.toUpperCase()));

const BY_WRITING: ReadonlyMap<string, CallType> = new Map([
  ...CALL_TYPES.flatMap((type) => [[type, type] as const, [graphCallType(type).toLowerCase(), type] as const]),
  ...Object.entries(OLDER_CALL_TYPES).flatMap(([older, type]) => [
    [older, type] as const,
    [graphCallType(older as CallType).toLowerCase(), type] as const,
  ]),
]);

/** A call type however Graph or an older file writes it; undefined if it is none. */
export const callTypeOf = (written: string): CallType | undefined => BY_WRITING.get(written.toLowerCase());

export type Carrier = "calling-plan" | "direct-routing" | "operator-connect";
export type NumberKind = "subscriber" | "service-toll" | "service-toll-free" | "service-premium";
export type UseType = "user" | "conference-bridge" | "auto-attendant" | "call-queue" | "unassigned";

export const isOwnCarrier = (type: CallType): boolean => type.startsWith("dr_") || type.startsWith("oc_");
export const isInbound = (type: CallType): boolean => /_in(_bot)?$/.test(type);
export const isConference = (type: CallType): boolean => type === "conf_in" || type === "conf_out";

export type RateService = "user_out" | "conf_out" | "ucap_out" | "tollfree_in" | "conf_in";

/** Which rates price a call, or null where money never pays for it (domain.md 9, GAP-37). */
export function rateService(type: CallType, dialled: NumberKind | null): RateService | null {
  if (isInbound(type) && dialled === "service-toll-free") return "tollfree_in";
  if (type === "conf_in" || type === "conf_out" || type === "ucap_out") return type;
  return type.startsWith("user_out") ? "user_out" : null;
}

/** What the report calls the kind of number (domain.md GAP-32). */
export const carrierPrefix = (carrier: Carrier): "" | "dr_" | "oc_" =>
  carrier === "direct-routing" ? "dr_" : carrier === "operator-connect" ? "oc_" : "";

/**
 * The call type that the numbers imply: an own number that is dialled makes an inbound call by what it serves, an own
 * number that calls makes an outbound one. Null where neither number nor a user is ours.
 */
export function inferCallType(facts: {
  dialled: { use: UseType; carrier: Carrier } | null;
  calling: { use: UseType; carrier: Carrier } | null;
  /** A user is named, or owns the calling number. */
  hasUser: boolean;
  /** Attendants and queues call out by it, also with the number of the caller whom they pass on. */
  isResourceAccount: boolean;
  /** That user is not the one who answers the number that was dialled: a colleague who calls out. */
  isColleague: boolean;
  hasConference: boolean;
}): CallType | null {
  const { dialled, calling } = facts;
  if (dialled && (dialled.use === "conference-bridge" || !facts.isColleague)) {
    const prefix = carrierPrefix(dialled.carrier);
    if (dialled.use === "user") return prefix ? `${prefix}in` : "user_in";
    if (dialled.use === "unassigned") return `${prefix}unassigned_in`;
    if (dialled.use === "conference-bridge") return "conf_in";
    return prefix ? `${prefix}in_bot` : "ucap_in";
  }
  if (facts.hasConference || calling?.use === "conference-bridge") return "conf_out";
  if (calling && (calling.use === "auto-attendant" || calling.use === "call-queue")) {
    const prefix = carrierPrefix(calling.carrier);
    return prefix ? `${prefix}out_bot` : "ucap_out";
  }
  if (!calling && !facts.hasUser) return null;
  if (!calling && facts.isResourceAccount) return "ucap_out";
  const prefix = carrierPrefix(calling?.carrier ?? "calling-plan");
  return prefix ? `${prefix}out` : "user_out";
}

/** Whether a call type that was named contradicts the kind, use or carrier of our own number in the call. */
export function contradicts(
  type: CallType,
  facts: { dialled: { use: UseType; carrier: Carrier } | null; calling: { use: UseType; carrier: Carrier } | null },
): boolean {
  const own = isInbound(type) ? facts.dialled : facts.calling;
  // What is forwarded or transferred comes from anybody, also from a colleague on another carrier.
  if (!own || /_(forwarding|transfer)$/.test(type)) return false;
  const prefix = carrierPrefix(own.carrier);
  if (isConference(type)) return own.use === "user" && type === "conf_in";
  if ((prefix || isOwnCarrier(type)) && !type.startsWith(prefix || "-")) return true;
  const bot = own.use === "auto-attendant" || own.use === "call-queue";
  if (type === "ucap_in" || type === "ucap_out" || type.endsWith("_bot")) return !bot;
  if (type.endsWith("unassigned_in")) return own.use !== "unassigned";
  return own.use !== "user";
}
