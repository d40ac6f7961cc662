import type { Page } from 'playwright-core';

/** The least width and height of what takes a finger, CSS px. */
const TARGET_PX = 44;

/**
 * What takes a finger and is smaller than 44 by 44 CSS px, a line each; what reaches further by its `::after` counts with that.
 * Links within a sentence are excepted, as WCAG 2.2 excepts them: their size is that of the text.
 */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate((least) => {
    const PRESSED =
      '[role="button"], [role="link"], [role="menuitem"], [role="radio"], [role="checkbox"], [role="switch"], button, a[href], input, textarea, select';
    const reach = (element: Element, box: DOMRect): { width: number; height: number } => {
      const after = getComputedStyle(element, '::after');
      if (after.content === 'none' || after.position !== 'absolute') return box;
      const over = (side: string): number => Math.max(0, -parseFloat(side) || 0);
      return {
        width: box.width + over(after.left) + over(after.right),
        height: box.height + over(after.top) + over(after.bottom),
      };
    };
    const within = (element: Element): boolean =>
      element.matches('.prose .md-cite') ||
      (getComputedStyle(element).display === 'inline' &&
        (element.parentElement as HTMLElement).innerText !== (element as HTMLElement).innerText);
    return [...document.querySelectorAll(PRESSED)].flatMap((element) => {
      // The field of a larger box takes its taps by that box.
      const taker = element.matches('input, textarea') ? (element.parentElement?.parentElement ?? element) : element;
      const box = taker.getBoundingClientRect();
      const hidden = box.width === 0 || !element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
      if (hidden || element.closest('[aria-disabled="true"], [aria-hidden="true"]') || within(element)) return [];
      const { width, height } = reach(taker, box);
      if (Math.round(width) >= least && Math.round(height) >= least) return [];
      const name = `${element.className} “${(element.getAttribute('aria-label') ?? (element as HTMLElement).innerText).trim().slice(0, 20)}”`;
      return [`target ${name}: ${width.toFixed(0)}x${height.toFixed(0)}`];
    });
  }, TARGET_PX);
}
