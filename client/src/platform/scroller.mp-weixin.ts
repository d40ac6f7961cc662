import { getCurrentInstance } from 'vue';
import { onGrown } from './grown';
import type { Scroller } from './scroller';

export type { Scroller, ScrollMetrics } from './scroller';

interface ScrollNode {
  scrollIntoView(selector: string): void;
  scrollTo(options: { top: number; animated: boolean }): void;
}

/** Beyond every end; the view stops at its own. */
const FAR_PX = 10_000_000;
const ignore = (): void => undefined;
/** What was sent to the view is drawn by then. */
const DRAWN_MS = 40;
/** What stands above the first row: the column's edge, and the word that older ones are being read. */
const ABOVE_PX = 52;
const TOP_PX = 8;
/** A beginning that is so little above what is seen needs no way back; px. */
const BEGINS_PX = 24;

/**
 * Scrolls the `scroll-view` with the id `id` in the template of the component that calls this in its setup; it must be
 * `enhanced`. Measures come with the view's own scroll events only.
 */
export function createScroller(id: string): Scroller {
  // A query looks into one component alone, and without one into the page's own template.
  const scope = getCurrentInstance()?.proxy;
  const withNode = (run: (node: ScrollNode) => void): void => {
    uni
      .createSelectorQuery()
      .in(scope)
      .select(`#${id}`)
      .node((found: { node?: ScrollNode } | null) => {
        if (found?.node) run(found.node);
      })
      .exec();
  };
  let client = 0;
  const measure = (): void => {
    uni
      .createSelectorQuery()
      .in(scope)
      .select(`#${id}`)
      .boundingClientRect((found) => {
        const { height } = (found as { height?: number } | null) ?? {};
        if (height !== undefined) client = height;
      })
      .exec();
  };
  /** Where the view does not keep the place of what is seen by itself, as none does at its very top. */
  const putBack = (row: string, top: number): void => {
    uni
      .createSelectorQuery()
      .in(scope)
      .select(`#${id}`)
      .boundingClientRect(ignore)
      .select(`#${id}`)
      .scrollOffset(ignore)
      .select(`#${row}`)
      .boundingClientRect(ignore)
      .exec(([view, offset, first]: { top?: number; scrollTop?: number }[]) => {
        if (view?.top === undefined || offset?.scrollTop === undefined || first?.top === undefined) return;
        // Elsewhere the view has kept its place, and a finger may be moving it.
        if (offset.scrollTop > TOP_PX) return;
        const moved = first.top - view.top - (ABOVE_PX - top);
        if (Math.abs(moved) > ABOVE_PX)
          withNode((node) => node.scrollTo({ top: (offset.scrollTop ?? 0) + moved, animated: false }));
      });
  };
  return {
    metrics: () => null,
    client: () => client,
    // Views of mini-programs tell neither of fingers nor of what is selected.
    held: () => false,
    beginsAbove(row, tell) {
      uni
        .createSelectorQuery()
        .in(scope)
        .select(`#${id}`)
        .boundingClientRect(ignore)
        .select(`#${row}`)
        .boundingClientRect(ignore)
        .exec(([view, box]: ({ top?: number; bottom?: number } | null)[]) => {
          const top = view?.top ?? 0;
          tell(box?.top !== undefined && box.bottom !== undefined && box.top < top - BEGINS_PX && box.bottom > top);
        });
    },
    toEnd: (smooth) => withNode((node) => node.scrollTo({ top: FAR_PX, animated: smooth })),
    toRow: (row) => withNode((node) => node.scrollIntoView(`#${row}`)),
    mark: (row, top) => () => setTimeout(() => putBack(row, top), DRAWN_MS),
    onResize(run) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      measure();
      const stop = onGrown(() => {
        clearTimeout(timer);
        timer = setTimeout(() => {
          // A keyboard may have come or gone since.
          measure();
          run();
        }, DRAWN_MS);
      });
      return () => {
        clearTimeout(timer);
        stop();
      };
    },
  };
}
