/** Outbound restriction policies: two independent controls behind one name (domain.md 3.5). */
export interface DialOutPolicy {
  /** Dial-out from conferences, seen from the organiser. */
  conferencing: "any" | "domestic" | "zone-a" | "none";
  /** Calls of users to the telephone network; emergency always works. */
  pstn: "any" | "domestic" | "none";
}

export const NO_RESTRICTION: DialOutPolicy = { conferencing: "any", pstn: "any" };

export const DIAL_OUT_POLICIES: Readonly<Record<string, DialOutPolicy>> = {
  DialoutCPCandPSTNInternational: NO_RESTRICTION,
  DialoutCPCDomesticPSTNInternational: { conferencing: "domestic", pstn: "any" },
  DialoutCPCDisabledPSTNInternational: { conferencing: "none", pstn: "any" },
  DialoutCPCInternationalPSTNDomestic: { conferencing: "any", pstn: "domestic" },
  DialoutCPCInternationalPSTNDisabled: { conferencing: "any", pstn: "none" },
  DialoutCPCandPSTNDomestic: { conferencing: "domestic", pstn: "domestic" },
  DialoutCPCDomesticPSTNDisabled: { conferencing: "domestic", pstn: "none" },
  DialoutCPCDisabledPSTNDomestic: { conferencing: "none", pstn: "domestic" },
  DialoutCPCandPSTNDisabled: { conferencing: "none", pstn: "none" },
  DialoutCPCZoneAPSTNInternational: { conferencing: "zone-a", pstn: "any" },
  DialoutCPCZoneAPSTNDomestic: { conferencing: "zone-a", pstn: "domestic" },
  DialoutCPCZoneAPSTNDisabled: { conferencing: "zone-a", pstn: "none" },
};

/** The policy of a name, with or without the `tag:` of its identity form; undefined for a name that is none. */
export function dialOutPolicy(name: string): DialOutPolicy | undefined {
  const plain = name.replace(/^tag:/, "");
  return Object.hasOwn(DIAL_OUT_POLICIES, plain) ? DIAL_OUT_POLICIES[plain] : undefined;
}
