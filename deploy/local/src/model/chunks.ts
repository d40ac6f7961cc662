import { wholeUpTo } from '@huati/shared';
import { countTokens, splitTokens } from './tokens';

/** A piece of text as one event carries it, and what it costs at the stream's pace, in tokens. */
export interface Chunk {
  text: string;
  tokens: number;
}

export interface ChunkOptions {
  /** UTF-16 units a chunk; without it a chunk is a token. */
  chunkSize?: number;
  splitSurrogates: boolean;
}

/** Splits `text` into the chunks it is streamed in; joined they are `text` again. */
export function splitChunks(text: string, options: ChunkOptions): Chunk[] {
  const chunks =
    options.chunkSize === undefined
      ? splitTokens(text).map((token) => ({ text: token, tokens: 1 }))
      : splitUnits(text, options.chunkSize);
  return options.splitSurrogates ? chunks.flatMap(splitPairs) : chunks;
}

function splitUnits(text: string, size: number): Chunk[] {
  const chunks: Chunk[] = [];
  let start = 0;
  while (start < text.length) {
    let end = wholeUpTo(text, start + size);
    // A pair does not fit into a chunk of one unit: it goes whole.
    if (end <= start) end = start + 2;
    const piece = text.slice(start, end);
    chunks.push({ text: piece, tokens: countTokens(piece) });
    start = end;
  }
  return chunks;
}

function splitPairs(chunk: Chunk): Chunk[] {
  const parts = chunk.text.split(/(?<=[\uD800-\uDBFF])(?=[\uDC00-\uDFFF])/);
  // The halves of a pair are one token: the tail of a chunk costs no time of its own.
  return parts.map((text, index) => ({ text, tokens: index === 0 ? chunk.tokens : 0 }));
}

/**
 * The chunks of the first `units` UTF-16 units, the last one cut where needed but, unless `splitSurrogates`, not inside
 * a pair; then one unit fewer is kept. `rest` is what follows.
 */
export function cutChunks(chunks: Chunk[], units: number, splitSurrogates: boolean): { head: Chunk[]; rest: Chunk[] } {
  let left = units;
  for (const [index, chunk] of chunks.entries()) {
    if (chunk.text.length <= left) {
      left -= chunk.text.length;
      continue;
    }
    const cut = splitSurrogates ? left : wholeUpTo(chunk.text, left);
    const first = { text: chunk.text.slice(0, cut), tokens: chunk.tokens };
    const second = { text: chunk.text.slice(cut), tokens: chunk.tokens };
    const after = [second, ...chunks.slice(index + 1)];
    return { head: [...chunks.slice(0, index), ...(cut > 0 ? [first] : [])], rest: after };
  }
  return { head: chunks, rest: [] };
}
