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
  /** Runs `change`, which adds content above, and keeps what is seen where it is. */
  hold(change: () => Promise<void>): Promise<void>;
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
    async hold(change) {
      const before = find();
      const fromEnd = before ? before.scrollHeight - before.scrollTop : 0;
      await change();
      const after = find();
      if (after) after.scrollTop = after.scrollHeight - fromEnd;
    },
    onResize(run) {
      const view = find();
      if (!view) return () => undefined;
      const observer = new ResizeObserver(run);
      observer.observe(view);
      if (view.firstElementChild) observer.observe(view.firstElementChild);
      return () => observer.disconnect();
    },
  };
}
