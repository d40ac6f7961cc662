import type { Page } from 'playwright-core';

/**
 * Text that cannot be read whole, a line each: cut off by a box that does not scroll, over the edge of the window, or under other
 * text. An ellipsis is allowed where a tap leads to all of it: on what can be pressed, and in a heading that can.
 */
export function clippedTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const BLEED_PX = 2;
    const shown = (element: Element): boolean =>
      element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) &&
      element.closest('[aria-hidden="true"], .ui-hidden, .skip') === null &&
      // What is quoted stands whole in the answer that it is from; a file is known by its beginning to whoever just attached it.
      !element.matches('.quotation-text, .attached-name');
    const top = document.querySelectorAll(
      '.ui-sheet.is-shown, .ui-menu.is-shown, .topic-drawer.is-shown, .web-dialog, .pswp',
    );
    const layer = top[top.length - 1] ?? document.body;
    const texts = [...layer.querySelectorAll<HTMLElement>('*')].filter(
      (element) =>
        // Letters of a picture grow with the picture.
        element instanceof HTMLElement &&
        [...element.childNodes].some(
          (node) => node.nodeType === Node.TEXT_NODE && (node.nodeValue ?? '').trim() !== '',
        ) &&
        element.tagName !== 'STYLE' &&
        element.tagName !== 'SCRIPT' &&
        shown(element),
    );
    const said = (element: HTMLElement): string =>
      `${element.className || element.tagName} “${element.innerText.trim().replace(/\s+/g, ' ').slice(0, 30)}”`;

    const scrolls = (style: CSSStyleDeclaration, way: 'overflowX' | 'overflowY'): boolean =>
      /auto|scroll/.test(style[way]);
    const cuts = (
      around: Element,
      style: CSSStyleDeclaration,
      box: DOMRect,
      free: { x: boolean; y: boolean },
    ): boolean => {
      const edge = around.getBoundingClientRect();
      const beyondX = free.x && style.overflowX !== 'visible' && box.right > edge.right + BLEED_PX;
      return beyondX || (free.y && style.overflowY !== 'visible' && box.bottom > edge.bottom + BLEED_PX * 3);
    };
    /** The box that cuts it off, if any: one that hides what is beyond it, and cannot be scrolled that way. */
    const cutBy = (element: HTMLElement): string => {
      const range = document.createRange();
      range.selectNodeContents(element);
      const box = range.getBoundingClientRect();
      const free = { x: true, y: true };
      for (let at: HTMLElement | null = element; at && at !== document.body; at = at.parentElement) {
        const style = getComputedStyle(at);
        if (
          style.textOverflow === 'ellipsis' &&
          at.closest('[role="button"], [role="link"], [role="checkbox"], [role="option"]')
        )
          return '';
        free.x &&= !scrolls(style, 'overflowX');
        free.y &&= !scrolls(style, 'overflowY');
        if (cuts(at, style, box, free)) return at.className || at.tagName;
        if (style.position === 'fixed') break;
      }
      return free.x && (box.right > innerWidth + BLEED_PX || box.left < -BLEED_PX) ? 'the window' : '';
    };
    const cut = texts.flatMap((element) => {
      const by = cutBy(element);
      return by === '' ? [] : [`cut off by ${by}: ${said(element)}`];
    });
    const sideways = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    return [...cut, ...(sideways > 0 ? [`the page scrolls sideways by ${String(sideways)} px`] : [])];
  });
}
