/** One emoji, of however many code points: a flag, a key, a family, a hand of some colour. */
export const EMOJI = String.raw`(?:\p{RI}\p{RI}|[#*\d]\ufe0f?\u20e3|${picture()}(?:\u200d(?:${picture()}|\p{Extended_Pictographic}))*)`;

function picture(): string {
  return String.raw`(?:\p{Emoji_Presentation}\ufe0f?|\p{Extended_Pictographic}(?:\ufe0f|(?=\p{EMod})))\p{EMod}?(?:[\u{e0020}-\u{e007e}]+\u{e007f})?`;
}

/** A picture may be joined on that alone would be a letter, as the heart of a couple. */
const JOINED = String.raw`(?:\u200d\p{Extended_Pictographic}\ufe0f?\p{EMod}?)*`;
const CLUSTER = new RegExp(
  String.raw`(?:${EMOJI}|\p{Extended_Pictographic}\p{EMod}?|[\s\S])${JOINED}[\p{M}\p{EMod}]*`,
  'gu',
);
/** Most texts: each code point stands for itself. */
const SIMPLE =
  /^[\u0020-\u007e\u00a1-\u00a8\u00aa\u00ac\u00af-\u02ff\u2010-\u2027\u3001-\u3029\u3041-\u3096\u30a1-\u30ff\u3400-\u9fff\uff01-\uff60]*$/;

/** Yields what people take for one character each, so that no line tears one apart. */
export function* graphemesOf(text: string): Generator<string, void> {
  if (SIMPLE.test(text)) yield* text;
  else for (const [cluster] of text.matchAll(CLUSTER)) yield cluster;
}
