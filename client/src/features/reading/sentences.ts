/** A sentence beyond so many UTF-16 units is read in parts: some engines fall silent in long ones, and nobody finds a place in them. */
const MAX_UNITS = 120;

/** What may end a sentence, with what closes around it and the blanks behind; an end of a line always does. */
const END = /([。！？；｡।؟۔]+|[.!?]+)([”’"'」』）)》】\]〉»]*)(\s*)|\n\s*/g;
/** What is written with a dot and goes on; compared in lower case. */
const SHORT = new Set(
  (
    'mr mrs ms dr prof sr jr st vs etc e.g i.e eg ie cf no nos fig figs eq sec ch vol p pp ed eds inc ltd co corp dept est approx ' +
    'jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun u.s u.k a.m p.m ph.d al'
  ).split(' '),
);
/** Letters with a dot behind each, such as those of a name. */
const INITIALS = /^(?:\p{L}\.)*\p{Lu}$/u;
const HAN = /\p{Script=Han}/u;
const NOTHING = /^\s*$/;

/**
 * Cuts a text into sentences of Chinese, English and what is written alike; put together they are the text. The rules are our own
 * on all platforms: `Intl.Segmenter` is not everywhere, ends a sentence behind "Dr." and none at "；".
 *
 * @param masked the same with what must not be cut, such as addresses, replaced by as many letters
 */
export function splitSentences(text: string, masked = text): string[] {
  const cuts: number[] = [];
  for (const found of masked.matchAll(END)) {
    if (endsAt(masked, found)) cuts.push(found.index + found[0].length);
  }
  const sentences: string[] = [];
  let from = 0;
  for (const cut of [...cuts, masked.length]) {
    const piece = text.slice(from, cut);
    // A blank line at the beginning belongs to what follows it, and one behind to what it follows.
    if (piece === '' || (NOTHING.test(piece) && cut < masked.length)) continue;
    if (NOTHING.test(piece) && sentences.length > 0) sentences.push(`${sentences.pop() ?? ''}${piece}`);
    else sentences.push(...inParts(piece, masked.slice(from, cut)));
    from = cut;
  }
  return sentences;
}

function endsAt(text: string, found: RegExpExecArray): boolean {
  const [, mark, , blank = ''] = found;
  const at = found.index;
  const rest = text.slice(at + found[0].length, at + found[0].length + 2);
  if (mark === undefined || !/^[.!?]/.test(mark)) return true;
  if (rest === '' || blank.includes('\n')) return true;
  if (blank === '') return /[!?]$/.test(mark) && HAN.test(rest);
  return mark !== '.' || endsByDot(text.slice(Math.max(0, at - 40), at), rest, at);
}

/** Whether a sentence ends at a dot: not where one stands behind a number of a list, something shortened, or goes on in lower case. */
function endsByDot(before: string, rest: string, at: number): boolean {
  const word = /[\p{L}\p{N}.]*$/u.exec(before)?.[0] ?? '';
  if (/^\p{Ll}/u.test(rest) || INITIALS.test(word) || SHORT.has(word.toLowerCase())) return false;
  const number = /^\d{1,3}$/.test(word);
  return !(number && /(?:^|\n)\s*$/.test(before.slice(0, before.length - word.length)) && at <= 40);
}

/** A long sentence in parts, cut behind a comma or a blank where there is one. */
function inParts(piece: string, masked: string): string[] {
  if (piece.length <= MAX_UNITS) return [piece];
  const head = masked.slice(0, MAX_UNITS);
  const comma = /^[^]*[，、,：:—](?=[^\d])/.exec(head)?.[0].length ?? 0;
  const cut = comma > MAX_UNITS / 3 ? comma : head.lastIndexOf(' ') + 1 || whole(head);
  return [piece.slice(0, cut), ...inParts(piece.slice(cut), masked.slice(cut))];
}

/** The length of a text without half of a surrogate pair at its end. */
function whole(text: string): number {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last < 0xdc00 ? text.length - 1 : text.length;
}
