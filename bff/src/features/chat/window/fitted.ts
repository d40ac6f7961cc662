import type { Given } from '../../evidence/given';

/** A question with what is given with it; `tokens` are the evidence's, by the estimate. */
export interface WithGiven {
  text: string;
  tokens: number;
  given: Given;
}

/** What files and the organisation's knowledge have to say to a question. */
export interface WithEvidence {
  /** The question with the names of its files alone. */
  least: string;
  /** Tokens of all there is to give, by the estimate. */
  total: number;
  /** True where it was chosen before, for an answer that is gone on with: then all of it is to be given. */
  chosen: boolean;
  /** What is told where nothing of it is given; undefined: nothing. */
  nothing?: Given | undefined;
  /** As much of it as `budget` tokens hold by the estimate: all of it, or what matters most. */
  give(budget: number): Promise<WithGiven>;
}

/** In tokens as the model counts: what all of it may take, and what a choice of it may, which leaves room for what was said before. */
export interface EvidenceRoom {
  whole: number;
  chosen: number;
}

/** The question with its evidence, of `size` tokens in all as the model counts. */
export interface Fitted {
  text: string;
  size: number;
  given?: Given;
}

/** How often a size is tried, how much closer than calculated the next try stays, and what is full enough, of 1. */
const TRIES = 8;
const CLOSER = 0.97;
const FULL = 0.8;

/**
 * The question with all of its evidence where that fits, else with as much as has room. `least` is the question with the names
 * alone, which fits; its size and the size of whatever is tried are counted as the model does.
 */
export async function fitted(
  evidence: WithEvidence,
  least: Fitted,
  room: EvidenceRoom,
  count: (text: string) => Promise<number>,
): Promise<Fitted> {
  const { total, chosen } = evidence;
  const choice = chosen ? room.whole : Math.min(room.whole, room.chosen);
  let best = least;
  let mayBeWhole = true;
  let budget = chosen || total <= room.whole ? total : choice;
  for (let tries = TRIES; tries > 0 && budget >= 1; tries -= 1) {
    const { text, tokens, given } = await evidence.give(budget);
    if (tokens === 0) return best;
    const size = await count(text);
    const isWhole = tokens >= total;
    const fits = size - least.size <= (isWhole ? room.whole : choice);
    if (fits) best = { text, size, given };
    if (isWhole) mayBeWhole = false;
    const whole = mayBeWhole ? { total, room: room.whole } : undefined;
    const next = nextBudget({ budget, tokens, taken: size - least.size, fits, isWhole }, choice, whole);
    if (next === undefined) return best;
    budget = next;
  }
  return best;
}

/** A budget with the tokens of what was given for it, by the estimate, and as the model counts them. */
interface Tried {
  budget: number;
  tokens: number;
  taken: number;
  fits: boolean;
  isWhole: boolean;
}

/** What to try after that; undefined where it is as good as it gets. */
function nextBudget(
  { budget, tokens, taken, fits, isWhole }: Tried,
  choice: number,
  whole: { total: number; room: number } | undefined,
): number | undefined {
  if (fits && isWhole) return undefined;
  // What the model counts for one token of the estimate, in these very texts.
  const ratio = Math.max(taken, 1) / tokens;
  if (whole && whole.total * ratio <= whole.room * CLOSER) return whole.total;
  const next = Math.floor((choice / ratio) * CLOSER);
  if (!fits) return Math.min(next, Math.floor(budget * CLOSER));
  // Full, or there is no more that has room.
  const full = taken >= choice * FULL || tokens < budget * FULL || next * FULL <= tokens;
  return full ? undefined : next;
}
