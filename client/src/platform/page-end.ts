/** So close to the end of the page one is at it, px. */
const NEAR_PX = 96;

/** Follows the end of a page that scrolls as a whole. */
export interface PageEnd {
  /** Goes there. */
  go(): void;
  /** Something came at the end: stays there where one was. */
  grown(): void;
  /** A finger was put on the page at this height, px. For platforms that do not tell where the page stands. */
  touched(y: number): void;
  /** It was lifted from this height, px; null where the page took it to be moved by it. */
  lifted(y: number | null): void;
  stop(): void;
}

/**
 * Follows the end of the page. `mark` is the id of an element that stands there, in the template of the component that calls this in
 * its setup; `away` is told at once where one is, and then when somebody goes away from the end, or comes back.
 */
export function watchPageEnd(mark: string, away: (gone: boolean) => void): PageEnd {
  void mark;
  let gone: boolean | undefined;
  const rest = (): number => document.documentElement.scrollHeight - window.innerHeight - window.scrollY;
  // Text that comes moves the end and not the page, so that only a person gets away from it.
  const look = (): void => {
    const now = rest() > NEAR_PX;
    if (now !== gone) away((gone = now));
  };
  const toEnd = (behavior: ScrollBehavior): void =>
    window.scrollTo({ top: document.documentElement.scrollHeight, behavior });
  window.addEventListener('scroll', look, { passive: true });
  // Whoever opens a short page is at its end without ever scrolling.
  look();
  return {
    go: () => {
      gone = false;
      away(gone);
      toEnd('instant');
    },
    grown: () => {
      if (gone === false) toEnd('instant');
    },
    touched: () => undefined,
    lifted: () => undefined,
    stop: () => window.removeEventListener('scroll', look),
  };
}
