/**
 * Diameter messages (RFC 6733 §3, §4): a stream of bytes to messages and AVPs, and back. Nothing here waits or asks
 * anybody, so that the fuzzer may feed it whatever it likes.
 */

export interface Avp {
  code: number;
  /** Absent: of the IETF. */
  vendor?: number | undefined;
  /** The receiver must understand it, or refuse the message. */
  mandatory: boolean;
  value: Buffer;
}

export interface Message {
  request: boolean;
  /** May go through relays. */
  proxiable: boolean;
  /** An answer that tells of an error of the protocol. */
  error: boolean;
  /** Perhaps sent before. */
  retransmitted: boolean;
  command: number;
  application: number;
  hopByHop: number;
  endToEnd: number;
  avps: readonly Avp[];
}

const HEADER = 20;
/** Longer than any that charges a call; what is longer ends the connection. */
const LONGEST = 65_536;
const FLAGS = { request: 0x80, proxiable: 0x40, error: 0x20, retransmitted: 0x10 } as const;
const AVP_FLAGS = { vendor: 0x80, mandatory: 0x40 } as const;

/** Whoever sends it speaks no Diameter: there is no telling where the next message begins. */
export class NotDiameter extends Error {}

/** Cuts a stream into messages, wherever its segments begin and end (RFC 6733 §2.1). */
export class Framer {
  #rest: Buffer = Buffer.alloc(0);

  /** @throws NotDiameter */
  push(bytes: Buffer): Buffer[] {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const messages: Buffer[] = [];
    while (this.#rest.length >= 4) {
      const length = this.#rest.readUIntBE(1, 3);
      if (this.#rest[0] !== 1 || length < HEADER || length % 4 !== 0 || length > LONGEST)
        throw new NotDiameter("no Diameter message of at most 65536 bytes begins here");
      if (this.#rest.length < length) break;
      messages.push(this.#rest.subarray(0, length));
      this.#rest = this.#rest.subarray(length);
    }
    return messages;
  }
}

export type Decoded = Message & {
  /** The AVPs do not end where they say. */
  malformed: boolean;
};

/** Of a whole message. What can be read of one that is malformed is there, so that it can be answered. */
export function decodeMessage(bytes: Buffer): Decoded {
  const flags = bytes[4]!;
  const { avps, malformed } = decodeAvps(bytes.subarray(HEADER));
  return {
    request: (flags & FLAGS.request) !== 0,
    proxiable: (flags & FLAGS.proxiable) !== 0,
    error: (flags & FLAGS.error) !== 0,
    retransmitted: (flags & FLAGS.retransmitted) !== 0,
    command: bytes.readUIntBE(5, 3),
    application: bytes.readUInt32BE(8),
    hopByHop: bytes.readUInt32BE(12),
    endToEnd: bytes.readUInt32BE(16),
    avps,
    malformed,
  };
}

/** Also of what is inside a grouped AVP. */
export function decodeAvps(bytes: Buffer): { avps: Avp[]; malformed: boolean } {
  const avps: Avp[] = [];
  for (let at = 0; at < bytes.length;) {
    if (bytes.length - at < 8) return { avps, malformed: true };
    const flags = bytes[at + 4]!;
    const length = bytes.readUIntBE(at + 5, 3);
    const head = (flags & AVP_FLAGS.vendor) === 0 ? 8 : 12;
    if (length < head || at + length > bytes.length) return { avps, malformed: true };
    avps.push({
      code: bytes.readUInt32BE(at),
      vendor: head === 8 ? undefined : bytes.readUInt32BE(at + 8),
      mandatory: (flags & AVP_FLAGS.mandatory) !== 0,
      value: bytes.subarray(at + head, at + length),
    });
    at += padded(length);
  }
  return { avps, malformed: false };
}

export function encodeMessage(message: Message): Buffer {
  const body = encodeAvps(message.avps);
  const head = Buffer.alloc(HEADER);
  const flags =
    (message.request ? FLAGS.request : 0) |
    (message.proxiable ? FLAGS.proxiable : 0) |
    (message.error ? FLAGS.error : 0) |
    (message.retransmitted ? FLAGS.retransmitted : 0);
  head[0] = 1;
  head.writeUIntBE(HEADER + body.length, 1, 3);
  head[4] = flags;
  head.writeUIntBE(message.command, 5, 3);
  head.writeUInt32BE(message.application, 8);
  head.writeUInt32BE(message.hopByHop, 12);
  head.writeUInt32BE(message.endToEnd, 16);
  return Buffer.concat([head, body]);
}

export const encodeAvps = (avps: readonly Avp[]): Buffer => Buffer.concat(avps.map(encodeAvp));

function encodeAvp({ code, vendor, mandatory, value }: Avp): Buffer {
  const head = Buffer.alloc(vendor === undefined ? 8 : 12);
  const length = head.length + value.length;
  head.writeUInt32BE(code);
  head[4] = (vendor === undefined ? 0 : AVP_FLAGS.vendor) | (mandatory ? AVP_FLAGS.mandatory : 0);
  head.writeUIntBE(length, 5, 3);
  if (vendor !== undefined) head.writeUInt32BE(vendor, 8);
  return Buffer.concat([head, value, Buffer.alloc(padded(length) - length)]);
}

const padded = (length: number): number => (length + 3) & ~3;
