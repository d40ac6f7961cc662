/** Where a sentence ends, with what closes behind it and the white space that follows. */
const ENDS = /(?:[。！？；…]+[”’」』）)"'》】]{0,4}|[.!?;]+["')\]]{0,4}(?=\s)|\n)\s{0,100}/g;

/** The sentences of a text, or its lines where these are shorter. Joined, they are the text. */
export function sentencesOf(text: string): string[] {
  const sentences: string[] = [];
  let start = 0;
  for (const found of text.matchAll(ENDS)) {
    const end = found.index + found[0].length;
    sentences.push(text.slice(start, end));
    start = end;
  }
  if (start < text.length) sentences.push(text.slice(start));
  return sentences;
}
