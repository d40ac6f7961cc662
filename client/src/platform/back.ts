/**
 * Makes the next "back" of the browser or phone call `close` instead of leaving the page.
 * Out: call it when what `close` closes was closed in another way.
 */
export function holdBack(close: () => void): () => void {
  let held = true;
  history.pushState({ ...(history.state as object | null), held: true }, '');
  const came = (): void => {
    release();
    close();
  };
  const release = (): void => {
    held = false;
    window.removeEventListener('popstate', came);
  };
  window.addEventListener('popstate', came);
  return () => {
    if (!held) return;
    release();
    history.back();
  };
}
