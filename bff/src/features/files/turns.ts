/** Who is next: users take turns, and whoever has not had one yet comes first. */
export interface Turns {
  /** The one of `waiting`, oldest first, whose user's turn was longest ago. */
  next<T extends { userId: string }>(waiting: readonly T[]): T | undefined;
  /** It was this user's turn. */
  had(userId: string): void;
}

/** Users that are remembered. */
const KEPT = 10_000;

export function createTurns(): Turns {
  /** In the order of their last turns. */
  const last = new Set<string>();
  return {
    next: (waiting) => {
      const fresh = waiting.find(({ userId }) => !last.has(userId));
      if (fresh) return fresh;
      const of = new Map([...waiting].reverse().map((one) => [one.userId, one]));
      for (const userId of last) if (of.has(userId)) return of.get(userId);
      return undefined;
    },
    had: (userId) => {
      last.delete(userId);
      last.add(userId);
      const [oldest] = last;
      if (last.size > KEPT && oldest !== undefined) last.delete(oldest);
    },
  };
}
