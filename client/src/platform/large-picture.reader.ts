/** Shows a picture in a tab of its own, where the browser lets it be zoomed. */
export function showLarge(current: string, urls: readonly string[] = [current]): void {
  void urls;
  window.open(current, '_blank', 'noopener');
}
