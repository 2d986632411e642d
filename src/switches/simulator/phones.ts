/** Whom a simulated switch knows: the numbers of an organisation, and strangers who ring them or are rung. */
import type { Random } from "../../engine/sample/random.ts";
import { type Api, complaintOf } from "./client.ts";

/** The body of an authorisation, without its id. */
export interface Dialling {
  organization: string;
  from: string;
  to: string;
  user?: string;
  conferenceId?: string;
}

interface OwnNumber {
  e164: string;
  kind: string;
  use: { type: string; id: string | null };
}

/** Of ranges that are kept for fiction, except those that samples/README.md names. */
const NEAR = ["+12125550123", "+13125550119", "+14165550177", "+442079460321", "+493023125321", "+33199000444"];
const FAR = ["+447700900123", "+525512345678", "+919812345678", "+5378300000"];
/** Premium rate, and a destination that no deck prices. */
const ODD = ["+19005550123", "+88215123456"];

export class Phones {
  readonly #organization: string;
  readonly #own: readonly OwnNumber[];
  readonly #organizers: readonly string[];

  private constructor(organization: string, own: readonly OwnNumber[], organizers: readonly string[]) {
    this.#organization = organization;
    this.#own = own;
    this.#organizers = organizers;
  }

  /** @throws Error for an organisation that there is not, or one without any number */
  static async of(api: Api, organization: string): Promise<Phones> {
    const own = await all<OwnNumber>(api, `/v1/organizations/${organization}/numbers`);
    if (own.length === 0) throw new Error(`The organisation ${organization} has no numbers: nobody could call.`);
    const users = await all<{ userPrincipalName: string; licenses: string[] }>(
      api,
      `/v1/organizations/${organization}/users`,
    );
    const organizers = users.filter(({ licenses }) => licenses.some((sku) => /MCOMEET|ENTERPRISEPREMIUM/.test(sku)));
    return new Phones(
      organization,
      own,
      organizers.map(({ userPrincipalName }) => userPrincipalName),
    );
  }

  /** A call of this organisation: most go out, some come in, a few are to numbers that are refused. */
  dial(random: Random): Dialling {
    const number = random.pick(this.#own);
    const organization = this.#organization;
    const stranger = random.pick(NEAR);
    const bridge = number.use.type === "conference-bridge";
    if (bridge && this.#organizers.length > 0) {
      const user = random.pick(this.#organizers);
      const conferenceId = `meeting-of-${user.split("@")[0]}`;
      return random.chance(0.5)
        ? { organization, from: stranger, to: number.e164, user, conferenceId }
        : { organization, from: number.e164, to: stranger, user, conferenceId };
    }
    if (number.use.type !== "user" || random.chance(0.3)) return { organization, from: stranger, to: number.e164 };
    const to = random.chance(0.04) ? random.pick(ODD) : random.chance(0.2) ? random.pick(FAR) : stranger;
    return { organization, from: number.e164, to };
  }
}

/** Every item of a list, page by page. */
async function all<Item>(api: Api, path: string): Promise<Item[]> {
  const items: Item[] = [];
  for (let after = ""; ;) {
    const reply = await api("GET", `${path}?limit=200${after}`);
    if (reply.status !== 200) throw new Error(complaintOf(reply));
    const page = reply.body as unknown as { items: Item[]; nextCursor: string | null };
    items.push(...page.items);
    if (page.nextCursor === null) return items;
    after = `&cursor=${encodeURIComponent(page.nextCursor)}`;
  }
}
