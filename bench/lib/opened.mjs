/// <reference lib="dom" />
/**
 * Runs in a page, before its own program: notes when the end of a topic is in sight after its messages came, both ms since the page was
 * asked for. Lists are known by their rows' box; `last` is what stands in the last row.
 *
 * @param {{ list: string, rows: string, data: string, last: string }} names
 */
export function watchOpening({ list, rows, data, last }) {
  const NEAR_PX = 60;
  const looked = () => {
    const view = document.querySelector(list);
    const end = document.querySelector(rows)?.lastElementChild?.previousElementSibling;
    const there = view && view.scrollHeight - view.clientHeight - view.scrollTop < NEAR_PX;
    if (!there || !end?.textContent?.includes(last)) {
      requestAnimationFrame(looked);
      return;
    }
    // It is on screen once the frame is done.
    requestAnimationFrame(() => {
      const came = performance.getEntriesByType('resource').find(({ name }) => name.includes(data));
      const at = came instanceof PerformanceResourceTiming ? came.responseEnd : NaN;
      Object.assign(window, { opened: performance.now() - at });
    });
  };
  requestAnimationFrame(looked);
}

/** @returns {number | undefined} ms */
export function opened() {
  return Reflect.get(window, 'opened');
}
