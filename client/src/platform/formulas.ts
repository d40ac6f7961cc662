import { t } from '@/i18n';
import type * as formulaSetting from './formula-setting';
import { tellGrown } from './grown';

type Setting = typeof formulaSetting;

/** How long formulas are set at a time, ms: a phone draws between two such slices. */
const SLICE_MS = 8;
/** Between two tries to load what sets them, ms. */
const AGAIN_MS = 5_000;
const WAITING = '.md-math[data-tex]:not(.is-set):not(.is-failed)';

let setting: Setting | null = null;
let asked = false;
const waiting = new Set<HTMLElement>();
let next: ReturnType<typeof setTimeout> | undefined;

/**
 * Sets the formulas below `root`, and those that come there later. What sets them is loaded with the first formula; until then, and
 * where one is no TeX, its source is shown.
 *
 * @returns stops it
 */
export function watchFormulas(root: Element): () => void {
  // It is called before the page is drawn again: a formula that was drawn before is there at once.
  const observer = new MutationObserver((records) => {
    for (const { addedNodes } of records) for (const node of addedNodes) if (node instanceof Element) note(node);
    setSome();
  });
  observer.observe(root, { childList: true, subtree: true });
  note(root);
  setSome();
  return () => observer.disconnect();
}

/** Sets all formulas below `root`, for paper: before it returns, where what sets them is there already. Rejects where it cannot be loaded. */
export async function setAllFormulas(root: Element): Promise<void> {
  const all = [...root.querySelectorAll<HTMLElement>(WAITING)];
  if (all.length === 0) return;
  const { formulaOf } = setting ?? (await import('./formula-setting'));
  for (const each of all) put(each, formulaOf);
}

function note(element: Element): void {
  if (element instanceof HTMLElement && element.matches(WAITING)) waiting.add(element);
  for (const each of element.querySelectorAll<HTMLElement>(WAITING)) waiting.add(each);
}

function setSome(): void {
  if (waiting.size === 0) return;
  if (!setting) return load();
  const until = performance.now() + SLICE_MS;
  const done: HTMLElement[] = [];
  for (const each of waiting) {
    if (done.length > 0 && performance.now() > until) break;
    waiting.delete(each);
    if (!each.isConnected) continue;
    put(each, setting.formulaOf);
    done.push(each);
  }
  if (done.length > 0) requestAnimationFrame(() => settle(done));
  if (waiting.size === 0) return;
  clearTimeout(next);
  next = setTimeout(setSome, 0);
}

function load(): void {
  if (asked) return;
  asked = true;
  void import('./formula-setting').then(
    (loaded) => {
      setting = loaded;
      setSome();
    },
    () => {
      setTimeout(() => {
        asked = false;
        setSome();
      }, AGAIN_MS);
    },
  );
}

function put(element: HTMLElement, formulaOf: Setting['formulaOf']): void {
  const made = formulaOf(element.dataset.tex ?? '', element.classList.contains('is-display'));
  if (made) {
    element.classList.add('is-set');
    element.replaceChildren(made);
  } else {
    element.classList.add('is-failed');
    element.title = t('markdown.mathFailed');
  }
}

/** What is wider than its place can be scrolled with the keyboard, too. */
function settle(done: readonly HTMLElement[]): void {
  const wide = done.filter((each) => each.isConnected && isWide(each));
  for (const each of wide) {
    each.tabIndex = 0;
    each.setAttribute('role', 'region');
    each.setAttribute('aria-label', t('markdown.math'));
  }
  tellGrown();
}

/** Whether a formula is wider than its place. One in a line has no box of its own: its unbreakable parts are held against the line. */
function isWide(formula: HTMLElement): boolean {
  if (formula.classList.contains('is-display')) return formula.scrollWidth > formula.clientWidth + 1;
  let room = formula.parentElement;
  while (room && room.clientWidth === 0) room = room.parentElement;
  const parts = [...formula.querySelectorAll('.katex-html > .base')];
  const width = room?.clientWidth ?? Infinity;
  return parts.some((part) => part.getBoundingClientRect().width > width + 1);
}
