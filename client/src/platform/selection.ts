import { feel } from '@/ui/haptics';
import { copyText } from './clipboard';
import { elementOf, selectedRange } from './selected-range';
import type * as selectedText from './selected-text';
import type { Content } from './selected-text';

/** A part of an answer that was selected. */
export interface Selected {
  /** The id of the row that it begins in. */
  row: string;
  kind: 'text' | 'formula';
  content: Content;
  /** Where it begins, and where it is to be seen in the window, px. */
  start: { node: Node; offset: number };
  box: { left: number; top: number; right: number; bottom: number };
  /** It was selected by a finger: the phone shows a menu of its own above it. */
  touch: boolean;
}

/** Text can be selected where it stands. */
export const selectsInPlace: boolean = true;

/** How long a selection has to rest until it counts; ms. */
const REST_MS = 200;

/**
 * Tells what is selected of an answer, anew each time that it moves, and null once nothing is; a formula is selected by a tap.
 * What is copied of answers by the browser's own means is made clean. Out: stops both.
 */
export function watchSelection(report: (selected: Selected | null) => void): () => void {
  let texts: typeof selectedText | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pressed = false;
  let touch = matchMedia('(pointer: coarse)').matches;
  let formula: HTMLElement | null = null;

  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(), REST_MS);
  };
  const look = async (): Promise<void> => {
    if (formula) return tell(formulaRange(formula), 'formula');
    const range = answersRange();
    if (!range) return report(null);
    // Loaded with the first selection; where that fails the browser's own way of copying is left.
    texts ??= await import('./selected-text').catch(() => null);
    if (!pressed || touch) tell(answersRange(), 'text');
  };
  const tell = (range: Range | null, kind: Selected['kind']): void => {
    const row = range && elementOf(range.startContainer)?.closest('[id^="row-"]')?.id;
    if (!range || row === undefined || row === null) return report(null);
    const { left, top, right, bottom } = range.getBoundingClientRect();
    const content = kind === 'formula' ? formulaContent(formula) : texts?.contentOf(range);
    if (!content || content.text.trim() === '') return report(null);
    const start = { node: range.startContainer, offset: range.startOffset };
    report({ row, kind, content, start, box: { left, top, right, bottom }, touch });
  };
  const hide = (): void => {
    report(null);
    soon();
  };
  const down = ({ pointerType, target }: PointerEvent): void => {
    touch = pointerType === 'touch';
    if (target instanceof Element && target.closest('.selection-bar')) return;
    pressed = true;
    formula = null;
    soon();
  };
  const up = (): void => {
    pressed = false;
    soon();
  };
  const tapped = ({ target }: MouseEvent): void => {
    const found = target instanceof Element ? target.closest<HTMLElement>('.answer .md-math[data-tex]') : null;
    if (!found || answersRange() || found.closest('a')) return;
    formula = found;
    soon();
  };
  const copied = (event: ClipboardEvent): void => {
    const range = answersRange();
    if (!range || !texts || !event.clipboardData) return;
    const { text, html } = texts.contentOf(range);
    event.clipboardData.setData('text/plain', text);
    event.clipboardData.setData('text/html', html);
    event.preventDefault();
  };

  document.addEventListener('selectionchange', soon);
  document.addEventListener('pointerdown', down, true);
  document.addEventListener('click', tapped);
  document.addEventListener('copy', copied);
  document.addEventListener('scroll', hide, { capture: true, passive: true });
  window.addEventListener('resize', hide);
  for (const end of ['pointerup', 'pointercancel'] as const) document.addEventListener(end, up, true);
  // Something may be selected by then: what watches comes to a page later than its first answer.
  soon();
  return () => {
    clearTimeout(timer);
    document.removeEventListener('selectionchange', soon);
    document.removeEventListener('pointerdown', down, true);
    document.removeEventListener('click', tapped);
    document.removeEventListener('copy', copied);
    document.removeEventListener('scroll', hide, { capture: true });
    window.removeEventListener('resize', hide);
    for (const end of ['pointerup', 'pointercancel'] as const) document.removeEventListener(end, up, true);
  };
}

/** Copies text that others may take with its looks. Out: whether it worked. */
export async function copyContent({ text, html }: Content): Promise<boolean> {
  try {
    const item = new ClipboardItem({
      'text/plain': new Blob([text], { type: 'text/plain' }),
      'text/html': new Blob([html], { type: 'text/html' }),
    });
    await navigator.clipboard.write([item]);
    feel('light');
    return true;
  } catch {
    // Not there over plain http, and in older browsers.
    return copyText(text);
  }
}

/** What is selected of answers; null where that is nothing, or something else. */
function answersRange(): Range | null {
  const range = selectedRange();
  if (!range) return null;
  const at = elementOf(range.commonAncestorContainer);
  const inAnswer = at?.closest('.answer .markdown');
  const overAnswers = [...(at?.querySelectorAll('.answer .markdown') ?? [])].some((each) => range.intersectsNode(each));
  return inAnswer || overAnswers ? range : null;
}

function formulaRange(formula: HTMLElement): Range | null {
  if (!formula.isConnected) return null;
  const range = document.createRange();
  range.selectNode(formula);
  return range;
}

/** Always between two dollar signs a side: what takes one takes these, wherever the formula stood. */
function formulaContent(formula: HTMLElement | null): Content {
  const text = `$$${formula?.dataset.tex ?? ''}$$`;
  const cell = document.createElement('p');
  cell.textContent = text;
  return { text, html: cell.outerHTML };
}
