// What Debian 12 has not is unpacked from another Debian into a folder outside of the clone, once for all clones, and run
// in there: Asterisk from unstable, else from bullseye; Kamailio 6 from Debian 13. Signatures are checked; that a Release
// file is past its date is not, since unstable's is at times. Nothing of this machine is changed besides.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";

const MOST_MS = 300_000;

export const ASTERISK = {
  folder: process.env.LAB_ASTERISK ?? "/var/cache/talktime/asterisk",
  suites: ["sid", "bullseye"],
  packages: ["asterisk"],
  program: "usr/sbin/asterisk",
};

export const KAMAILIO_6 = {
  folder: process.env.LAB_KAMAILIO_6 ?? "/var/cache/talktime/kamailio-6",
  suites: ["trixie"],
  packages: ["kamailio", "kamailio-extra-modules", "kamailio-utils-modules"],
  program: "usr/sbin/kamailio",
};

export const isUnpacked = ({ folder, program }) => existsSync(join(folder, program));

/** Undefined: it is there; else why not. Takes about half a minute and 200 to 330 MB. */
export function unpack(tree) {
  if (isUnpacked(tree)) return undefined;
  const { folder, suites, packages } = tree;
  console.log(`Unpacking ${packages[0]} of another Debian into ${folder} for the tests (200 to 330 MB)`);
  mkdirSync(dirname(folder), { recursive: true });
  const fresh = `${folder}.${process.pid}`;
  for (const suite of suites) {
    const { status } = spawnSync(
      "mmdebstrap",
      [
        ...["--variant=essential", "--mode=root", `--include=${packages.join(",")}`, "--quiet"],
        ...["--aptopt=APT::Install-Recommends false", "--aptopt=Acquire::Check-Valid-Until false"],
        ...["--aptopt=Acquire::http::Timeout 20", "--aptopt=Acquire::Retries 1"],
        ...["--keyring=/usr/share/keyrings/debian-archive-keyring.gpg", suite, fresh],
      ],
      { stdio: "ignore", timeout: MOST_MS },
    );
    // Another clone may have been faster.
    if (status === 0 && !isUnpacked(tree)) renameSync(fresh, folder);
    // Never through what may still be mounted in it.
    spawnSync("rm", ["-rf", "--one-file-system", fresh]);
    if (isUnpacked(tree)) return undefined;
  }
  return `${packages[0]} could not be unpacked from ${suites.join(" or ")}`;
}
