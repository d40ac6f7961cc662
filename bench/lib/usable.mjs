/// <reference lib="dom" />
/**
 * Runs in a page, before its own program: writes into the first field as soon as that can be seen and written into, and notes when
 * what was written stands there and stays, ms since the page was asked for.
 */
export function watchField() {
  // Another one each time: what was written before may be kept as a draft.
  const text = `你好 ${Date.now()}`;
  /** Two frames, in which a program that is not ready yet would put its own value back. */
  const STAYS_MS = 34;
  let written = 0;
  const timer = setInterval(() => {
    const field = document.querySelector('textarea');
    const now = performance.now();
    if (!field || field.disabled || field.readOnly || field.offsetHeight === 0) return;
    if (field.value !== text) {
      field.focus();
      field.setRangeText(text, 0, field.value.length, 'end');
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      written = now;
    } else if (now - written >= STAYS_MS) {
      clearInterval(timer);
      Object.assign(window, { usable: written });
    }
  }, 8);
}

/** @returns {number | undefined} */
export function usable() {
  return Reflect.get(window, 'usable');
}
