import { holdFocus, onEscape } from '@/platform/focus';
import { usePresence, type Presence } from './presence';

/**
 * The presence of what lies over the page: while it is there Esc closes it, and the focus stays inside.
 *
 * @param id       of its element, which takes the focus
 * @param isOpen   what the owner wants
 * @param close    asks the owner to close it
 * @param holdMore what else is held while it is there; what it returns is called when it starts to leave
 */
export function useOverlay(
  id: string,
  isOpen: () => boolean,
  close: () => void,
  holdMore: () => () => void = () => () => undefined,
): Presence {
  return usePresence(isOpen, () => {
    const releases = [onEscape(close), holdFocus(id), holdMore()];
    return () => releases.forEach((release) => release());
  });
}
