/**
 * Each in turn, and whatever fails keeps none of the others from theirs: what is stuck in one organisation stays there.
 * @throws the first error, once all had their turn
 */
export async function apart<T>(items: Iterable<T>, work: (item: T) => Promise<unknown>): Promise<void> {
  const errors: unknown[] = [];
  for (const item of items) await work(item).catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw errors[0];
}
