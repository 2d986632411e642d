import { spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../../src/package-root.ts";
import { freeUdpPort, startProgram, waitUntilUp } from "./process.ts";

export interface LabSwitch {
  /** Where callers send their calls. */
  port: number;
  /** Where the switch sends the calls that it lets through. */
  calleePort: number;
  output(): string;
  /** kill -9 of all its processes, and a new start with the same settings. */
  killAndRestart(): Promise<void>;
  stop(): Promise<void>;
}

/** A newer Debian that has Kamailio 6, unpacked once for all clones of this machine by scripts/debian-trees.mjs. */
const KAMAILIO_6 = process.env["LAB_KAMAILIO_6"] ?? "/var/cache/talktime/kamailio-6";

/** Kamailio 6 runs in its folder, with talktime-6.x.cfg. */
export type KamailioVersion = "5.6" | "6";

/** Why real phone calls cannot be made here; undefined if they can. */
export function whyNoPhoneCalls(): string | undefined {
  if (spawnSync("sipp", ["-v"]).error) return "sipp is not installed (Debian: sip-tester)";
  const version = /kamailio (\d+\.\d+)/.exec(spawnSync("kamailio", ["-v"], { encoding: "utf8" }).stdout ?? "")?.[1];
  if (version === undefined)
    return "Kamailio is not installed (Debian: kamailio kamailio-extra-modules kamailio-utils-modules)";
  if (version !== "5.6") return `Kamailio is ${version}; the configuration here is for 5.6`;
  return undefined;
}

/** Why they cannot be made through Kamailio 6. */
export function whyNoKamailio6(): string | undefined {
  if (spawnSync("sipp", ["-v"]).error) return "sipp is not installed (Debian: sip-tester)";
  if (process.getuid?.() !== 0) return "only root may run a Kamailio in a folder of its own";
  return existsSync(join(KAMAILIO_6, "usr/sbin/kamailio")) ? undefined : `there is no Kamailio in ${KAMAILIO_6}`;
}

/**
 * Starts Kamailio on 127.0.0.1 with the configuration that we ship, and our settings beside it.
 * Throws with Kamailio's own words if it refuses the configuration or does not answer within ten seconds.
 * @param talktime where it is, and our key there
 * @param settings as README.md beside the configuration has them, as Kamailio's defines are written
 */
export async function startKamailio(
  talktime: { url: string; key: string },
  settings: Record<string, string> = {},
  version: KamailioVersion = "5.6",
): Promise<LabSwitch> {
  const tree = version === "6" ? KAMAILIO_6 : "";
  const folder = mkdtempSync(join(tree, tmpdir(), "talktime-kamailio-"));
  const port = await freeUdpPort();
  const calleePort = await freeUdpPort();
  const shipped = join(packageRoot(), "switches", "kamailio");
  for (const file of ["talktime-5.6.cfg", "talktime-6.x.cfg"]) cpSync(join(shipped, file), join(folder, file));
  const example = readFileSync(join(shipped, "example-5.6.cfg"), "utf8");
  const ours = version === "6" ? "talktime-6.x.cfg" : "talktime-5.6.cfg";
  writeFileSync(join(folder, "example.cfg"), example.replace('"talktime-5.6.cfg"', `"${ours}"`));
  writeFileSync(
    join(folder, "settings.cfg"),
    [
      `#!define LISTEN udp:127.0.0.1:${port}`,
      `#!define NEXT_HOP "sip:127.0.0.1:${calleePort}"`,
      `#!define TALKTIME_URL "${talktime.url}"`,
      `#!define TALKTIME_KEY "${talktime.key}"`,
      // Soon enough to see it: grants are of twelve seconds in the lab.
      "#!define TALKTIME_UPDATE_BEFORE 6",
      "#!define TALKTIME_RECONCILE_SECONDS 3",
      ...Object.entries(settings).map(([name, value]) => `#!define ${name} ${value}`),
      "",
    ].join("\n"),
  );
  const inside = folder.slice(tree.length);
  const command = tree === "" ? ["kamailio"] : ["chroot", tree, "kamailio"];
  const [program = "", ...first] = [...command, "-f", join(inside, "example.cfg")];
  const check = spawnSync(program, [...first, "-c"], { cwd: folder, encoding: "utf8" });
  if (check.status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`Kamailio refuses the configuration:\n${check.stderr}`);
  }

  const args = [...first, "-DD", "-E", "-Y", inside, "-w", inside, "-m", "64", "-M", "8"];
  const start = () => startProgram(program, args, { cwd: folder });
  let server = start();
  const stop = async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const up = () => waitUntilUp("Kamailio", server, () => answersOptions(port), 10);
  try {
    await up();
  } catch (error) {
    await stop();
    throw error;
  }
  const killAndRestart = async () => {
    await server.kill();
    server = start();
    await up();
  };
  return { port, calleePort, output: () => server.output(), killAndRestart, stop };
}

/** One SIP OPTIONS; true if anything comes back within 300 ms. A bound port alone would not say that workers run. */
export function answersOptions(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    const finish = (isThere: boolean) => {
      clearTimeout(timer);
      socket.close();
      resolve(isThere);
    };
    const timer = setTimeout(() => finish(false), 300);
    socket.on("error", () => finish(false));
    socket.on("message", () => finish(true));
    socket.bind(0, "127.0.0.1", () => {
      const mine = `127.0.0.1:${socket.address().port}`;
      const id = `${process.hrtime.bigint()}`;
      const lines = [
        `OPTIONS sip:127.0.0.1:${port} SIP/2.0`,
        `Via: SIP/2.0/UDP ${mine};branch=z9hG4bK${id};rport`,
        `From: <sip:lab@${mine}>;tag=${id}`,
        `To: <sip:127.0.0.1:${port}>`,
        `Call-ID: ${id}@127.0.0.1`,
        "CSeq: 1 OPTIONS",
        "Max-Forwards: 70",
        "Content-Length: 0",
      ];
      socket.send(lines.join("\r\n") + "\r\n\r\n", port, "127.0.0.1");
    });
  });
}
