import type { ObjectDirective } from 'vue';

/** So far beyond what is seen a piece of a text is drawn as it is: what is scrolled to has its height before it comes. */
const BEYOND = '300% 0px';
const NEAR = 'is-near';

/** Browsers that look beyond the edges of a view that scrolls (Chromium 120, Firefox 141); for others, all is near. */
const tells = typeof IntersectionObserver !== 'undefined' && 'scrollMargin' in IntersectionObserver.prototype;

let observer: IntersectionObserver | undefined;

function observed(): IntersectionObserver {
  const options = { scrollMargin: BEYOND, rootMargin: BEYOND };
  observer ??= new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) target.classList.toggle(NEAR, isIntersecting);
  }, options);
  return observer;
}

/** Has an element the class `is-near` as long as it is near to what is seen; what has it not need not be laid out. */
export function tellNear(element: Element): void {
  if (tells) observed().observe(element);
  else element.classList.add(NEAR);
}

/** The element is gone. */
export function forgetNear(element: Element): void {
  observer?.unobserve(element);
}

/** A place within a row is about to be shown: has what it is in laid out at once, for where it stands goes by how high that is. */
export function bringNear(place: Element, row: Element): void {
  for (let part: Element | null = place; part && part !== row; part = part.parentElement) part.classList.add(NEAR);
}

/** The same for what Vue draws. */
export const vNear: ObjectDirective<Element> = { mounted: tellNear, unmounted: forgetNear };
