/** A question with as much of its files as `budget` tokens hold, by the estimate; 0: their names alone. */
export type WithFiles = (budget: number) => string;

/** The estimate tells at most so many tokens for one that there is, in texts as people write them. */
export const ESTIMATED_MOST = 3;
/** How often the cut is tried, and how much closer than calculated the next try stays, of 1. */
const TRIES = 8;
const CLOSER = 0.98;

export interface Fitted {
  text: string;
  tokens: number;
}

/**
 * The question with as much of its files as `room` tokens hold. `least` is the question with the names alone, which fits; its
 * size and the size of whatever is tried are counted as the model does.
 */
export async function fitted(
  withFiles: WithFiles,
  least: Fitted,
  room: number,
  count: (text: string) => Promise<number>,
): Promise<Fitted> {
  let budget = ESTIMATED_MOST * room;
  for (let tried = 0; tried < TRIES && budget >= 1; tried += 1) {
    const text = withFiles(budget);
    const tokens = await count(text);
    if (tokens <= room) return { text, tokens };
    // What is beside the files' texts does not shrink with them.
    const share = (room - least.tokens) / Math.max(1, tokens - least.tokens);
    budget = Math.floor(budget * Math.min(share, 1) * CLOSER);
  }
  return least;
}
