import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../../src/package-root.ts";
import { type DiameterGate, openDiameterGate } from "./diameter-gate.ts";
import { answersOptions, whyNoPhoneCalls } from "./kamailio.ts";
import { freeTcpPort, freeUdpPort, startProgram, waitUntilUp } from "./process.ts";
import { type AnyLab, DECK } from "./setup.ts";
import { answerCalls } from "./sipp.ts";
import { startTalktime } from "./talktime.ts";

/** Talktime and Kamailio's ims_charging, its Diameter client, in front of it. */
export interface DiameterLab extends AnyLab {
  gate: DiameterGate;
}

const ORIGIN_HOST = "kamailio.ims.example";
const SWITCH = "ims-lab";

/** Why no calls can be charged by Diameter here; undefined if they can. */
export function whyNoDiameter(): string | undefined {
  const reason = whyNoPhoneCalls();
  if (reason !== undefined) return reason;
  const { stdout } = spawnSync("dpkg", ["-L", "kamailio-ims-modules"], { encoding: "utf8" });
  const module = /^\/.*\/ims_charging\.so$/m.exec(stdout ?? "")?.[0];
  return module !== undefined && existsSync(module)
    ? undefined
    : "Kamailio has no ims_charging (Debian: kamailio-ims-modules)";
}

export async function startDiameterLab(): Promise<DiameterLab> {
  const diameterPort = await freeTcpPort();
  const talktime = await startTalktime({
    TALKTIME_DIAMETER_PEERS: JSON.stringify([{ originHost: ORIGIN_HOST, switch: SWITCH, address: "127.0.0.1" }]),
    TALKTIME_DIAMETER_PORT: String(diameterPort),
    // Kamailio connects to the name that a peer has.
    TALKTIME_DIAMETER_IDENTITY: "localhost",
  });
  try {
    const { operator } = talktime;
    const { key } = await operator.post<{ key: string }>("/v1/api-keys", {
      ...{ name: "Looks at the calls of the lab", scopes: ["switch"], switch: SWITCH },
    });
    await operator.post("/v1/rate-decks?name=lab&currency=USD", DECK);
    const gate = await openDiameterGate(await freeTcpPort(), diameterPort);
    const phoneSwitch = await startChargingKamailio(gate);
    const callee = answerCalls(phoneSwitch.calleePort);
    return {
      ...{ talktime, gate, phoneSwitch, switchApi: talktime.withKey(key) },
      callIdOf: (id) => gate.reported.get(id)?.session,
      stop: async () => {
        await callee.stop();
        await phoneSwitch.stop();
        await gate.stop();
        await talktime.stop();
      },
    };
  } catch (error) {
    await talktime.stop();
    throw error;
  }
}

/** Starts Kamailio with the configuration that we ship, its Diameter peer being 127.0.0.1 behind the gate. */
async function startChargingKamailio(gate: DiameterGate): Promise<DiameterLab["phoneSwitch"]> {
  const folder = mkdtempSync(join(tmpdir(), "talktime-ims-"));
  const [port, calleePort, ownDiameterPort] = [await freeUdpPort(), await freeUdpPort(), await freeTcpPort()];
  const shipped = join(packageRoot(), "switches", "kamailio", "diameter");
  cpSync(join(shipped, "example.cfg"), join(folder, "example.cfg"));
  const peers = readFileSync(join(shipped, "diameter.xml"), "utf8")
    .replaceAll("talktime.ims.example", "localhost")
    .replace('Tc="5"', 'Tc="2"') // sooner connected again
    .replace('port="3868"', `port="${gate.port}"`)
    .replace('port="3870"', `port="${ownDiameterPort}"`);
  writeFileSync(join(folder, "diameter.xml"), peers);
  writeFileSync(
    join(folder, "settings.cfg"),
    [
      `#!define LISTEN udp:127.0.0.1:${port}`,
      `#!define NEXT_HOP "sip:127.0.0.1:${calleePort}"`,
      `#!define CHARGED_BY "${ORIGIN_HOST}"`,
      '#!define CHARGED_BY_REALM "ims.example"',
      '#!define TALKTIME "localhost"',
      '#!define TALKTIME_REALM "ims.example"',
      // Soon enough to see it.
      "#!define CHARGED_SECONDS 6",
      "#!define CHARGED_BEFORE 2",
      "#!define LONGEST_CALL 13",
      "",
    ].join("\n"),
  );
  const args = ["-f", join(folder, "example.cfg")];
  const check = spawnSync("kamailio", [...args, "-c"], { cwd: folder, encoding: "utf8" });
  const server = startProgram("kamailio", [...args, "-DD", "-E", "-Y", folder, "-w", folder, "-m", "64", "-M", "8"], {
    cwd: folder,
  });
  const stop = async () => {
    await server.stop(); // by a fault in cdp's own clean-up: whatever it ends with says nothing
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    if (check.status !== 0) throw new Error(`Kamailio refuses the configuration:\n${check.stderr}`);
    await waitUntilUp("Kamailio", server, async () => gate.isIntroduced() && (await answersOptions(port)), 15);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, calleePort, output: () => server.output(), stop };
}
