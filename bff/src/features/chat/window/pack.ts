/** The limits of one request, in tokens. */
export interface Limits {
  /** The model's whole window. */
  window: number;
  /** The room an answer gets where the window has it, and the least it is left before a turn is dropped. */
  most: number;
  least: number;
}

export interface Packed {
  /** How many turns go along, from the newest on. */
  turns: number;
  maxTokens: number;
}

/**
 * How many of the newest turns go along, and how much room the answer gets. The rule: as many whole turns as fit beside
 * what must be there (`fixed`) and the least room for an answer; what is left of the window is the answer's, up to the
 * most. So the answer's room gives way first, and only then the oldest turn.
 *
 * @param sizes tokens of each turn, newest first
 * @param fixed leaves at least the least room, without any turn
 */
export function pack(sizes: readonly number[], fixed: number, { window, most, least }: Limits): Packed {
  let used = fixed;
  let turns = 0;
  for (const size of sizes) {
    if (used + size + least > window) break;
    used += size;
    turns += 1;
  }
  return { turns, maxTokens: Math.min(most, window - used) };
}
