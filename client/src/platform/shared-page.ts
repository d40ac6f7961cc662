/** Shows a share as others see it: in a browser its own page, beside this one. */
export function showSharedPage(id: string): void {
  window.open(`/s/${encodeURIComponent(id)}`, '_blank', 'noopener');
}
