import { computed, reactive, shallowReactive, type InjectionKey } from 'vue';

/** A page as it was opened. Those below the one that is shown stay as they are, and "back" shows them again. */
export interface OpenPage {
  key: number;
  /** As `pages.json` names it, without a slash before it. */
  path: string;
  query: Record<string, string>;
  /** What its bar says, where it has one. */
  title: string;
  /** So often it came to the front. */
  shown: number;
}

/** What a page's hooks find their page by. */
export const PAGE: InjectionKey<OpenPage> = Symbol('page');

/** The page that is opened where an address names none. */
const HOME = 'pages/chat/index';

let made = 0;
const stack = shallowReactive<OpenPage[]>([pageAt(window.location.hash)]);

/** The pages, the one that is seen last. */
export const openPages: readonly OpenPage[] = stack;
export const topPage = computed(() => stack[stack.length - 1]);

/** Opens a page over this one: `/pages/legal/index?doc=privacy`. "Back" leads here again. */
export function openPage(url: string): void {
  const page = pageAt(url);
  if (page.path === topPage.value?.path) return;
  stack.push(page);
  // What is open on the page below stays open there.
  history.pushState({ ...(history.state as object | null), depth: stack.length - 1 }, '', `#${url}`);
}

/** Opens a page in the place of all that are open. */
export function restartAt(url: string): void {
  history.replaceState({ depth: 0 }, '', `#${url}`);
  replaceAll();
}

/** What a browser's window, and the page's own bar, call the page that is seen. */
export function setPageTitle(title: string): void {
  document.title = title;
  if (topPage.value) topPage.value.title = title;
}

/** Leaves the page that is seen: to the one below it, else to the first of the program. */
export function leavePage(): void {
  if (stack.length > 1) history.back();
  else restartAt(`/${HOME}`);
}

function replaceAll(): void {
  stack.splice(0, stack.length, pageAt(window.location.hash));
}

function pageAt(url: string): OpenPage {
  made += 1;
  return reactive({
    key: made,
    path: pathOf(url),
    query: Object.fromEntries(new URLSearchParams(url.split('?')[1] ?? '')),
    title: '',
    shown: 1,
  });
}

window.addEventListener('popstate', ({ state }: PopStateEvent) => {
  const depth = depthOf(state);
  // An address that was typed, or one of an earlier visit, has none.
  if (depth === undefined || depth >= stack.length) return replaceAll();
  if (depth === stack.length - 1) {
    // Forward again from a page that was put in the place of all.
    if (pathOf(window.location.hash) !== topPage.value?.path) replaceAll();
    return;
  }
  stack.splice(depth + 1);
  if (topPage.value) topPage.value.shown += 1;
});
history.replaceState({ ...(history.state as object | null), depth: 0 }, '');

function pathOf(url: string): string {
  return url.split('?')[0]?.replace(/^#?\/?/, '') || HOME;
}

function depthOf(state: unknown): number | undefined {
  return typeof state === 'object' && state !== null && 'depth' in state && typeof state.depth === 'number'
    ? state.depth
    : undefined;
}
