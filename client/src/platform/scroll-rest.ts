import { selectedRange } from './selected-range';

/** No scrolling for so long is rest: while a fling goes on, browsers tell of it each frame; ms. */
const REST_MS = 140;

/** What is selected of an element; null where nothing is. */
export function selectedIn(element: Element): Range | null {
  const range = selectedRange();
  return range?.intersectsNode(element) ? range : null;
}

const fingers = new WeakMap<Element, number>();

/** Whether a finger is on the element, or something in it is being selected: then nothing is to move by itself. */
export function isHeld(element: Element): boolean {
  return (fingers.get(element) ?? 0) > 0 || selectedIn(element) !== null;
}

export interface Rest {
  /** Something changed that is to be put right at rest: waits for it, also where nobody scrolls. */
  wait(): void;
  stop(): void;
}

/** Runs each time that scrolling has come to rest, a finger was lifted or a selection was given up. */
export function watchRest(element: HTMLElement, run: () => void): Rest {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!isHeld(element)) run();
    }, REST_MS);
  };
  const lifted = ({ touches }: TouchEvent): void => {
    fingers.set(element, touches.length);
    wait();
  };
  // On the very thing that is touched: its row may be gone, and with it what is above, before the finger is.
  const touched = ({ touches, target }: TouchEvent): void => {
    fingers.set(element, touches.length);
    for (const name of ['touchend', 'touchcancel'] as const) {
      target?.addEventListener(name, (event) => lifted(event as TouchEvent), { once: true });
    }
  };
  const passive = { passive: true };
  element.addEventListener('scroll', wait, passive);
  element.addEventListener('touchstart', touched, passive);
  document.addEventListener('selectionchange', wait);
  const stop = (): void => {
    clearTimeout(timer);
    element.removeEventListener('scroll', wait);
    element.removeEventListener('touchstart', touched);
    document.removeEventListener('selectionchange', wait);
    fingers.delete(element);
  };
  return { wait, stop };
}
