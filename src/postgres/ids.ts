/** Ids in blocks: one `nextval` hands out a thousand, so that a decision needs no round trip for an id. */
import type pg from "pg";

const BLOCK = 1000;
/** Blocks are fetched while there are still so many times the ids that were asked for. */
const AHEAD = 2;

export class IdBlocks {
  readonly #pool: pg.Pool;
  readonly #blocks: { next: number; end: number }[] = [];
  #fetching: Promise<void> | null = null;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** Makes sure that `count` ids can be taken without waiting, and soon again so many. */
  async ensure(count: number): Promise<void> {
    while (this.#left() < count) await this.#fetch();
    // Whoever needs them next does not wait then; if it fails, that one tries again and is told.
    if (this.#left() < AHEAD * count) this.#fetch().catch(() => {});
  }

  #left(): number {
    let left = 0;
    for (const { next, end } of this.#blocks) left += end - next;
    return left;
  }

  /** Those who come meanwhile wait for the same block. */
  async #fetch(): Promise<void> {
    this.#fetching ??= this.#pool
      .query<{ block: bigint }>("SELECT nextval('id_block') AS block")
      .then(({ rows }) => {
        const next = Number(rows[0]!.block) * BLOCK;
        this.#blocks.push({ next, end: next + BLOCK });
      })
      .finally(() => (this.#fetching = null));
    await this.#fetching;
  }

  /** The next id; an error if `ensure` did not provide for it. */
  take = (): number => {
    const block = this.#blocks[0];
    if (!block) throw new Error("no ids are left in the block");
    const id = block.next++;
    if (block.next === block.end) this.#blocks.shift();
    return id;
  };

  async one(): Promise<number> {
    // Between the two somebody else may take the last one.
    for (;;) {
      await this.ensure(1);
      if (this.#blocks.length > 0) return this.take();
    }
  }
}
