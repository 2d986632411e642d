import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { address, AVPS, avpOf, group, groupOf, text, textOf, u32, u32Of } from "./avps.ts";
import { decodeAvps, decodeMessage, encodeMessage, Framer, type Message, NotDiameter } from "./message.ts";

const request: Message = {
  ...{ request: true, proxiable: true, error: false, retransmitted: false },
  ...{ command: 272, application: 4, hopByHop: 0x01020304, endToEnd: 0xfffffffe },
  avps: [
    text(AVPS.sessionId, "kam.lab;1;2"),
    u32(AVPS.ccRequestType, 1),
    group(AVPS.serviceInformation, [group(AVPS.imsInformation, [text(AVPS.calledPartyAddress, "tel:+442079460000")])]),
  ],
};

test("a message is what RFC 6733 §3 has it be, byte for byte", () => {
  const bytes = encodeMessage({ ...request, avps: [text(AVPS.originHost, "a.b")] });
  expect(bytes.toString("hex")).toBe(
    "01000020" + "c0000110" + "00000004" + "01020304" + "fffffffe" + "00000108" + "4000000b" + "612e6200",
  );
});

test("an AVP of a vendor names it, and addresses tell their family", () => {
  const [ims] = decodeAvps(encodeMessage(request).subarray(20)).avps.slice(-1);
  expect(ims).toMatchObject({ code: 873, vendor: 10_415, mandatory: true });
  expect(address(AVPS.hostIpAddress, "192.0.2.1").value.toString("hex")).toBe("0001c0000201");
  expect(address(AVPS.hostIpAddress, "2001:db8::1").value.toString("hex")).toBe("000220010db8000000000000000000000001");
});

test("what is written is read again, groups inside groups too", () => {
  const read = decodeMessage(encodeMessage(request));
  expect(read).toMatchObject({ command: 272, endToEnd: 0xfffffffe, request: true, malformed: false });
  const ims = groupOf(groupOf(read.avps, AVPS.serviceInformation), AVPS.imsInformation);
  expect([textOf(ims, AVPS.calledPartyAddress), u32Of(read.avps, AVPS.ccRequestType)]).toEqual([
    "tel:+442079460000",
    1,
  ]);
});

test("messages are found wherever the segments of a stream begin and end", () => {
  const one = encodeMessage(request);
  const stream = Buffer.concat([one, one, one]);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: stream.length }), { maxLength: 20 }), (cuts) => {
      const framer = new Framer();
      const found: Buffer[] = [];
      const ends = [...new Set([...cuts, stream.length])].sort((a, b) => a - b);
      for (const [i, end] of ends.entries()) found.push(...framer.push(stream.subarray(ends[i - 1] ?? 0, end)));
      expect(found.map((bytes) => bytes.equals(one))).toEqual([true, true, true]);
    }),
  );
});

test.each([
  ["another version", Buffer.from("02000014", "hex")],
  ["a length below its header", Buffer.from("01000010", "hex")],
  ["a length that is no multiple of four", Buffer.from("01000015", "hex")],
  ["a megabyte", Buffer.from("01100000", "hex")],
  ["HTTP", Buffer.from("GET / HTTP/1.1\r\n\r\n")],
])("%s is no Diameter", (_, bytes) => {
  expect(() => new Framer().push(bytes)).toThrow(NotDiameter);
});

describe("whatever arrives", () => {
  test("is read as far as it goes, or refused", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const { avps } = decodeAvps(Buffer.from(bytes));
        for (const name of Object.values(AVPS))
          [avpOf(avps, name)?.code, u32Of(avps, name), textOf(avps, name), groupOf(avps, name).length].join();
      }),
      { numRuns: 3_000 },
    );
  });

  test("of a message with a byte changed, too", () => {
    const good = encodeMessage(request);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), (at, value) => {
        const spoilt = Buffer.from(good);
        spoilt[at] = value;
        try {
          for (const bytes of new Framer().push(spoilt)) decodeMessage(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(NotDiameter);
        }
      }),
      { numRuns: 5_000 },
    );
  });
});
