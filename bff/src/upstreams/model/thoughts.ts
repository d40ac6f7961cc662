import type { ModelEvent, Take } from './model';

const OPEN = '<think>';
const CLOSE = '</think>';

/**
 * Tells thinking from the answer for endpoints that send it in the answer's text: a text that begins with `<think>` is
 * thinking up to `</think>`. Marks may be cut anywhere. All other events pass as they are.
 */
export function createThoughtSplitter(take: Take): Take {
  let state: 'begin' | 'opened' | 'thoughts' | 'gap' | 'answer' = 'begin';
  let held = '';

  const text = (piece: string): void => {
    held += piece;
    if (state === 'begin') {
      const seen = held.trimStart();
      if (OPEN.startsWith(seen)) return;
      state = seen.startsWith(OPEN) ? 'opened' : 'answer';
      if (state === 'opened') held = seen.slice(OPEN.length);
    }
    if (state === 'opened') {
      held = held.trimStart();
      if (held !== '') state = 'thoughts';
    }
    if (state === 'thoughts') {
      const end = held.indexOf(CLOSE);
      if (end < 0) return release('reasoning', held.length - partial(held));
      release('reasoning', end);
      held = held.slice(CLOSE.length);
      state = 'gap';
    }
    if (state === 'gap') {
      held = held.trimStart();
      if (held !== '') state = 'answer';
    }
    if (state === 'answer') release('text', held.length);
  };
  const release = (kind: 'text' | 'reasoning', length: number): void => {
    if (length > 0) take({ kind, text: held.slice(0, length) });
    held = held.slice(length);
  };

  return (event: ModelEvent): void => {
    if (state === 'answer') return take(event);
    if (event.kind === 'text') return text(event.text);
    if (event.kind === 'reasoning') state = 'answer';
    // What never became a mark was text all along.
    if (held !== '') release(state === 'thoughts' ? 'reasoning' : 'text', held.length);
    take(event);
  };
}

/** How much of the end of `text` may be the beginning of a closing mark, in UTF-16 units. */
function partial(text: string): number {
  for (let length = Math.min(CLOSE.length - 1, text.length); length > 0; length -= 1) {
    if (text.endsWith(CLOSE.slice(0, length))) return length;
  }
  return 0;
}
