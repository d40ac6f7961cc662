/** What is selected in the page; null where nothing is. */
export function selectedRange(): Range | null {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  return selection.getRangeAt(0);
}

/** The element that a node is, or stands in. */
export function elementOf(node: Node): Element | null {
  return node instanceof Element ? node : node.parentElement;
}
