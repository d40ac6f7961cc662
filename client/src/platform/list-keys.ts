import { onBeforeUnmount, onMounted } from 'vue';
import { scrollElement } from './scroll-element';

/** A page turned leaves so much of the last one in sight, of its height. */
const OVERLAP = 0.1;
/** What has a use for these keys itself. */
const ELSEWHERE =
  'input, textarea, [contenteditable="true"], [role="menu"], [role="menu"] *, [role="dialog"], [role="dialog"] *, [role="radio"]';

export interface ListKeys {
  /** To the end of all there is, which may not be on the page. */
  toEnd(): void;
}

/**
 * Lets the keys that turn pages scroll the view with the id `id`, unless the focus is where they mean something else; while
 * the component that calls this in its setup is there.
 */
export function onListKeys(id: string, { toEnd }: ListKeys): void {
  const pressed = (event: KeyboardEvent): void => {
    const view = scrollElement(id);
    const { target } = event;
    if (!view || !(target instanceof HTMLElement) || target.matches(ELSEWHERE)) return;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const page = view.clientHeight * (1 - OVERLAP);
    if (event.key === 'PageUp') view.scrollBy({ top: -page });
    else if (event.key === 'PageDown') view.scrollBy({ top: page });
    else if (event.key === 'Home') view.scrollTo({ top: 0 });
    else if (event.key === 'End') toEnd();
    else return;
    event.preventDefault();
  };
  onMounted(() => document.addEventListener('keydown', pressed));
  onBeforeUnmount(() => document.removeEventListener('keydown', pressed));
}
