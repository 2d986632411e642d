/** The settings of the servers that switches talk to, beside the API: RADIUS, Diameter, FastAGI. */
import { isIPv6, SocketAddress } from "node:net";
import { z } from "zod";

export const port = z.coerce.number("must be a whole number from 0 to 65535").int().min(0).max(65_535);

/** JSON in a setting. */
const jsonOf = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue("must be JSON");
        return z.NEVER;
      }
    })
    .pipe(schema);

const switchId = z.string().regex(/^[A-Za-z0-9._-]{1,64}$/, "must be the id of a switch");
/** As sockets write it: `2001:DB8:0::5` is `2001:db8::5`, and an IPv4 address in IPv6 is the IPv4 one. */
const ipAddress = z
  .union([z.ipv4(), z.ipv6()], "must be an IP address")
  .transform((address) => (isIPv6(address) ? plain(new SocketAddress({ address, family: "ipv6" })) : address));
const plain = ({ address }: SocketAddress): string => address.replace(/^::ffff:(?=\d+\.)/, "");

const radiusClient = z.strictObject({
  address: ipAddress,
  secret: z.string().min(8, "must have 8 or more characters"),
  switch: switchId,
  disconnectPort: z.int().min(1).max(65_535).optional(),
  requireMessageAuthenticator: z.boolean().optional(),
  interimSeconds: z.int().min(60).max(3_600).optional(),
});

const diameterPeer = z.strictObject({
  originHost: z.string().min(1).max(255),
  switch: switchId,
  address: ipAddress.optional(),
});

const asteriskServer = z.strictObject({
  address: ipAddress,
  switch: switchId,
  node: z.string().min(1).max(64).optional(),
  ari: z
    .strictObject({
      url: z
        .url({ protocol: /^https?$/, error: "must be an address that begins with http:// or https://" })
        .transform((url) => url.replace(/\/+$/, "")),
      user: z.string().min(1),
      password: z.string().min(1),
    })
    .optional(),
  ami: z
    .strictObject({
      port: z.int().min(1).max(65_535).default(5038),
      user: z.string().min(1),
      password: z.string().min(1),
    })
    .optional(),
});

export const switchSettings = {
  TALKTIME_RADIUS_CLIENTS: jsonOf(z.array(radiusClient).min(1))
    .optional()
    .describe(
      'Gateways that charge their calls by RADIUS, as JSON: [{"address":"192.0.2.5","secret":"…","switch":"gateway-1"}], ' +
        "each with the switch that its calls belong to; optionally disconnectPort (3799) for pushed ends, " +
        "interimSeconds (60 to 3600) between its Interim-Updates, so that a call whose Stop is lost ends with the last of " +
        "them, and requireMessageAuthenticator (true). Absent: no RADIUS.",
    ),
  TALKTIME_RADIUS_PORT: port.default(1812).describe("UDP port of RADIUS authorisation, at TALKTIME_HOST."),
  TALKTIME_RADIUS_ACCOUNTING_PORT: port.default(1813).describe("UDP port of RADIUS accounting."),
  TALKTIME_DIAMETER_PEERS: jsonOf(z.array(diameterPeer).min(1))
    .optional()
    .describe(
      'Peers that charge their calls by Diameter credit control, as JSON: [{"originHost":"ims.example.net",' +
        '"switch":"ims-1"}], each with the switch that its calls belong to; optionally the IP address that it comes ' +
        "from. Absent: no Diameter.",
    ),
  TALKTIME_DIAMETER_PORT: port.default(3868).describe("TCP port of Diameter, at TALKTIME_HOST."),
  TALKTIME_DIAMETER_IDENTITY: z
    .string()
    .regex(/^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/, "must be a host name")
    .default("talktime.localdomain")
    .describe("Origin-Host of Talktime; what stands behind its first dot is its realm."),
  TALKTIME_ASTERISK: jsonOf(z.array(asteriskServer).min(1))
    .optional()
    .describe(
      'Asterisk servers that charge their calls by FastAGI, as JSON: [{"address":"192.0.2.7","switch":"asterisk-1",' +
        '"ari":{"url":"http://192.0.2.7:8088/ari","user":"talktime","password":"…"}}], each with the switch that its ' +
        "calls belong to; without ari no call is hung up from outside; ami (user, password and its port, 5038) lets a " +
        "call last longer when money comes in; node tells apart several of one switch. Absent: no FastAGI.",
    ),
  TALKTIME_FASTAGI_PORT: port.default(4573).describe("TCP port of FastAGI, at TALKTIME_HOST."),
  TALKTIME_ASTERISK_RECONCILE_SECONDS: z.coerce
    .number("must be a whole number of seconds")
    .int()
    .min(1)
    .max(3_600)
    .default(60)
    .describe("How often each Asterisk with ari is asked which calls there are."),
};

export type RadiusClient = z.output<typeof radiusClient>;

export interface RadiusSettings {
  /** 0 takes a free one; so does the other. */
  port: number;
  accountingPort: number;
  clients: readonly RadiusClient[];
}

export type DiameterPeer = z.output<typeof diameterPeer>;

export interface DiameterSettings {
  /** 0 takes a free one. */
  port: number;
  originHost: string;
  originRealm: string;
  peers: readonly DiameterPeer[];
}

export type AsteriskServer = z.output<typeof asteriskServer>;

export interface AsteriskSettings {
  /** 0 takes a free one. */
  port: number;
  servers: readonly AsteriskServer[];
  /** How often each is asked which calls there are. */
  compareEveryMs: number;
  /** How long one may say nothing in the middle of a request; absent: 5 s. */
  patienceMs?: number;
}

export interface SwitchServers {
  /** Undefined: no RADIUS. */
  radius: RadiusSettings | undefined;
  /** Undefined: no Diameter. */
  diameter: DiameterSettings | undefined;
  /** Undefined: no FastAGI. */
  asterisk: AsteriskSettings | undefined;
}

export function switchesOf(value: z.output<z.ZodObject<typeof switchSettings>>): SwitchServers {
  return {
    radius: value.TALKTIME_RADIUS_CLIENTS && {
      port: value.TALKTIME_RADIUS_PORT,
      accountingPort: value.TALKTIME_RADIUS_ACCOUNTING_PORT,
      clients: value.TALKTIME_RADIUS_CLIENTS,
    },
    diameter: value.TALKTIME_DIAMETER_PEERS && {
      port: value.TALKTIME_DIAMETER_PORT,
      originHost: value.TALKTIME_DIAMETER_IDENTITY,
      originRealm: value.TALKTIME_DIAMETER_IDENTITY.replace(/^[^.]*\./, ""),
      peers: value.TALKTIME_DIAMETER_PEERS,
    },
    asterisk: value.TALKTIME_ASTERISK && {
      port: value.TALKTIME_FASTAGI_PORT,
      servers: value.TALKTIME_ASTERISK,
      compareEveryMs: 1000 * value.TALKTIME_ASTERISK_RECONCILE_SECONDS,
    },
  };
}
