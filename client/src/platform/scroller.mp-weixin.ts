import type { Scroller } from './scroller';

export type { Scroller, ScrollMetrics } from './scroller';

interface ScrollNode {
  scrollIntoView(selector: string): void;
  scrollTo(options: { top: number; animated: boolean }): void;
}

/** Beyond every end; the view stops at its own. */
const FAR_PX = 10_000_000;

/**
 * Scrolls the `scroll-view` with the id `id`, which must be `enhanced`. Measures come with the view's own scroll events
 * only, and older content keeps its place by the view's `scroll-anchoring`.
 */
export function createScroller(id: string): Scroller {
  const withNode = (run: (node: ScrollNode) => void): void => {
    uni
      .createSelectorQuery()
      .select(`#${id}`)
      .node((found: { node?: ScrollNode } | null) => {
        if (found?.node) run(found.node);
      })
      .exec();
  };
  return {
    metrics: () => null,
    toEnd: (smooth) => withNode((node) => node.scrollTo({ top: FAR_PX, animated: smooth })),
    toRow: (row) => withNode((node) => node.scrollIntoView(`#${row}`)),
    mark: () => () => undefined,
    onResize: () => () => undefined,
  };
}
