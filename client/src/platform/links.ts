import { toUnicode } from 'punycode.js';
import { t } from '@/i18n';
import { showSnackbar } from '@/ui/snackbar';
import { copyText } from './clipboard';
import { showDialog } from './dialog';

/** The schemes that lead to a page; a mail's address opens no page. */
const PAGE = /^https?:$/;
const OF_A_HOST = /^[\p{L}\p{M}\p{N}.:_[\]-]+$/u;

/** Opens a link of a text: at once where it stays on this site, else after the person has seen where it leads and agreed. */
export function openLink(href: string): void {
  const url = foreignPage(href);
  if (!url) return goTo(href);
  ask(url);
}

/**
 * Has the links below `root` that lead to other sites ask first, however they are opened: by a tap, by a key, in a new tab.
 *
 * @returns stops it
 */
export function watchLinks(root: Element): () => void {
  const held = (event: Event): void => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const url = link ? foreignPage(link.href) : undefined;
    if (!url || event.defaultPrevented) return;
    event.preventDefault();
    ask(url);
  };
  // A click of the middle button is no `click`.
  const middle = (event: Event): void => {
    if (event instanceof MouseEvent && event.button === 1) held(event);
  };
  root.addEventListener('click', held);
  root.addEventListener('auxclick', middle);
  return () => {
    root.removeEventListener('click', held);
    root.removeEventListener('auxclick', middle);
  };
}

/** The address of a page of somebody else's; undefined for our own, for mail, and for what is no address. */
export function foreignPage(href: string): URL | undefined {
  const url = urlOf(href);
  return url && PAGE.test(url.protocol) && url.origin !== location.origin ? url : undefined;
}

function urlOf(href: string): URL | undefined {
  try {
    return new URL(href, location.href);
  } catch {
    return undefined;
  }
}

/**
 * A host as it is read, and beside it as it stands in the address where that differs: letters of several alphabets look alike.
 *
 * @param host with its port, as `URL` has it
 */
export function hostWords(host: string): { shown: string; punycode: string } {
  const shown = unicodeOf(host);
  return { shown, punycode: shown === host ? '' : host };
}

function unicodeOf(host: string): string {
  try {
    const decoded = toUnicode(host);
    // What nobody sees, or what is no letter, would make it read as another.
    return OF_A_HOST.test(decoded) ? decoded : host;
  } catch {
    // It begins as a coded name does and is none.
    return host;
  }
}

function ask(url: URL): void {
  const { shown, punycode } = hostWords(url.host);
  const known = t('markdown.leaveFor', { host: shown });
  void showDialog({
    title: t('markdown.leave'),
    text: punycode === '' ? known : `${known}\n${t('markdown.leaveIdn', { punycode })}`,
    address: url.href,
    buttons: [
      { words: t('ui.cancel') },
      { words: t('markdown.copyLink'), run: () => void copyAddress(url.href) },
      { words: t('markdown.openLink'), primary: true, run: () => goTo(url.href) },
    ],
  });
}

async function copyAddress(href: string): Promise<void> {
  const copied = await copyText(href);
  showSnackbar({ text: t(copied ? 'markdown.copied' : 'markdown.copyFailed') });
}

function goTo(href: string): void {
  window.open(href, '_blank', 'noopener,noreferrer');
}
