/** Takes what follows the `?` out of the address, so that it is not carried out again when the page is loaded anew. */
export function forgetQuery(): void {
  const { href, hash } = window.location;
  const state: unknown = history.state;
  // The router keeps each entry's address in its state, and writes it back when it leaves for another page.
  const kept =
    typeof state === 'object' && state !== null ? { ...state, current: hash.slice(1).split('?', 1)[0] } : state;
  history.replaceState(kept, '', href.replace(/(#[^?]*)\?.*$/, '$1'));
}
