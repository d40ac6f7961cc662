/** What is seen of a scrolling view, px. */
export interface ScrollMetrics {
  top: number;
  height: number;
  client: number;
}

export interface Scroller {
  /** Where it stands now; null where the view is not there. */
  metrics(): ScrollMetrics | null;
  toEnd(smooth: boolean): void;
  /** Brings the element with the id `row` into the middle of the view. */
  toRow(row: string): void;
  /** Notes what is seen before content is added above. Out: puts it back where it was, once the content is there. */
  mark(): () => void;
  /** Runs when the content or the view changed its height, before it is painted. Out: stops it. */
  onResize(run: () => void): () => void;
}

/** Scrolls the uni `scroll-view` with the id `id`. */
export function createScroller(id: string): Scroller {
  // The element that scrolls is uni's own, two levels inside of the view.
  const find = (): HTMLElement | null =>
    document.querySelector<HTMLElement>(`#${id} .uni-scroll-view > .uni-scroll-view`);
  return {
    metrics() {
      const view = find();
      return view && { top: view.scrollTop, height: view.scrollHeight, client: view.clientHeight };
    },
    toEnd(smooth) {
      const view = find();
      view?.scrollTo({ top: view.scrollHeight, behavior: smooth ? 'smooth' : 'instant' });
    },
    toRow(row) {
      document.getElementById(row)?.scrollIntoView({ block: 'center', behavior: 'instant' });
    },
    mark() {
      const view = find();
      const fromEnd = view ? view.scrollHeight - view.scrollTop : 0;
      return () => {
        if (view) view.scrollTop = view.scrollHeight - fromEnd;
      };
    },
    onResize(run) {
      const view = find();
      if (!view) return () => undefined;
      const observer = new ResizeObserver(run);
      observer.observe(view);
      // uni's own wrapper is as high as the view, whatever is in it.
      const content = view.querySelector('.uni-scroll-view-content > *');
      if (content) observer.observe(content);
      return () => observer.disconnect();
    },
  };
}
