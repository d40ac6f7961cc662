import type { Instance } from 'glass-easel-miniprogram-adapter';
import type { World } from '../world';
import { elementOf, selectIn } from '../nodes';
import { answer, type Outcome } from './outcome';

interface Margins {
  top?: number;
  bottom?: number;
}

/** `wx.createIntersectionObserver` for the viewport: without a component, it looks into the page's own template alone. */
export function createIntersectionObserver(world: World, scope: Instance | null): object {
  let margins: Margins = {};
  let observer: IntersectionObserver | undefined;
  const told = {
    relativeToViewport(given: Margins = {}) {
      margins = given;
      return told;
    },
    observe(selector: string, run: (seen: { intersectionRatio: number }) => void) {
      // A page of jsdom has no layout, and nothing is ever seen there.
      if (!('IntersectionObserver' in window)) return;
      const node = scope && selectIn(scope, selector);
      if (!node) return;
      const { top = 0, bottom = 0 } = margins;
      observer = new IntersectionObserver(
        (entries) => {
          for (const { isIntersecting } of entries) {
            world.clock.deliver(() => run({ intersectionRatio: isIntersecting ? 1 : 0 }));
          }
        },
        { root: elementOf(node).closest('wx-page-frame'), rootMargin: `${top}px 0px ${bottom}px 0px` },
      );
      observer.observe(elementOf(node));
    },
    disconnect: () => observer?.disconnect(),
  };
  return told;
}

/** `wx.pageScrollTo` without a duration. */
export function pageScrollTo(world: World, options: Outcome & { scrollTop?: number }): unknown {
  return answer(world, 'pageScrollTo', options, () => {
    const frame = document.querySelector('wx-page-frame:not([hidden])');
    // jsdom has no such function.
    if ('IntersectionObserver' in window) frame?.scrollTo({ top: options.scrollTop ?? 0, behavior: 'instant' });
    return {};
  });
}
