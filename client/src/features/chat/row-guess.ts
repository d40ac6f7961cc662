import type { Item } from './items';

/** How high things are on a phone, px; how far that is off elsewhere shows as soon as rows are measured. */
const QUESTION = { around: 48, line: 25, units: 18 };
const ANSWER = { around: 96, line: 30, units: 20 };
const FILES_PX = 84;
const MARK_PX = 60;

/** How high the row of an item may be that was not drawn yet, px. */
export function guessOf(item: Item): number {
  switch (item.kind) {
    case 'question':
      return linesOf(item.text, QUESTION) + (item.files.length > 0 ? FILES_PX : 0);
    case 'outbox':
      return linesOf(item.question.text, QUESTION) + MARK_PX;
    case 'answer':
      return linesOf(item.message.text, ANSWER);
    case 'memory':
      return MARK_PX;
  }
}

function linesOf(text: string, { around, line, units }: typeof QUESTION): number {
  return around + Math.ceil(text.length / units) * line;
}
