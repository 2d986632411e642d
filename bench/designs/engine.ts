/** What is measured: the engine as the API calls it. */
import { authorize, release } from "../../src/engine/charge.ts";
import type { ChargeResult } from "../../src/engine/commands.ts";
import { type BenchCall, inputOf, PROFILE, SWITCH } from "../calls.ts";
import type { World } from "../world.ts";
import type { Design } from "./design.ts";

const callerOf = (call: BenchCall) => ({ key: { switch: SWITCH, callId: call.callId }, profile: PROFILE });

export const engineDesign = ({ engine }: World): Design => ({
  name: "engine",
  authorize: async (call) => expecting("granted", await authorize(engine, callerOf(call), inputOf(call), null)),
  release: async ({ usedSeconds, ...call }) => {
    const end = {
      usedSeconds,
      answeredAt: null,
      endedAt: null,
      cause: null,
      sipCode: null,
      sipPhrase: null,
      extra: null,
      flags: [],
    };
    return expecting("released", await release(engine, callerOf({ usedSeconds, ...call }), end, null));
  },
});

function expecting(kind: ChargeResult["answer"]["kind"], { answer }: ChargeResult): void {
  if (answer.kind !== kind) throw new Error(`the engine answered ${JSON.stringify(answer)} instead of ${kind}`);
}
