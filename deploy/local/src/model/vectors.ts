import { hash } from './tokens';

/** The length of an embedding. */
export const DIMENSIONS = 256;

/** The pairs of neighbouring characters of `text`, its ends included, each once per occurrence; case does not count. */
function bigrams(text: string): string[] {
  const characters = [' ', ...Array.from(text.normalize('NFKC').toLowerCase().trim()), ' '];
  return characters.slice(1).map((character, index) => `${characters[index] ?? ''}${character}`);
}

/** A vector of length one, of DIMENSIONS numbers: the bigrams of `text`, hashed. Texts that share many are near. */
export function embedText(text: string): number[] {
  const vector = new Array<number>(DIMENSIONS).fill(0);
  for (const bigram of bigrams(text)) {
    const at = hash(bigram) % DIMENSIONS;
    vector[at] = (vector[at] ?? 0) + 1;
  }
  const norm = Math.hypot(...vector);
  return vector.map((value) => value / norm);
}

/**
 * How near each of `texts` comes to `query`: what they share, pair by pair of characters, the rarer among all of them the
 * more (`log(1 + texts / texts with it)`).
 */
export function scoreRarest(query: string, texts: readonly string[]): number[] {
  const present = texts.map((text) => new Set(bigrams(text)));
  const asked = [...new Set(bigrams(query))].map((bigram) => {
    const having = present.filter((set) => set.has(bigram)).length;
    return { bigram, weight: having === 0 ? 0 : Math.log(1 + texts.length / having) };
  });
  return present.map((set) => asked.reduce((sum, { bigram, weight }) => sum + (set.has(bigram) ? weight : 0), 0));
}

/** How much of `query` is found in `document`: the share of its bigrams, 0 to 1. */
export function scoreOverlap(query: string, document: string): number {
  const asked = new Set(bigrams(query));
  const present = new Set(bigrams(document));
  const found = [...asked].filter((bigram) => present.has(bigram)).length;
  return found / asked.size;
}
