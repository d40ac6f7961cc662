/** Shows a share by the page that browsers have for it, in the place of this one. Out: whether there is such. */
export function readInstead(shareId: string): boolean {
  window.location.replace(`/s/${encodeURIComponent(shareId)}`);
  return true;
}
