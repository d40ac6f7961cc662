import { CARET } from './grow';

/** What has no text of its own to stand behind, or is one sign as a whole. */
const WHOLE = /^(?:SUP|IMG|HR|BR|BUTTON|SVG|INPUT|TEXTAREA)$/i;

/**
 * Puts the caret behind the last character of what is shown, inside of whatever holds that character. The same element is moved,
 * so that nothing is drawn anew for it.
 *
 * @param caret the element that is the caret
 */
export function placeCaret(root: Element, caret: Element): void {
  let parent = root;
  for (;;) {
    const last = lastOf(parent, caret);
    if (!(last instanceof Element) || isWhole(last)) {
      if (last?.nextSibling !== caret || caret.parentNode !== parent)
        parent.insertBefore(caret, last?.nextSibling ?? null);
      return;
    }
    parent = last;
  }
}

/** A caret; nothing for screen readers. */
export function makeCaret(): HTMLElement {
  const caret = document.createElement('span');
  caret.className = CARET;
  caret.setAttribute('aria-hidden', 'true');
  return caret;
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
