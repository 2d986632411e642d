/** `talktime audit`: do the books balance? Also beside a Talktime that is charging calls. */
import { Command } from "commander";
import { verifyAuditLog } from "../engine/audit-log.ts";
import { audit, auditWords } from "../engine/audit.ts";
import { getOrganization } from "../engine/provision-organization.ts";
import { joinDatabase } from "../main.ts";
import { createPool } from "../postgres/pool.ts";
import { createLog, settings } from "./command.ts";

export const auditCommand = (): Command =>
  new Command("audit")
    .description("prove that the books balance; 1 and the first thing that is wrong if they do not")
    .option("--organization <id>", "only this one")
    .action(async ({ organization }: { organization?: string }) => {
      const database = await joinDatabase(settings(), createLog("warn"));
      const pool = createPool(database.connection, { max: 1 });
      try {
        if (organization !== undefined) await getOrganization({ pool }, organization);
        const { good, lines } = auditWords(await audit({ pool }, organization ?? null));
        console.log(lines.join("\n"));
        const chains = await verifyAuditLog({ pool }, organization ?? null);
        const changed = chains.filter((chain) => chain.broken !== null);
        for (const chain of changed)
          console.log(
            `The audit log of ${chain.organization || "the installation"} was changed: ${chain.broken!.words}.`,
          );
        const entries = chains.reduce((sum, chain) => sum + chain.entries, 0);
        if (changed.length === 0) console.log(`The audit log is as it was written: ${entries} entries.`);
        if (!good || changed.length > 0) process.exitCode = 1;
      } finally {
        await pool.end();
        await database.stop();
      }
    });
