/** Ids in blocks: one `nextval` hands out a thousand, so that a decision needs no round trip for an id. */
import type pg from "pg";

const BLOCK = 1000;

export class IdBlocks {
  readonly #pool: pg.Pool;
  readonly #blocks: { next: number; end: number }[] = [];

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** Makes sure that `count` ids can be taken without waiting. */
  async ensure(count: number): Promise<void> {
    while (this.#blocks.reduce((left, block) => left + block.end - block.next, 0) < count) {
      const { rows } = await this.#pool.query<{ block: bigint }>("SELECT nextval('id_block') AS block");
      const next = Number(rows[0]!.block) * BLOCK;
      this.#blocks.push({ next, end: next + BLOCK });
    }
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
