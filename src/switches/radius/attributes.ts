/** The attributes of RADIUS that calls are told with, by their names in RFC 2865, 2866, 2869 and 5176, and Cisco's. */
import type { Attribute, Packet } from "./packet.ts";

export const TYPES = {
  userName: 1,
  replyMessage: 18,
  class: 25,
  sessionTimeout: 27,
  terminationAction: 29,
  calledStationId: 30,
  callingStationId: 31,
  nasIdentifier: 32,
  acctStatusType: 40,
  acctDelayTime: 41,
  acctSessionId: 44,
  acctSessionTime: 46,
  acctTerminateCause: 49,
  acctInterimInterval: 85,
} as const;

const VENDOR_SPECIFIC = 26;
const CISCO = 9;
/** Cisco's VoIP attributes; their value repeats their name: `h323-credit-time=120`. */
export const CISCO_TYPES = { conferenceId: 24, creditTime: 102, returnCode: 103 } as const;

/** Undefined where it is absent, empty, or no UTF-8 without control characters. */
export function textOf({ attributes }: Packet, type: number): string | undefined {
  const value = attributes.find((attribute) => attribute.type === type)?.value;
  return value === undefined ? undefined : readText(value);
}

/** Of each of that type. */
export const textsOf = ({ attributes }: Packet, type: number): string[] =>
  attributes.flatMap((attribute) => (attribute.type === type ? (readText(attribute.value) ?? []) : []));

export function numberOf({ attributes }: Packet, type: number): number | undefined {
  const value = attributes.find((attribute) => attribute.type === type)?.value;
  return value?.length === 4 ? value.readUInt32BE() : undefined;
}

/** Of Cisco's attributes, what stands behind the name. */
export function ciscoOf({ attributes }: Packet, type: number): string | undefined {
  for (const { type: outer, value } of attributes) {
    if (outer !== VENDOR_SPECIFIC || value.length < 6 || value.readUInt32BE() !== CISCO) continue;
    const size = value[5]!;
    if (value[4] === type && size >= 2 && 4 + size <= value.length)
      return readText(value.subarray(6, 4 + size))?.replace(/^h323-[a-z-]+=/, "");
  }
  return undefined;
}

export const text = (type: number, value: string): Attribute => ({ type, value: cut(value, 253) });

export function number(type: number, value: number): Attribute {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return { type, value: bytes };
}

export function cisco(type: number, name: string, value: string): Attribute {
  const inner = cut(`${name}=${value}`, 247);
  const head = Buffer.alloc(6);
  head.writeUInt32BE(CISCO);
  head[4] = type;
  head[5] = inner.length + 2;
  return { type: VENDOR_SPECIFIC, value: Buffer.concat([head, inner]) };
}

function readText(value: Buffer): string | undefined {
  try {
    const read = new TextDecoder("utf-8", { fatal: true }).decode(value).replace(/\0+$/, "");
    return read === "" || /\p{Cc}/u.test(read) ? undefined : read;
  } catch {
    return undefined;
  }
}

/** At most so many bytes, and no half a character. */
function cut(value: string, most: number): Buffer {
  const bytes = Buffer.from(value);
  if (bytes.length <= most) return bytes;
  let end = most;
  while ((bytes[end]! & 0xc0) === 0x80) end--;
  return bytes.subarray(0, end);
}
