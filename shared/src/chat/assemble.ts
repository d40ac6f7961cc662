/**
 * The rule that makes an answer exact. An answer is one append-only string, and every piece of it comes with the
 * offset it begins at, counted in UTF-16 units; so whatever was lost, repeated or reordered on the way, arithmetic
 * alone tells what to do with a piece.
 */

/** What became of a piece: the text now held, or the offset from which the text is missing. */
export type Assembled = { kind: 'held'; text: string; added: string } | { kind: 'missing'; from: number };

/**
 * Adds the piece `text`, which begins at `offset`, to the text `held`.
 * Out: what is held now and what that added (empty where all of it was there already), or, where the piece begins
 * beyond the end of `held`, the offset to ask `follow` from; `held` then stays as it is.
 */
export function assemble(held: string, offset: number, text: string): Assembled {
  if (offset > held.length) return { kind: 'missing', from: held.length };
  const added = text.slice(held.length - offset);
  return { kind: 'held', text: held + added, added };
}

/** What is left to do once `done` told the answer's length. */
export type Settled = { kind: 'whole' } | { kind: 'missing'; from: number };

/**
 * Compares what is held with the answer's `length` in UTF-16 units. More than `length` happens only where a server
 * came back without its last moments; then nothing held is certain and all of it is asked for again.
 */
export function settle(held: string, length: number): Settled {
  if (held.length === length) return { kind: 'whole' };
  return { kind: 'missing', from: held.length < length ? held.length : 0 };
}

/**
 * Applies the acknowledgement of `follow`: `text` is everything from `offset` on, so it decides what stands there.
 * Out: the new text, or the offset to follow from where the acknowledgement begins beyond what is held.
 */
export function resume(held: string, offset: number, text: string): Assembled {
  if (offset > held.length) return { kind: 'missing', from: held.length };
  return { kind: 'held', text: held.slice(0, offset) + text, added: text.slice(held.length - offset) };
}
