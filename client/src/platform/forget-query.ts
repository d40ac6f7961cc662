/** Takes what follows the `?` out of the address, so that it is not carried out again when the page is loaded anew. */
export function forgetQuery(): void {
  history.replaceState(history.state, '', window.location.href.replace(/(#[^?]*)\?.*$/, '$1'));
}
