/** Talktime and a Kamailio that is its RADIUS client, and what is tried on it. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatMicros } from "../../src/domain/money.ts";
import { packageRoot } from "../../src/package-root.ts";
import type { LabCase } from "./cases.ts";
import { answersOptions, whyNoPhoneCalls } from "./kamailio.ts";
import { freeUdpPort, startProgram, waitUntilUp } from "./process.ts";
import { type AnyLab, DECK } from "./setup.ts";
import { answerCalls } from "./sipp.ts";
import { startTalktime } from "./talktime.ts";

const SWITCH = "radius-lab";
const SECRET = "secret-of-the-lab";

/** Why no calls can be charged by RADIUS here; undefined if they can. */
export function whyNoRadius(): string | undefined {
  const reason = whyNoPhoneCalls();
  if (reason !== undefined) return reason;
  const { stdout } = spawnSync("dpkg", ["-L", "kamailio-radius-modules"], { encoding: "utf8" });
  const module = /^\/.*\/acc_radius\.so$/m.exec(stdout ?? "")?.[0];
  return module !== undefined && existsSync(module)
    ? undefined
    : "Kamailio has no acc_radius (Debian: kamailio-radius-modules)";
}

export async function startRadiusLab(): Promise<AnyLab> {
  const [port, accountingPort] = [await freeUdpPort(), await freeUdpPort()];
  const client = { address: "127.0.0.1", secret: SECRET, switch: SWITCH, requireMessageAuthenticator: false };
  const talktime = await startTalktime({
    TALKTIME_RADIUS_CLIENTS: JSON.stringify([client]),
    TALKTIME_RADIUS_PORT: String(port),
    TALKTIME_RADIUS_ACCOUNTING_PORT: String(accountingPort),
  });
  try {
    const { operator } = talktime;
    await operator.put(`/v1/switches/${SWITCH}`, { canUpdate: false, maximumGrantSeconds: 60 });
    const { key } = await operator.post<{ key: string }>("/v1/api-keys", {
      ...{ name: "Looks at the calls of the lab", scopes: ["switch"], switch: SWITCH },
    });
    await operator.post("/v1/rate-decks?name=lab&currency=USD", DECK);
    const phoneSwitch = await startRadiusKamailio(port, accountingPort);
    const callee = answerCalls(phoneSwitch.calleePort);
    return {
      ...{ talktime, phoneSwitch, switchApi: talktime.withKey(key), callIdOf: (id) => id },
      // Between Kamailio and Talktime nothing stands that could be broken for one call.
      gate: { fault: () => {} },
      stop: async () => {
        await callee.stop();
        await phoneSwitch.stop();
        await talktime.stop();
      },
    };
  } catch (error) {
    await talktime.stop();
    throw error;
  }
}

/** Starts Kamailio with the configuration that we ship. */
async function startRadiusKamailio(radiusPort: number, accountingPort: number): Promise<AnyLab["phoneSwitch"]> {
  const folder = mkdtempSync(join(tmpdir(), "talktime-radius-"));
  const [port, calleePort] = [await freeUdpPort(), await freeUdpPort()];
  const shipped = join(packageRoot(), "switches", "kamailio", "radius");
  for (const file of ["example.cfg", "dictionary"]) cpSync(join(shipped, file), join(folder, file));
  const config = readFileSync(join(shipped, "radiusclient.conf"), "utf8")
    .replaceAll("/etc/kamailio/radius", folder)
    .replace("127.0.0.1:1812", `127.0.0.1:${radiusPort}`)
    .replace("127.0.0.1:1813", `127.0.0.1:${accountingPort}`);
  writeFileSync(join(folder, "radiusclient.conf"), config);
  writeFileSync(join(folder, "servers"), `127.0.0.1 ${SECRET}\n`);
  const settings = [
    `#!define LISTEN udp:127.0.0.1:${port}`,
    `#!define NEXT_HOP "sip:127.0.0.1:${calleePort}"`,
    `#!define RADIUS_CONFIG "${join(folder, "radiusclient.conf")}"`,
    "",
  ];
  writeFileSync(join(folder, "settings.cfg"), settings.join("\n"));
  const args = ["-f", join(folder, "example.cfg"), "-DD", "-E", "-Y", folder, "-w", folder, "-m", "64", "-M", "8"];
  const server = startProgram("kamailio", args, { cwd: folder });
  const stop = async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await waitUntilUp("Kamailio", server, () => answersOptions(port), 15);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, calleePort, output: () => server.output(), stop };
}

const nothing = (): string => "0";
const usual = {
  licenses: ["MCOEV", "MCOPSTN1", "MCOPSTNC"],
  to: "+442079460101",
  /** A cent a second. */
  charge: (used: number): string => formatMicros(BigInt(used) * 10_000n),
};

/** They do not disturb each other, and run at the same time. */
export const RADIUS_CASES: LabCase[] = [
  {
    ...usual,
    name: "by RADIUS a call is authorised, answered and charged",
    organization: "radius-charged",
    from: "+12065550301",
    scenario: "caller-hangs-up",
    talkSeconds: 2,
    ends: "completed",
    usedSeconds: [1.9, 3],
  },
  {
    ...usual,
    name: "by RADIUS a call is refused, 402: its first minute costs more than there is",
    organization: "radius-out-of-credit",
    from: "+12065550302",
    to: "+442079460201",
    scenario: { refused: 402, reason: "Q.850;cause=21;text=.OUT_OF_CREDIT" },
    ends: "refused",
    charge: nothing,
  },
  {
    ...usual,
    name: "by RADIUS a call is refused, 403: its caller lacks the Communications Credits licence",
    organization: "radius-no-licence",
    licenses: ["MCOEV", "MCOPSTN1"],
    from: "+12065550303",
    scenario: { refused: 403, reason: "Q.850;cause=21;text=.LICENSE_MISSING" },
    ends: "refused",
    charge: nothing,
  },
  {
    ...usual,
    name: "by RADIUS a call is cut when its money ends",
    organization: "radius-cut",
    from: "+12065550304",
    to: "+442079460401",
    scenario: "caller-is-cut",
    ends: "completed",
    usedSeconds: [5, 7], // Kamailio counts in whole ticks
    charge: () => "50",
  },
  {
    ...usual,
    name: "by RADIUS a busy callee costs nothing",
    organization: "radius-busy",
    from: "+12065550305",
    to: "+442079460186",
    scenario: { refused: 486, reason: "Busy Here" },
    ends: "unanswered",
    charge: nothing,
  },
  {
    ...usual,
    name: "by RADIUS a caller who gives up while it rings pays nothing",
    organization: "radius-cancelled",
    from: "+12065550306",
    to: "+442079460180",
    scenario: "caller-cancels",
    ends: "unanswered",
    charge: nothing,
  },
];
