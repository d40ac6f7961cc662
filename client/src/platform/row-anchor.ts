/** A piece of the page that is so high may change inside: the place is then held by what is in it; px. */
const PIECE_PX = 160;
const DEPTH_MAX = 12;

/** Where an element stands in what is scrolled, px; as long as nothing above it changes, scrolling does not change it. */
interface Held {
  element: Element;
  at: number;
}

/**
 * Notes what stands at the top of what is seen. Browsers do the same by themselves, but not all of them, and not while rows come
 * and go. Out: by how much it was moved since by what changed above it, px; 0 where it is gone.
 */
export function holdPlace(view: HTMLElement, rows: HTMLElement): () => number {
  const held: Held[] = [];
  const { top, left } = view.getBoundingClientRect();
  const origin = (): number => view.getBoundingClientRect().top - view.scrollTop;
  const base = origin();
  let element = firstBelow(rows, top);
  for (let depth = 0; element && depth < DEPTH_MAX; depth += 1) {
    const box = element.getBoundingClientRect();
    held.unshift({ element, at: box.top - base });
    if (box.top >= top || box.height < PIECE_PX) break;
    // Side by side, the first child that ends below says nothing about the others.
    if (box.right < left) break;
    element = firstBelow(element, top);
  }
  return () => {
    const found = held.find((each) => each.element.isConnected);
    return found ? found.element.getBoundingClientRect().top - origin() - found.at : 0;
  };
}

/** The first child that ends below `y`; children stand below each other. */
export function firstBelow(parent: Element, y: number): Element | undefined {
  const { children } = parent;
  let [low, high] = [0, children.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((children[middle]?.getBoundingClientRect().bottom ?? Infinity) > y) high = middle;
    else low = middle + 1;
  }
  return children[low];
}
