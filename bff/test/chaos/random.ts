/** Numbers that look random and are the same for the same seed (mulberry32, Tommy Ettinger's, public domain). */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  chance(share: number): boolean;
  pick<T>(items: readonly [T, ...T[]]): T;
}

export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (share) => next() < share,
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
  };
}

const PARTS = [
  '话题里的每一句都要原样到达。',
  '电梯里信号会断😀，',
  '𠮷野家的𠮷和𪚥。',
  '一家人👨‍👩‍👧看地图🗺️。',
  'e\u0301 and `code()`, "quotes"\\ ',
  '\n\n```ts\nconst a = 1;\n```\n\n',
  '| 甲 | 乙 |\n',
  '旗子🇨🇳在风里，',
] as const;

/** A text of about `length` UTF-16 units in which every few words carry their number: no two places look the same. */
export function textOf(random: Random, length: number): string {
  let text = '';
  for (let n = 1; text.length < length; n += 1) text += `${n}·${random.pick(PARTS)}`;
  return text;
}
