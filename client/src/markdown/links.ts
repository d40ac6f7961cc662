import type MarkdownIt from 'markdown-it';
import type { Token } from 'markdown-it';
import { t } from '@/i18n';

const LINK = /^(?:https?:\/\/|mailto:)/i;
const INLINE_IMAGE = /^data:image\/(?:png|jpeg|webp);base64,[a-z0-9+/=]+$/i;
// One slash and a name: a path of our own server. Two slashes, or a backslash that a browser reads as one, are another.
const OWN_IMAGE = /^\/[a-z0-9._~-][^\\]*$/i;

/** What a bare address in running text may be made of. Chinese right after it is the sentence going on. */
const BARE_URL = /^\/\/[a-z0-9\-._~:/?#[\]@!$&'()*+,;=%]+/i;

/** What ends a sentence rather than an address. */
const TRAILING = /[.,;:!?'*_~]/;
/** Longer is no address that anybody reads; UTF-16 units. */
const URL_MAX_UNITS = 2_000;

const BRACKETS = [
  ['(', ')'],
  ['[', ']'],
] as const;

/** Whether an answer may link there: http, https and mailto only, and where it can be said whither. */
export function isSafeLink(address: string): boolean {
  return LINK.test(address.trim()) && leadsTo(address.trim()) !== '';
}

/** Whether an image may be shown without asking anybody else for it: carried in the text itself, or from our own server. */
export function isSafeImage(address: string): boolean {
  return INLINE_IMAGE.test(address) || OWN_IMAGE.test(address);
}

/** Where a link leads, as people are to know it before they go: the host, or the address of a mail; empty elsewhere. */
export function leadsTo(href: string): string {
  const mail = /^mailto:([^?]*)/i.exec(href)?.[1];
  return mail ?? /^https?:\/\/(?:[^/?#\\]*@)?([^/?#\\:@]+)/i.exec(href)?.[1]?.toLowerCase() ?? '';
}

/**
 * How many UTF-16 units of `rest` belong to a bare address; 0 if none do.
 *
 * @param rest what follows `http:` or `https:`
 */
export function bareUrlLength(rest: string): number {
  let url = BARE_URL.exec(rest.slice(0, URL_MAX_UNITS))?.[0] ?? '';
  for (let before = ''; before !== url;) {
    before = url;
    let end = url.length;
    while (end > 0 && TRAILING.test(url.charAt(end - 1))) end -= 1;
    url = url.slice(0, end);
    for (const [open, close] of BRACKETS) {
      if (url.endsWith(close) && url.split(close).length > url.split(open).length) url = url.slice(0, -1);
    }
  }
  return url.length > 2 ? url.length : 0;
}

/** Turns bare addresses into links, and applies the policy above to every link and image of a text. */
export function safeLinks(md: MarkdownIt): void {
  const bare = { validate: (text: string, at: number) => bareUrlLength(text.slice(at)) };
  md.linkify.set({ fuzzyLink: false, fuzzyEmail: true, fuzzyIP: false });
  md.linkify.add('http:', bare).add('https:', bare).add('ftp:', null).add('//', null);
  md.validateLink = (address) => isSafeLink(address) || isSafeImage(address);
  md.renderer.rules.link_host = (all, index) =>
    `<span class="md-host">${md.utils.escapeHtml(all[index]?.content ?? '')}</span>`;
  md.core.ruler.push('safe_links', (state) => {
    for (const token of state.tokens) {
      if (token.children) token.children = rewrite(token.children, state.Token);
    }
  });
}

/**
 * Links and images of one run of text. A link in words of its own says where it leads; an image that would have to be
 * fetched becomes a link to it.
 */
function rewrite(tokens: Token[], Make: typeof Token): Token[] {
  const result: Token[] = [];
  /** Of each link that is open what is to be said at its end; null where it is none that may be followed. */
  const open: (string | null)[] = [];
  for (const token of tokens) {
    if (token.type === 'link_open') {
      const href = token.attrGet('href') ?? '';
      const safe = isSafeLink(href);
      const bare = token.markup === 'linkify' || token.markup === 'autolink';
      open.push(safe ? (bare ? '' : leadsTo(href)) : null);
      if (safe) result.push(withTarget(token));
    } else if (token.type === 'link_close') {
      const host = open.pop() ?? null;
      if (host) result.push(hostOf(host, Make));
      if (host !== null) result.push(token);
    } else if (token.type === 'image' && !isSafeImage(token.attrGet('src') ?? '')) {
      result.push(
        ...imageAsLink(
          token,
          open.some((host) => host !== null),
          Make,
        ),
      );
    } else {
      result.push(token);
    }
  }
  return result;
}

function hostOf(host: string, Make: typeof Token): Token {
  const token = new Make('link_host', '', 0);
  token.content = ` ${host}`;
  return token;
}

function imageAsLink(image: Token, insideLink: boolean, Make: typeof Token): Token[] {
  const address = image.attrGet('src') ?? '';
  const words = new Make('text', '', 0);
  words.content = image.content.trim() || address;
  if (insideLink || !isSafeLink(address)) return [words];
  const host = leadsTo(address);
  const name = image.content.trim();
  words.content = name === '' ? t('markdown.showImage', { host }) : t('markdown.showNamedImage', { host, name });
  const start = new Make('link_open', 'a', 1);
  start.attrSet('href', address);
  start.attrSet('class', 'md-image-link');
  return [withTarget(start), words, new Make('link_close', 'a', -1)];
}

function withTarget(link: Token): Token {
  link.attrSet('target', '_blank');
  link.attrSet('rel', 'noopener noreferrer');
  return link;
}
