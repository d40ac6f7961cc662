/** What stands at the end of an answer that is being written. No part of any text. */
export const CARET = 'md-caret';

/**
 * Makes an element show some HTML by changing only what is different: what grows at its end leaves all before it alone.
 *
 * @param html safe HTML of our own parser
 * @param from so many elements at its beginning are as they were, and not in `html`
 */
export function growInto(element: Element, html: string, from = 0): void {
  const template = document.createElement('template');
  template.innerHTML = html;
  const first = from > 0 ? (element.children[from] ?? null) : element.firstChild;
  growChildren(element, template.content, first);
}

function growChildren(parent: Element, next: ParentNode & Node, first = parent.firstChild): void {
  let old = behindCaret(first);
  for (let node = next.firstChild; node;) {
    const following = node.nextSibling;
    if (!old) {
      parent.appendChild(node);
    } else if (grown(old, node)) {
      old = behindCaret(old.nextSibling);
    } else {
      const behind = behindCaret(old.nextSibling);
      parent.replaceChild(node, old);
      old = behind;
    }
    node = following;
  }
  while (old) {
    const behind = behindCaret(old.nextSibling);
    parent.removeChild(old);
    old = behind;
  }
}

/** The caret is taken away: whoever has put it there puts it behind what is new. */
function behindCaret(node: ChildNode | null): ChildNode | null {
  if (!(node instanceof Element) || !node.classList.contains(CARET)) return node;
  const behind = node.nextSibling;
  node.remove();
  return behind;
}

/** Makes one node like another of its kind. Out: whether it could. */
function grown(old: ChildNode, node: ChildNode): boolean {
  if (old instanceof Text && node instanceof Text) {
    if (node.data.startsWith(old.data)) old.appendData(node.data.slice(old.data.length));
    else old.data = node.data;
    return true;
  }
  if (!(old instanceof Element) || !(node instanceof Element) || old.tagName !== node.tagName) return false;
  const tex = node.getAttribute('data-tex');
  // A formula that has been set is no more the text that it was.
  if (tex !== old.getAttribute('data-tex')) return false;
  if (tex !== null) return true;
  for (const name of old.getAttributeNames()) if (!node.hasAttribute(name)) old.removeAttribute(name);
  for (const name of node.getAttributeNames()) {
    const value = node.getAttribute(name) ?? '';
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  growChildren(old, node);
  return true;
}
