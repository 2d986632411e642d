/**
 * RADIUS packets (RFC 2865, 2866, 5176): bytes to attributes and back, and who may have sent them. Nothing here waits or
 * asks anybody, so that the fuzzer may feed it whatever it likes.
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";

export const CODES = {
  accessRequest: 1,
  accessAccept: 2,
  accessReject: 3,
  accountingRequest: 4,
  accountingResponse: 5,
  statusServer: 12,
  disconnectRequest: 40,
  disconnectAck: 41,
  disconnectNak: 42,
  coaRequest: 43,
  coaAck: 44,
  coaNak: 45,
} as const;

export interface Attribute {
  /** 1 to 255. */
  type: number;
  /** 0 to 253 bytes. */
  value: Buffer;
}

export interface Packet {
  code: number;
  /** 0 to 255. */
  identifier: number;
  /** 16 bytes. */
  authenticator: Buffer;
  attributes: readonly Attribute[];
}

const HEADER = 20;
/** RFC 2865 §3: the longest packet there is. */
const LONGEST = 4096;
const AUTHENTICATOR = { from: 4, to: 20 };
/** RFC 2869 §5.14. */
const MESSAGE_AUTHENTICATOR = 80;
/** RFC 2865 §5.33: what proxies on the way have to have back, as it was and in its order. */
const PROXY_STATE = 33;
const NO_AUTHENTICATOR = Buffer.alloc(16);

/** Undefined for what is no packet, which RFC 2865 §3 has silently discarded. Bytes behind its length are padding. */
export function decodePacket(bytes: Buffer): Packet | undefined {
  if (bytes.length < HEADER) return undefined;
  const length = bytes.readUInt16BE(2);
  if (length < HEADER || length > LONGEST || length > bytes.length) return undefined;
  const attributes: Attribute[] = [];
  for (let at = HEADER; at < length;) {
    const size = at + 1 < length ? bytes[at + 1]! : 0;
    if (size < 2 || at + size > length) return undefined;
    attributes.push({ type: bytes[at]!, value: Buffer.from(bytes.subarray(at + 2, at + size)) });
    at += size;
  }
  const authenticator = Buffer.from(bytes.subarray(AUTHENTICATOR.from, AUTHENTICATOR.to));
  return { code: bytes[0]!, identifier: bytes[1]!, authenticator, attributes };
}

/** @throws RangeError for attributes that do not fit */
function encode({ code, identifier, authenticator, attributes }: Packet): Buffer {
  const length = attributes.reduce((sum, { value }) => sum + 2 + value.length, HEADER);
  if (length > LONGEST || attributes.some(({ value }) => value.length > 253))
    throw new RangeError("a RADIUS packet holds at most 4096 bytes, an attribute 253");
  const bytes = Buffer.alloc(HEADER);
  bytes[0] = code;
  bytes[1] = identifier;
  bytes.writeUInt16BE(length, 2);
  authenticator.copy(bytes, AUTHENTICATOR.from);
  const parts = attributes.map(({ type, value }) => Buffer.concat([Buffer.from([type, value.length + 2]), value]));
  return Buffer.concat([bytes, ...parts]);
}

const md5 = (...parts: readonly (Buffer | string)[]): Buffer =>
  parts.reduce((sum, part) => sum.update(part), createHash("md5")).digest();
const same = (one: Buffer, other: Buffer): boolean => one.length === other.length && timingSafeEqual(one, other);

/**
 * Whether it comes from somebody who knows the secret. An Access-Request says so by its Message-Authenticator alone; the
 * others by their authenticator, and by a Message-Authenticator if they have one.
 */
export function isAuthentic(packet: Packet, secret: string): boolean {
  const sent = packet.attributes.find(({ type }) => type === MESSAGE_AUTHENTICATOR);
  const random = packet.code === CODES.accessRequest || packet.code === CODES.statusServer;
  if (!random) {
    const expected = md5(encode({ ...packet, authenticator: NO_AUTHENTICATOR }), secret);
    if (!same(expected, packet.authenticator)) return false;
  }
  if (!sent) return !random;
  const authenticator = random ? packet.authenticator : NO_AUTHENTICATOR;
  const blank = packet.attributes.map((one) => (one === sent ? { ...one, value: NO_AUTHENTICATOR } : one));
  const expected = createHmac("md5", secret)
    .update(encode({ ...packet, authenticator, attributes: blank }))
    .digest();
  return same(expected, sent.value);
}

export const hasMessageAuthenticator = ({ attributes }: Packet): boolean =>
  attributes.some(({ type }) => type === MESSAGE_AUTHENTICATOR);

/**
 * An answer. That to an Access-Request begins with its Message-Authenticator, so that nobody on the way can pass it off
 * as another (CVE-2024-3596); the others have none, since clients disagree what it is made over there.
 */
export function encodeReply(request: Packet, code: number, attributes: readonly Attribute[], secret: string): Buffer {
  const { identifier, authenticator } = request;
  const passed = request.attributes.filter(({ type }) => type === PROXY_STATE);
  const packet = { code, identifier, authenticator, attributes: [...attributes, ...passed] };
  const bytes = code === CODES.accessAccept || code === CODES.accessReject ? sign(packet, secret) : encode(packet);
  md5(bytes, secret).copy(bytes, AUTHENTICATOR.from);
  return bytes;
}

/** A request of ours, signed in both ways: Accounting, Disconnect and CoA (RFC 2866 §3, RFC 5176 §2.3). */
export function encodeRequest({ code, identifier, attributes }: Omit<Packet, "authenticator">, secret: string): Buffer {
  const signed = sign({ code, identifier, authenticator: NO_AUTHENTICATOR, attributes }, secret);
  md5(signed, secret).copy(signed, AUTHENTICATOR.from);
  return signed;
}

/** Whether it answers that request of ours. */
export function isAnswerTo(request: Buffer, answer: Packet, secret: string): boolean {
  if (answer.identifier !== request[1]) return false;
  const authenticator = Buffer.from(request.subarray(AUTHENTICATOR.from, AUTHENTICATOR.to));
  return same(md5(encode({ ...answer, authenticator }), secret), answer.authenticator);
}

function sign(packet: Packet, secret: string): Buffer {
  const attributes = [{ type: MESSAGE_AUTHENTICATOR, value: NO_AUTHENTICATOR }, ...packet.attributes];
  const bytes = encode({ ...packet, attributes });
  createHmac("md5", secret)
    .update(bytes)
    .digest()
    .copy(bytes, HEADER + 2);
  return bytes;
}
