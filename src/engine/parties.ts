/** Who the calls of a batch are between, once the directory knows everybody that they refer to. */
import type { Command } from "./commands.ts";
import { type Parties, partiesOf, referencesOf } from "./describe.ts";
import type { Directory, References } from "./directory.ts";

const MOST_ROUNDS = 4;

/** By the place of the command; none for what no switch describes. */
export async function learnParties(commands: readonly Command[], directory: Directory): Promise<Parties[]> {
  // Each round may show who else is meant: a number's owner, then the owner's country, then a national number.
  for (let round = 0; ; round++) {
    const parties: Parties[] = [];
    const unknown: References[] = [];
    commands.forEach((command, i) => {
      if (command.kind !== "call" || !command.input) return;
      parties[i] = partiesOf(command.input, directory);
      const references = referencesOf(command.input, directory, parties[i]);
      if (!directory.knows(references)) unknown.push(references);
    });
    if (unknown.length === 0 || round === MOST_ROUNDS) return parties;
    await directory.learn({
      organizations: unknown.flatMap((references) => [...references.organizations]),
      users: unknown.flatMap((references) => [...references.users]),
      numbers: unknown.flatMap((references) => [...references.numbers]),
    });
  }
}
