import { type Gate, openGate } from "./gate.ts";
import { type KamailioVersion, type LabSwitch, startKamailio } from "./kamailio.ts";
import { answerCalls } from "./sipp.ts";
import { type Api, type LabTalktime, startTalktime } from "./talktime.ts";

/** Talktime and a switch in front of it, both real, both on 127.0.0.1, both gone after `stop`. */
export interface AnyLab {
  talktime: LabTalktime;
  phoneSwitch: Omit<LabSwitch, "killAndRestart">;
  /** What the switch asks Talktime through. */
  gate: Pick<Gate, "fault">;
  /** With the key that the switch itself uses. */
  switchApi: Api;
  /** What the call of a SIP Call-ID is called in Talktime; undefined: it was not asked about yet. */
  callIdOf(sipCallId: string): string | undefined;
  stop(): Promise<void>;
}

export interface Lab extends AnyLab {
  phoneSwitch: LabSwitch;
  gate: Gate;
  /** Kamailio's key. */
  key: string;
}

/** One destination for each thing that can happen to a call; the organisations have 50 USD each. */
export const DECK = `service,prefix,destination,country,number_class,price_per_minute,connection_fee,initial_increment_seconds,increment_seconds,effective_from,effective_to
user_out,4420794601,Lab: a cent a second,GB,geographic,0.6,0,1,1,2020-01-01T00:00:00Z,
user_out,4420794602,Lab: the first minute costs more than there is,GB,geographic,60,0,60,60,2020-01-01T00:00:00Z,
user_out,4420794603,Lab: three seconds cost all there is,GB,geographic,1000,0,3,3,2020-01-01T00:00:00Z,
user_out,4420794604,Lab: six seconds cost all there is,GB,geographic,500,0,6,6,2020-01-01T00:00:00Z,
user_out,4420794605,Lab: ten seconds cost all there is,GB,geographic,300,0,1,1,2020-01-01T00:00:00Z,
`;

/** Starts both and gives the switch its key and Talktime its prices. */
export async function startLab(version: KamailioVersion = "5.6"): Promise<Lab> {
  const talktime = await startTalktime();
  try {
    const { operator } = talktime;
    await operator.put("/v1/switches/kamailio-lab", {
      ...{ reportsAnswer: true, canUpdate: true, defaultGrantSeconds: 12 },
    });
    const { key } = await operator.post<{ key: string }>("/v1/api-keys", {
      name: "Kamailio in the lab",
      scopes: ["switch"],
      switch: "kamailio-lab",
    });
    await operator.post("/v1/rate-decks?name=lab&currency=USD", DECK);
    const gate = await openGate(talktime.url);
    const phoneSwitch = await startKamailio({ url: gate.url, key }, {}, version);
    const callee = answerCalls(phoneSwitch.calleePort);
    const stop = async () => {
      await callee.stop();
      await phoneSwitch.stop();
      await gate.stop();
      await talktime.stop();
    };
    return { talktime, gate, key, phoneSwitch, switchApi: talktime.withKey(key), callIdOf: (id) => id, stop };
  } catch (error) {
    await talktime.stop();
    throw error;
  }
}

/**
 * An organisation with credits and one user in the United States, whose plan covers calls inside the country only.
 * @param topUp USD, 50 where absent
 * @param licenses what the user holds; all but the Communications Credits licence (MCOPSTNC) are bought here
 */
export async function openOrganization(
  operator: Api,
  org: { id: string; number: string; licenses: string[]; dialOutPolicy?: string; topUp?: string },
): Promise<void> {
  const base = `/v1/organizations/${org.id}`;
  await operator.put(base, {
    displayName: `Lab ${org.id}`,
    country: "US",
    currency: "USD",
    billing: { agreement: "direct", country: "US" },
  });
  for (const sku of org.licenses.filter((sku) => sku !== "MCOPSTNC")) {
    await operator.put(`${base}/subscriptions/${sku}`, { purchased: 1 });
  }
  const user = `caller@${org.id}.example`;
  await operator.put(`${base}/users/${user}`, {
    displayName: "Caller",
    kind: "person",
    usageLocation: "US",
    licenses: org.licenses,
    ...(org.dialOutPolicy === undefined ? {} : { dialOutPolicy: org.dialOutPolicy }),
  });
  await operator.put(`${base}/numbers/${encodeURIComponent(org.number)}`, {
    kind: "subscriber",
    carrier: "calling-plan",
    use: { type: "user", id: user },
  });
  const card = await operator.post<{ id: string }>(`${base}/payment-methods`, { type: "card", token: "tok_visa" });
  const topUp = await operator.post<{ state: string }>(`${base}/top-ups`, {
    ...{ amount: org.topUp ?? "50", paymentMethod: card.id },
  });
  if (topUp.state !== "succeeded") throw new Error(`The top-up of ${org.id} is ${topUp.state}, not succeeded.`);
}
