/** The AVPs that calls are charged with: RFC 6733 (base), RFC 8506 (credit control) and 3GPP TS 32.299 (Ro). */
import { isIPv6 } from "node:net";
import { type Avp, decodeAvps, encodeAvps } from "./message.ts";

export const TGPP = 10_415;
/** Diameter credit control; Ro is it with 3GPP's AVPs. */
export const CREDIT_CONTROL = 4;
export const RELAY = 0xffff_ffff;

export const COMMANDS = {
  capabilitiesExchange: 257,
  reAuth: 258,
  creditControl: 272,
  abortSession: 274,
  deviceWatchdog: 280,
  disconnectPeer: 282,
} as const;

export const RESULTS = {
  success: 2001,
  commandUnsupported: 3001,
  tooBusy: 3004,
  applicationUnsupported: 3007,
  unknownPeer: 3010,
  endUserServiceDenied: 4010,
  creditLimitReached: 4012,
  unknownSession: 5002,
  invalidValue: 5004,
  missingAvp: 5005,
  noCommonApplication: 5010,
  unableToComply: 5012,
  invalidLength: 5014,
  userUnknown: 5030,
  ratingFailed: 5031,
} as const;

/** Code, and vendor where it is not the IETF's. */
type Name = readonly [code: number, vendor?: number];

export const AVPS = {
  hostIpAddress: [257],
  authApplicationId: [258],
  vendorSpecificApplicationId: [260],
  sessionId: [263],
  originHost: [264],
  supportedVendorId: [265],
  vendorId: [266],
  resultCode: [268],
  productName: [269],
  disconnectCause: [273],
  originStateId: [278],
  failedAvp: [279],
  errorMessage: [281],
  destinationRealm: [283],
  proxyInfo: [284],
  reAuthRequestType: [285],
  destinationHost: [293],
  terminationCause: [295],
  originRealm: [296],
  acctApplicationId: [259],
  ccRequestNumber: [415],
  ccRequestType: [416],
  ccTime: [420],
  finalUnitIndication: [430],
  grantedServiceUnit: [431],
  ratingGroup: [432],
  requestedAction: [436],
  requestedServiceUnit: [437],
  serviceIdentifier: [439],
  subscriptionId: [443],
  subscriptionIdData: [444],
  usedServiceUnit: [446],
  validityTime: [448],
  finalUnitAction: [449],
  subscriptionIdType: [450],
  multipleServicesCreditControl: [456],
  serviceInformation: [873, TGPP],
  imsInformation: [876, TGPP],
  callingPartyAddress: [831, TGPP],
  calledPartyAddress: [832, TGPP],
  userSessionId: [830, TGPP],
} as const satisfies Record<string, Name>;

const isNamed = (avp: Avp, [code, vendor]: Name): boolean => avp.code === code && avp.vendor === vendor;

export const avpOf = (avps: readonly Avp[], name: Name): Avp | undefined => avps.find((avp) => isNamed(avp, name));
export const avpsOf = (avps: readonly Avp[], name: Name): Avp[] => avps.filter((avp) => isNamed(avp, name));

/** What is inside a grouped AVP; nothing where there is none. */
export function groupOf(avps: readonly Avp[], name: Name): Avp[] {
  const avp = avpOf(avps, name);
  return avp ? decodeAvps(avp.value).avps : [];
}

export function u32Of(avps: readonly Avp[], name: Name): number | undefined {
  const value = avpOf(avps, name)?.value;
  return value?.length === 4 ? value.readUInt32BE() : undefined;
}

/** Undefined where it is absent, empty, or no UTF-8 without control characters. */
export function textOf(avps: readonly Avp[], name: Name): string | undefined {
  const value = avpOf(avps, name)?.value;
  if (!value || value.length === 0) return undefined;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(value);
    return /\p{Cc}/u.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

const avp = ([code, vendor]: Name, value: Buffer, mandatory = true): Avp => ({ code, vendor, mandatory, value });

export function u32(name: Name, value: number): Avp {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return avp(name, bytes);
}
export const text = (name: Name, value: string): Avp => avp(name, Buffer.from(value));
export const group = (name: Name, inner: readonly Avp[]): Avp => avp(name, encodeAvps(inner));
/** Not mandatory to understand (RFC 6733 §5.3.7, §7.3). */
export const hint = (name: Name, value: string): Avp => avp(name, Buffer.from(value), false);

/** Family and bytes of an IP address (RFC 6733 §4.3.1). */
export function address(name: Name, ip: string): Avp {
  if (isIPv6(ip)) return avp(name, Buffer.concat([Buffer.from([0, 2]), ipv6Bytes(ip)]));
  return avp(name, Buffer.from([0, 1, ...ip.split(".").map(Number)]));
}

function ipv6Bytes(ip: string): Buffer {
  const [head = "", tail] = ip.replace(/%.*$/, "").split("::");
  const words = (part: string | undefined): number[] => (part ? part.split(":").map((word) => parseInt(word, 16)) : []);
  const [left, right] = [words(head), words(tail)];
  const all = [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right];
  return Buffer.from(all.flatMap((word) => [word >> 8, word & 0xff]));
}
