/** What the HTTP edge would make of a request, for tests that ask the engine itself. */
import type { EndReport } from "../../src/domain/session/types.ts";
import type { Caller } from "../../src/engine/charge.ts";
import type { CallInput } from "../../src/engine/describe.ts";
import { DEFAULT_PROFILE } from "../../src/engine/switches.ts";
import { CUBA, type Organization } from "./world.ts";

export const callerOf = (callId: string): Caller => ({
  key: { switch: "operator", callId },
  profile: DEFAULT_PROFILE,
});

export const inputOf = ({ user }: Organization): CallInput => ({
  ...{ switch: "operator", switchCountry: null, node: null, organization: null, onlyOrganization: null },
  ...{ callType: null, user, from: "+12065550106", to: CUBA },
  ...{ conferenceId: null, extra: null, startedAt: null, flags: [] },
});

export const endOf = (usedSeconds: number): EndReport => ({
  ...{ usedSeconds, answeredAt: null, endedAt: null, cause: null, sipCode: null, sipPhrase: null, extra: null },
  flags: [],
});
