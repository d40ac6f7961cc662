import { CARET } from './grow';

/** What has no text of its own to stand behind, or is one sign as a whole. */
const WHOLE = /^(?:SUP|IMG|HR|BR|BUTTON|SVG|INPUT|TEXTAREA)$/i;

/** Without a new word for so long it blinks, ms. While one blinks, browsers draw it apart from the rest of the page. */
const IDLE_MS = 600;
const IDLE = 'is-idle';

export interface Caret {
  /**
   * Puts it behind the last character of what `root` shows, inside of whatever holds that character. The same element is moved, so
   * that nothing is drawn anew for it.
   */
  place(root: Element): void;
  remove(): void;
}

/** What stands at the end of a text that is being written. It is nothing for screen readers. */
export function createCaret(): Caret {
  let element: HTMLElement | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    place(root) {
      const caret = (element ??= makeElement());
      clearTimeout(timer);
      if (caret.classList.contains(IDLE)) caret.classList.remove(IDLE);
      putBehind(lastIn(root, caret), caret);
      timer = setTimeout(() => caret.classList.add(IDLE), IDLE_MS);
    },
    remove() {
      clearTimeout(timer);
      element?.remove();
    },
  };
}

function makeElement(): HTMLElement {
  const caret = document.createElement('span');
  caret.className = CARET;
  caret.setAttribute('aria-hidden', 'true');
  return caret;
}

/** What stands last in `root`, and in what. */
function lastIn(root: Element, caret: Element): { parent: Element; last: ChildNode | null } {
  let parent = root;
  for (;;) {
    const last = lastOf(parent, caret);
    if (!(last instanceof Element) || isWhole(last)) return { parent, last };
    parent = last;
  }
}

function putBehind({ parent, last }: { parent: Element; last: ChildNode | null }, caret: Element): void {
  if (last?.nextSibling === caret && caret.parentNode === parent) return;
  parent.insertBefore(caret, last?.nextSibling ?? null);
}

function isWhole(element: Element): boolean {
  return WHOLE.test(element.tagName) || element.hasAttribute('data-tex') || element.hasAttribute('data-whole');
}

/** The last child that shows something; white space between elements does not. */
function lastOf(parent: Element, caret: Element): ChildNode | null {
  let last = parent.lastChild;
  while (last && (last === caret || last instanceof Comment || (last instanceof Text && isBlank(last, parent)))) {
    last = last.previousSibling;
  }
  return last;
}

function isBlank(text: Text, parent: Element): boolean {
  return text.data === '' || (text.data.trim() === '' && parent.closest('pre') === null);
}
