// Debian packages that a part of the tests needs, beyond Node: installed when this is Debian and we are root, else the
// part is left out and says why. `node scripts/system-packages.mjs PART` does it for one part (0 there, 1 left out).
import { spawnSync } from "node:child_process";
import { existsSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ASTERISK, isUnpacked, KAMAILIO_6, unpack } from "./debian-trees.mjs";

const PARTS = {
  receipts: { does: "receipts read back by another program", packages: ["poppler-utils"] },
  console: { does: "the console in a real browser", packages: ["chromium", "fonts-noto-cjk"] },
  spreadsheets: { does: "exports opened by LibreOffice", packages: ["libreoffice-calc-nogui"] },
  radius: { does: "RADIUS asked by other programs", packages: ["freeradius", "freeradius-utils"] },
  asterisk: {
    does: "real phone calls through Asterisk",
    packages: ["mmdebstrap", "debian-archive-keyring", "sip-tester"],
    then: () => unpack(ASTERISK),
    isThere: () => isUnpacked(ASTERISK),
  },
  "kamailio-6": {
    does: "real phone calls through Kamailio 6",
    packages: ["mmdebstrap", "debian-archive-keyring", "sip-tester"],
    then: () => unpack(KAMAILIO_6),
    isThere: () => isUnpacked(KAMAILIO_6),
  },
  "sip-lab": {
    does: "real phone calls through Kamailio",
    packages: ["kamailio", "kamailio-extra-modules", "kamailio-utils-modules", "sip-tester"],
  },
  "radius-lab": {
    does: "real phone calls charged by Kamailio's RADIUS",
    packages: ["kamailio", "kamailio-radius-modules", "sip-tester"],
  },
  "diameter-lab": {
    does: "real phone calls charged by Kamailio's Diameter, and freeDiameter between",
    packages: ["kamailio", "kamailio-ims-modules", "sip-tester", "freediameterd", "freediameter-extensions"],
  },
};

/** Makes every part's packages available; returns those that had to be left out: [{ part, does, reason }]. */
export function installSystemPackages(parts = Object.keys(PARTS)) {
  const wanting = parts.filter((part) => missing(part).length > 0 || PARTS[part].isThere?.() === false);
  if (wanting.length === 0) return [];
  const packages = wanting.flatMap(missing);
  const reason = whyNotHere() ?? (packages.length > 0 ? install(packages) : undefined);
  return wanting.flatMap((part) => {
    const { does, then } = PARTS[part];
    const lacks = missing(part);
    if (lacks.length > 0) return [{ part, does, reason: `${lacks.join(", ")} not installed: ${reason}` }];
    const failure = reason ?? then?.();
    return then && failure ? [{ part, does, reason: failure }] : [];
  });
}

function missing(part) {
  const { packages } = PARTS[part];
  const { stdout } = spawnSync("dpkg-query", ["-W", "-f", "${Package} ${db:Status-Status}\n", ...packages], {
    encoding: "utf8",
  });
  const installed = new Set(stdout?.match(/^\S+(?= installed$)/gm));
  return packages.filter((name) => !installed.has(name));
}

function whyNotHere() {
  if (!existsSync("/etc/debian_version")) return "this is not Debian";
  if (process.getuid?.() !== 0) return "only root may install packages";
  return undefined;
}

function install(packages) {
  console.log(`Installing Debian packages for the tests: ${packages.join(" ")}`);
  return (
    withoutStartingServices(() => {
      if (!apt("update")) return "apt-get update failed";
      return apt("install", "-y", "--no-install-recommends", ...packages) ? undefined : "apt-get install failed";
    }) ?? "apt-get did not install all of them"
  );
}

function apt(...args) {
  const { status, stdout, stderr } = spawnSync("apt-get", ["-o", "DPkg::Lock::Timeout=120", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    encoding: "utf8",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  if (status !== 0) console.log(`${stdout ?? ""}${stderr ?? ""}`.trimEnd());
  return status === 0;
}

/** The tests start their own switches on free ports; a packaged service on the standard ones would be a surprise. */
function withoutStartingServices(work) {
  const policy = "/usr/sbin/policy-rc.d";
  const ours = !existsSync(policy);
  if (ours) writeFileSync(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    return work();
  } finally {
    if (ours) rmSync(policy, { force: true });
  }
}

if (realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const parts = process.argv.slice(2);
  if (!parts.every((part) => part in PARTS)) {
    console.error(`Usage: node scripts/system-packages.mjs [${Object.keys(PARTS).join("|")}]`);
    process.exit(2);
  }
  const leftOut = installSystemPackages(parts.length > 0 ? parts : undefined);
  for (const { part, reason } of leftOut) console.log(`${part}: ${reason}`);
  process.exitCode = leftOut.length > 0 ? 1 : 0;
}
