import { getCurrentInstance } from 'vue';
import type { PageEnd } from './page-end';

export type { PageEnd } from './page-end';

/** So close to the end of the page one is at it, px. */
const NEAR_PX = 96;
/** Beyond every end; the page stops at its own. */
const FAR_PX = 10_000_000;
/** A finger that is lifted farther from where it was put down has moved the page, px; else it was a tap. */
const DRAG_PX = 10;
/** A finger that stays longer reads there, or its end was never told: what it was put on may be gone; ms. */
const LIFTED_MS = 10_000;
/** What was sent to the view is drawn by then; the page is moved no more often. */
const PACE_MS = 300;

/**
 * Follows the end of the page. `mark` is the id of an element that stands there, in the template of the component that calls this in
 * its setup; `away` is told where one is at first, and then when somebody goes away from the end, or comes back.
 */
export function watchPageEnd(mark: string, away: (gone: boolean) => void): PageEnd {
  const proxy: (object & { $scope?: object }) | null | undefined = getCurrentInstance()?.proxy;
  // Unlike queries, observers are handed to WeChat as they are, and it knows its own components alone.
  const scope = proxy?.$scope ?? proxy;
  let gone: boolean | undefined;
  /** A person moved the page, and its end was not seen since then. */
  let held = false;
  let seen = false;
  /** Where the finger was put down that is on the page, px. */
  let from: number | null = null;
  /** Text came while the finger was there. */
  let due = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let forget: ReturnType<typeof setTimeout> | undefined;
  const tell = (now: boolean): void => {
    if (now !== gone) away((gone = now));
  };
  const observer = uni.createIntersectionObserver(scope);
  observer.relativeToViewport({ bottom: NEAR_PX }).observe(`#${mark}`, ({ intersectionRatio }) => {
    seen = intersectionRatio > 0;
    // Text that comes moves the end out of sight as well: only with a finger on it does a person leave.
    if (seen && from === null) held = false;
    if (seen || held || gone === undefined) tell(!seen);
  });
  const toEnd = (): void => {
    timer = undefined;
    void uni.pageScrollTo({ scrollTop: FAR_PX, duration: 0, fail: () => undefined });
  };
  const grown = (): void => {
    if (from !== null) due = true;
    else if (gone === false && !held) timer ??= setTimeout(toEnd, PACE_MS);
  };
  const lifted = (y: number | null): void => {
    clearTimeout(forget);
    const moved = y === null || from === null || Math.abs(y - from) > DRAG_PX;
    from = null;
    if (moved) {
      held = true;
      if (gone === false && !seen) tell(true);
    } else if (due) grown();
    due = false;
  };
  return {
    go: () => {
      held = false;
      tell(false);
      toEnd();
    },
    grown,
    touched: (y) => {
      from = y;
      clearTimeout(forget);
      forget = setTimeout(() => lifted(null), LIFTED_MS);
      // Under a finger the page is not moved by anybody else.
      due = timer !== undefined;
      clearTimeout(timer);
      timer = undefined;
    },
    lifted,
    stop: () => {
      clearTimeout(timer);
      clearTimeout(forget);
      observer.disconnect();
    },
  };
}
