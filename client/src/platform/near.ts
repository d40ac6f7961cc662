/** How far from the window something is near, CSS pixels. */
const MARGIN = '600px';

/**
 * Runs once when an element comes near to what is seen; at once where a browser cannot tell.
 *
 * @returns forgets it
 */
export function onNear(element: Element, run: () => void): () => void {
  if (typeof IntersectionObserver === 'undefined') {
    run();
    return () => undefined;
  }
  // The first counts inside of a view that scrolls, in browsers that look beyond its edges; the second in the window.
  const options = { scrollMargin: MARGIN, rootMargin: MARGIN };
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    run();
  }, options);
  observer.observe(element);
  return () => observer.disconnect();
}
