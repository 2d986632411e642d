/** A real Asterisk, unpacked from a newer (or older) Debian into a folder of its own, with the dialplan that we ship. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../src/package-root.ts";
import type { LabSwitch } from "./kamailio.ts";
import { freeUdpPort, startProgram, waitUntilUp } from "./process.ts";

/** Unpacked once, for all clones of this machine; scripts/debian-trees.mjs makes it. */
const TREE = process.env["LAB_ASTERISK"] ?? "/var/cache/talktime/asterisk";

/** Why real phone calls cannot be made through an Asterisk here; undefined if they can. */
export function whyNoAsterisk(): string | undefined {
  if (spawnSync("sipp", ["-v"]).error) return "sipp is not installed (Debian: sip-tester)";
  if (process.getuid?.() !== 0) return "only root may run an Asterisk in a folder of its own";
  if (!existsSync(join(TREE, "usr/sbin/asterisk"))) return `there is no Asterisk in ${TREE}`;
  return undefined;
}

export interface AsteriskSwitch extends LabSwitch {
  /** The UNIQUEID of the channel whose SIP call that is. */
  callIdOf: (sipCallId: string) => string | undefined;
}

interface Outside {
  fastAgiPort: number;
  ari: Account;
  ami: Account;
}

/** Of 127.0.0.1. */
interface Account {
  port: number;
  user: string;
  password: string;
}

/** Where ARI and AMI are, and how the dialplan finds Talktime's FastAGI. */
export async function startAsterisk({ fastAgiPort, ari, ami }: Outside): Promise<AsteriskSwitch> {
  const folder = mkdtempSync(join(TREE, "tmp", "talktime-asterisk-"));
  const inside = folder.slice(TREE.length);
  const [port, calleePort] = [await freeUdpPort(), await freeUdpPort()];
  writeFiles(folder, inside, { fastAgiPort, port, calleePort, ari, ami });
  // As its own user it would drop what it needs to write here.
  const start = () => startProgram("chroot", [TREE, "asterisk", "-f", "-C", join(inside, "asterisk.conf")]);
  let server = start();
  // What an Asterisk said of a call is kept beyond its own end.
  const callIds = new Map<string, string>();
  const stop = async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const up = () => waitUntilUp("Asterisk", server, () => answersAri(ari), 30);
  try {
    await up();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ...{ port, calleePort, stop },
    output: () => server.output(),
    killAndRestart: async () => {
      await server.kill();
      server = start();
      await up();
    },
    callIdOf: (sipCallId) => {
      const told = new RegExp(`Call (\\S+) is SIP call ${sipCallId}`).exec(server.output())?.[1];
      if (told !== undefined) callIds.set(sipCallId, told);
      return callIds.get(sipCallId);
    },
  };
}

interface Ports extends Outside {
  port: number;
  calleePort: number;
}

function writeFiles(folder: string, inside: string, { fastAgiPort, port, calleePort, ari, ami }: Ports): void {
  const shipped = join(packageRoot(), "switches", "asterisk");
  for (const file of ["talktime.conf", "extensions.conf"]) cpSync(join(shipped, file), join(folder, file));
  for (const name of ["db", "spool", "log", "run", "data/sounds/en"])
    mkdirSync(join(folder, name), { recursive: true });
  // All that Asterisk brings along but its sounds.
  const data = "/usr/share/asterisk";
  for (const name of readdirSync(join(TREE, data)))
    if (name !== "sounds") symlinkSync(join(data, name), join(folder, "data", name));
  // Half a second of a tone, as A-law: what the warning plays.
  writeFileSync(join(folder, "data/sounds/en/call-ends-soon.alaw"), Buffer.alloc(4_000, "\x34\x34\xb4\xb4"));
  const files: Record<string, string> = {
    "asterisk.conf": `[directories](!)
[directories]
astetcdir => ${inside}
astdbdir => ${inside}/db
astdatadir => ${inside}/data
astspooldir => ${inside}/spool
astlogdir => ${inside}/log
astrundir => ${inside}/run
[options]
verbose = 3
`,
    "modules.conf": `[modules]
autoload = no
${MODULES.map((name) => `load = ${name}.so`).join("\n")}
`,
    "logger.conf": "[general]\n[logfiles]\nconsole = verbose(3),warning,error\n",
    "http.conf": `[general]\nenabled = yes\nbindaddr = 127.0.0.1\nbindport = ${ari.port}\n`,
    "ari.conf": `[general]\nenabled = yes\n[${ari.user}]\ntype = user\nread_only = no\npassword = ${ari.password}\n`,
    "manager.conf": `[general]\nenabled = yes\nbindaddr = 127.0.0.1\nport = ${ami.port}\n[${ami.user}]\nsecret = ${ami.password}\nwrite = call\n`,
    "settings.conf": `TALKTIME_FASTAGI = 127.0.0.1:${fastAgiPort}
TRUNK = callee
[lab-callers]
; As if Talktime was down: nobody listens there.
exten => _+4420794608.,1,Set(TALKTIME_FASTAGI=127.0.0.1:9)
 same => n,Set(TALKTIME_FAIL_OPEN_SECONDS=3)
 same => n,Goto(from-users,\${EXTEN},1)
exten => _+4420794609.,1,Set(TALKTIME_FASTAGI=127.0.0.1:9)
 same => n,Goto(from-users,\${EXTEN},1)
include => from-users
`,
    "pjsip.conf": `[global]
type = global
[udp]
type = transport
protocol = udp
bind = 127.0.0.1:${port}
[callers]
type = endpoint
context = lab-callers
disallow = all
allow = alaw
direct_media = no
transport = udp
[callers]
type = identify
endpoint = callers
match = 127.0.0.1
[callee]
type = endpoint
context = nowhere
disallow = all
allow = alaw
direct_media = no
transport = udp
aors = callee
[callee]
type = aor
contact = sip:127.0.0.1:${calleePort}
`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

const MODULES = [
  ...[
    "pbx_config",
    "res_timing_timerfd",
    "app_dial",
    "app_exec",
    "app_stack",
    "app_verbose",
    "app_playback",
    "res_agi",
  ],
  ...["func_callerid", "func_channel", "func_strings", "func_logic", "func_timeout", "func_cut", "func_export"],
  ...["codec_alaw", "codec_ulaw", "format_pcm", "res_rtp_asterisk", "res_sorcery_config", "res_sorcery_memory"],
  ...[
    "res_sorcery_astdb",
    "res_pjproject",
    "res_pjsip",
    "res_pjsip_session",
    "res_pjsip_sdp_rtp",
    "res_pjsip_caller_id",
  ],
  ...["res_pjsip_endpoint_identifier_ip", "res_pjsip_rfc3326", "chan_pjsip", "func_pjsip_endpoint", "bridge_simple"],
  ...[
    "bridge_native_rtp",
    "bridge_builtin_features",
    "bridge_builtin_interval_features",
    "res_http_websocket",
    "res_websocket_client",
  ],
  ...["res_speech", "res_pjsip_pubsub", "res_pjsip_authenticator_digest"],
  ...["res_stasis", "res_stasis_device_state", "res_stasis_playback", "res_stasis_recording", "res_stasis_answer"],
  ...["res_stasis_snoop", "res_ari_model", "res_ari", "res_ari_channels", "res_ari_asterisk"],
];

async function answersAri({ port, user, password }: Account): Promise<boolean> {
  try {
    const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
    return (await fetch(`http://127.0.0.1:${port}/ari/channels`, { headers: { authorization } })).status === 200;
  } catch {
    return false;
  }
}
