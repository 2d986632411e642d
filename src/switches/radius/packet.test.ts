import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cisco, CISCO_TYPES, ciscoOf, number, numberOf, text, textOf, TYPES } from "./attributes.ts";
import { CODES, decodePacket, encodeReply, encodeRequest, isAnswerTo, isAuthentic } from "./packet.ts";

const SECRET = "a-shared-secret";

/** RFC 2865 §7.1: user nemo, as it is printed there. */
const NEMO = Buffer.from(
  "010000380f403f9473978057bd83d5cb98f4227a01066e656d6f02120dbe708d93d413ce3196e43f782a0aee0406c0a80110050600000003",
  "hex",
);

test("the Access-Request of RFC 2865 §7.1 is read", () => {
  const packet = decodePacket(NEMO)!;
  expect(packet).toMatchObject({ code: CODES.accessRequest, identifier: 0 });
  expect([textOf(packet, TYPES.userName), numberOf(packet, 5)]).toEqual(["nemo", 3]);
  expect(isAuthentic(packet, "xyzzy5461"), "it has no Message-Authenticator").toBe(false);
});

test("an Accounting-Request is believed with the right secret alone", () => {
  const attributes = [number(TYPES.acctStatusType, 2), text(TYPES.acctSessionId, "call-1")];
  const bytes = encodeRequest({ code: CODES.accountingRequest, identifier: 7, attributes }, SECRET);
  expect(isAuthentic(decodePacket(bytes)!, SECRET)).toBe(true);
  expect(isAuthentic(decodePacket(bytes)!, "another-secret")).toBe(false);
  for (let at = 0; at < bytes.length; at++) {
    const forged = Buffer.from(bytes);
    forged[at]! ^= 1;
    const packet = decodePacket(forged);
    expect(packet !== undefined && isAuthentic(packet, SECRET), `byte ${at} changed`).toBe(false);
  }
});

test("an answer to an Access-Request begins with its Message-Authenticator", () => {
  const answer = encodeReply(decodePacket(NEMO)!, CODES.accessReject, [text(TYPES.replyMessage, "no")], SECRET);
  expect([answer[20], answer[21]]).toEqual([80, 18]);
  const plain = Buffer.concat([answer.subarray(0, 4), NEMO.subarray(4, 20), answer.subarray(20)]);
  expect(answer.subarray(4, 20)).toEqual(createHash("md5").update(plain).update(SECRET).digest());
});

test("an answer answers one request, from somebody who knows the secret", () => {
  const request = encodeRequest({ code: CODES.disconnectRequest, identifier: 9, attributes: [] }, SECRET);
  const answer = encodeReply(decodePacket(request)!, CODES.disconnectAck, [], SECRET);
  expect(isAnswerTo(request, decodePacket(answer)!, SECRET)).toBe(true);
  expect(isAnswerTo(request, decodePacket(answer)!, "another-secret")).toBe(false);
  const other = encodeRequest({ code: CODES.disconnectRequest, identifier: 10, attributes: [] }, SECRET);
  expect(isAnswerTo(other, decodePacket(answer)!, SECRET)).toBe(false);
});

test("Cisco's attributes are told behind their names", () => {
  const attributes = [cisco(CISCO_TYPES.creditTime, "h323-credit-time", "120"), text(TYPES.class, "日本語")];
  const bytes = encodeRequest({ code: CODES.coaRequest, identifier: 1, attributes }, SECRET);
  const packet = decodePacket(bytes)!;
  expect([ciscoOf(packet, CISCO_TYPES.creditTime), textOf(packet, TYPES.class)]).toEqual(["120", "日本語"]);
});

test("a text that is too long ends with a whole character", () => {
  expect(text(TYPES.replyMessage, "語".repeat(100)).value.toString()).toBe("語".repeat(84));
});

describe("whatever arrives", () => {
  test("is read or dropped, and never believed", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const packet = decodePacket(Buffer.from(bytes));
        if (!packet) return;
        expect(isAuthentic(packet, SECRET)).toBe(false);
        for (const type of [1, 24, 26, 31])
          [textOf(packet, type), numberOf(packet, type), ciscoOf(packet, type)].join();
      }),
      { numRuns: 5_000 },
    );
  });

  test("of a packet with bytes changed, cut or added, too", () => {
    const good = encodeRequest(
      { code: 4, identifier: 1, attributes: [text(44, "id"), cisco(24, "h323-conf-id", "A B")] },
      SECRET,
    );
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length), (at, value, length) => {
        const spoilt = Buffer.from(good);
        spoilt[at] = value;
        for (const bytes of [spoilt, spoilt.subarray(0, length), Buffer.concat([spoilt, spoilt])]) {
          const packet = decodePacket(bytes);
          if (packet) [textOf(packet, 44), ciscoOf(packet, 24), isAuthentic(packet, SECRET)].join();
        }
      }),
      { numRuns: 5_000 },
    );
  });
});
