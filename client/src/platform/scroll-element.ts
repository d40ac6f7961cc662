/** The element that scrolls of the view with the id `id`. Asked for many times at each piece of text: nothing is searched. */
export function scrollElement(id: string): HTMLElement | null {
  return document.getElementById(id);
}

/** The element that has the rows of that view in it, and nothing else. */
export function rowsElement(id: string): HTMLElement | null {
  return document.getElementById(`${id}-rows`);
}
