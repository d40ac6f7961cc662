/** How far from the window something is near, CSS pixels. */
const MARGIN = 600;

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
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      run();
    },
    { rootMargin: `${MARGIN}px` },
  );
  observer.observe(element);
  return () => observer.disconnect();
}
