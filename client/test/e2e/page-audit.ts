import type { Page } from 'playwright-core';

/** What a page does that it must not, as it happens. */
export interface Watched {
  trouble: string[];
}

declare global {
  interface Window {
    __pwned?: unknown;
    __refused?: string[];
  }
}

/** Notes dialogs, new windows, errors, and everything that is asked of anybody but `origin`; to be called before the page loads. */
export async function watch(page: Page, origin: string): Promise<Watched> {
  const trouble: string[] = [];
  page.on('dialog', (dialog) => {
    trouble.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('popup', (popup) => trouble.push(`window: ${popup.url()}`));
  page.on('pageerror', (error) => trouble.push(`error: ${error.message}`));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !/^(?:data:image\/|blob:)/.test(url)) trouble.push(`request: ${url}`);
  });
  await page.addInitScript(() => {
    window.__refused = [];
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      window.__refused?.push(`${violatedDirective} ${blockedURI}`);
    });
  });
  return { trouble };
}

/** What ran, what the browser had to refuse, and what stands in the page that could run or lead away. */
export function auditOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const SOURCES = ['href', 'src', 'xlink:href', 'action', 'formaction', 'data', 'srcset', 'poster'];
    const TAGS = ['iframe', 'object', 'embed', 'base', 'applet', 'frame', 'marquee', 'math'];
    const HARMLESS = /^(?:https?:|mailto:|blob:|data:image\/(?:png|jpeg|webp|svg\+xml)|#|\/(?!\/)|\.\/|$)/i;

    /** A script of the page's own: a file, or the share as JSON. */
    const isOwn = (script: Element): boolean =>
      (script.getAttribute('src') ?? '').startsWith('/') ||
      (script.id === 'shared' && script.getAttribute('type') === 'application/json');
    /** The frame that draws diagrams, which has no origin; and a formula as it was set, for those who have it read to them. */
    const isAllowed = (element: Element): boolean =>
      element instanceof HTMLIFrameElement
        ? element.getAttribute('sandbox') === 'allow-scripts' &&
          element.getAttribute('src') === '/diagrams/index.html' &&
          element.parentElement === document.body
        : element.localName === 'math' && element.matches('.md-math.is-set > .md-math-set .katex-mathml > math');
    const ofTag = (element: Element): string[] => {
      const tag = element.tagName.toLowerCase();
      if (isAllowed(element)) return [];
      if (tag === 'script') return isOwn(element) ? [] : [`script: ${element.outerHTML.slice(0, 200)}`];
      return TAGS.includes(tag) || (tag === 'meta' && element.hasAttribute('http-equiv')) ? [`tag: ${tag}`] : [];
    };
    const ofAttributes = (element: Element): string[] =>
      [...element.attributes]
        .filter(
          ({ name, value }) => /^on|^srcdoc$/i.test(name) || (SOURCES.includes(name) && !HARMLESS.test(value.trim())),
        )
        .map(({ name, value }) => `attribute: ${element.tagName} ${name}=${value}`);

    return [
      ...(window.__refused ?? []).map((each) => `refused: ${each}`),
      ...(window.__pwned === undefined ? [] : ['a script of a text ran']),
      ...[...document.querySelectorAll('*')].flatMap((element) => [...ofTag(element), ...ofAttributes(element)]),
    ];
  });
}
