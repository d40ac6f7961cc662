import type { AnswerStatus } from '@huati/shared';
import { t } from '@/i18n';

/** More at once cannot be interrupted with ease by whoever listens; UTF-16 units. */
const PIECE_MAX_UNITS = 240;
/** How fast it is read aloud, at most: what is still being read is not to be talked over; ms a unit. */
const HAN_MS = 130;
const LATIN_MS = 45;
const PAUSE_MS = 600;

const FENCE = /^ {0,3}(?:```|~~~)/gm;
const SENTENCE_END = /[。！？；!?](?=[”’」』）)]*)[”’」』）)]*|\.(?=\s)|\n+/g;
const HAN = /[\u3400-\u9fff]/g;

/** What of Markdown is heard: words, without its signs. Code is only named. */
export function heard(markdown: string): string {
  return markdown
    .replace(/^ {0,3}(```|~~~)[^\n]*\n[\s\S]*?(?:^ {0,3}\1[^\n]*$|$(?![\s\S]))/gm, ` ${t('announce.code')} `)
    .replace(/^(?=[^\n]*---)[ \t|:-]+$/gm, ' ')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[[［【]\d[\d,，、\s]*[\]］】]/g, '')
    .replace(/^[ \t]*(?:#{1,6}|>|[-*+])[ \t]+/gm, '')
    .replace(/\*\*|__|~~|`/g, '')
    .replace(/[ \t]*\|[ \t]*/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** How long a screen reader is at it, ms. */
export function readingMs(words: string): number {
  const han = words.match(HAN)?.length ?? 0;
  return PAUSE_MS + han * HAN_MS + (words.length - han) * LATIN_MS;
}

/** The end of what of `text` can be said whole from `from` on: finished sentences, no half block of code; UTF-16 units. */
function sayableEnd(text: string, from: number): number {
  const fences = [...text.matchAll(FENCE)].map(({ index }) => index);
  const open = fences.length % 2 === 1 ? fences[fences.length - 1] : undefined;
  const stop = open ?? text.length;
  let end = from;
  for (const { index, 0: sign } of text.slice(from, stop).matchAll(SENTENCE_END)) {
    const after = from + index + sign.length;
    const within = fences.filter((fence) => fence < after).length % 2 === 1;
    if (within) continue;
    if (after - from > PIECE_MAX_UNITS && end > from) break;
    end = after;
  }
  return end;
}

/**
 * Tells a screen reader an answer while it grows: a region over the growing text itself would have each piece read, and
 * pieces cut words in two. Here finished sentences are said one after the other, no faster than they are read.
 */
export class Announcing {
  private said = 0;
  private freeAt = 0;

  /** What is to be said now of the text so far; empty where nothing is. `now`: ms of any clock. */
  next(text: string, now: number): string {
    if (now < this.freeAt) return '';
    const end = sayableEnd(text, this.said);
    const words = heard(text.slice(this.said, end));
    this.said = end;
    if (words !== '') this.freeAt = now + readingMs(words);
    return words;
  }

  /** What is said at the end: a short rest with it, of a long one only that it is there. A failure has an alert of its own. */
  end(text: string, status: AnswerStatus): string {
    if (status === 'failed' || status === 'streaming') return '';
    const rest = heard(text.slice(this.said));
    this.said = text.length;
    const ended = status === 'stopped' ? t('chat.stopped') : t('announce.ended');
    if (rest.length > PIECE_MAX_UNITS) return `${ended} ${t('announce.more', { n: rest.length })}`;
    return rest === '' ? ended : `${rest} ${ended}`;
  }
}
