/** How much each place in a list counts when lists are joined (Cormack et al. 2009). */
const RRF = 60;

/** Lists of the same things as one, by their places in each: their scores cannot be compared. */
export function fused(lists: readonly (readonly string[])[]): string[] {
  const sums = new Map<string, number>();
  for (const list of lists) {
    for (const [place, id] of list.entries()) sums.set(id, (sums.get(id) ?? 0) + 1 / (RRF + place + 1));
  }
  return [...sums].sort((a, b) => b[1] - a[1]).map(([id]) => id);
}

/**
 * What the graph found with what words and meanings found, each once: `share` of the graph's, then one of the others, and so on.
 * Summing scores or places instead lets chunks that both know a little of push out those of the second hop, which have none of the
 * question's words: that costs the graph its whole gain among the first five.
 */
export function interleaved(ofGraph: readonly string[], ofTexts: readonly string[], share: number): string[] {
  const order = new Set<string>();
  let [graph, text] = [0, 0];
  while (graph < ofGraph.length || text < ofTexts.length) {
    for (let taken = 0; taken < share && graph < ofGraph.length; graph += 1) {
      const id = ofGraph[graph] ?? '';
      if (order.has(id)) continue;
      order.add(id);
      taken += 1;
    }
    while (text < ofTexts.length && order.has(ofTexts[text] ?? '')) text += 1;
    const id = ofTexts[text];
    if (id !== undefined) order.add(id);
    text += 1;
  }
  return [...order];
}
