// Debian 12 has no Asterisk: it is unpacked from Debian's unstable, else from bullseye, into a folder outside of the
// clone, once for all clones. Signatures are checked; that a Release file is past its date is not, since unstable's is
// at times. Nothing of this machine is changed besides.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";

export const ASTERISK_TREE = process.env.LAB_ASTERISK ?? "/var/cache/talktime/asterisk";
const SUITES = ["sid", "bullseye"];
const MOST_MS = 300_000;

export const hasAsteriskTree = () => existsSync(join(ASTERISK_TREE, "usr/sbin/asterisk"));

/** Undefined: it is there; else why not. Takes half a minute and 330 MB. */
export function makeAsteriskTree() {
  if (hasAsteriskTree()) return undefined;
  console.log(`Unpacking Asterisk into ${ASTERISK_TREE} for the tests (330 MB)`);
  mkdirSync(dirname(ASTERISK_TREE), { recursive: true });
  const fresh = `${ASTERISK_TREE}.${process.pid}`;
  for (const suite of SUITES) {
    const { status } = spawnSync(
      "mmdebstrap",
      [
        ...["--variant=essential", "--mode=root", "--include=asterisk", "--quiet"],
        ...["--aptopt=APT::Install-Recommends false", "--aptopt=Acquire::Check-Valid-Until false"],
        ...["--aptopt=Acquire::http::Timeout 20", "--aptopt=Acquire::Retries 1"],
        ...["--keyring=/usr/share/keyrings/debian-archive-keyring.gpg", suite, fresh],
      ],
      { stdio: "ignore", timeout: MOST_MS },
    );
    // Another clone may have been faster.
    if (status === 0 && !hasAsteriskTree()) renameSync(fresh, ASTERISK_TREE);
    // Never through what may still be mounted in it.
    spawnSync("rm", ["-rf", "--one-file-system", fresh]);
    if (hasAsteriskTree()) return undefined;
  }
  return `neither ${SUITES.join(" nor ")} could be unpacked`;
}
