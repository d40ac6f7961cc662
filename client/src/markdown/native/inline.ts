import type { Token } from 'markdown-it';
import { marksOf } from '../citations';
import { writtenOf } from '../math/rules';
import { t } from '@/i18n';
import { last, TO_FORMULA, TO_OWN_PICTURE, type Run } from './native-blocks';

/** What the `href` of a mark starts with; no link of a text can, for all of them are http, https or mailto. */
export const TO_SOURCE = 'source:';

/** What the `href` of a picture starts with that is fetched only when it is tapped. */
export const TO_PICTURE = 'picture:';

const LOOKS: Record<string, string> = { strong: 'md-b', em: 'md-i', s: 'md-s', link: 'md-a' };

/** What stands for itself. Pictures that a text carries inside are named: WeChat shows none of them large. */
const ALONE: Record<string, string> = {
  code_inline: 'md-code-word',
  link_host: 'md-host',
  image: 'md-i',
  quoted: 'md-quoted',
};

/** The text of one paragraph, heading or cell as runs. */
export function runsOf(tokens: readonly Token[]): Run[] {
  const runs: Run[] = [];
  const looks: string[] = [];
  let href = '';
  const add = (text: string, more = ''): void => {
    const look = [...looks, more].filter(Boolean).join(' ');
    const before = last(runs);
    if (text === '') return;
    if (before?.look === look && before.href === href) before.text += text;
    else runs.push({ text, look, href });
  };
  const formula = (token: Token): void => {
    const { tex, source, display, open } = writtenOf(token);
    const href = open ? '' : `${TO_FORMULA}${display ? 'd' : 'i'}${tex}`;
    runs.push({ text: source, look: [...looks, 'md-code-word'].join(' '), href });
  };
  /** One of our own server is shown; in a link it is a name that leads where that does. */
  const picture = (token: Token): void => {
    const src = token.attrGet('src') ?? '';
    const name = token.content.trim() || t('markdown.picture');
    if (href !== '' || !src.startsWith('/')) add(name, ALONE.image);
    else runs.push({ text: name, look: [...looks, ALONE.image].join(' '), href: TO_OWN_PICTURE + src });
  };
  for (const token of tokens) {
    const mark = LOOKS[token.type.replace(/_(open|close)$/, '')];
    if (mark !== undefined && token.nesting === 1) looks.push(mark);
    else if (mark !== undefined && token.nesting === -1) looks.splice(looks.lastIndexOf(mark), 1);
    if (token.type === 'link_open') href = toOf(token);
    else if (token.type === 'link_close') href = '';
    else if (token.type === 'softbreak' || token.type === 'hardbreak') add('\n');
    else if (token.type === 'citation')
      runs.push(...marksOf(token).map(({ n }) => ({ text: String(n), look: 'md-cite', href: `${TO_SOURCE}${n}` })));
    else if (token.type === 'math_inline') formula(token);
    else if (token.type === 'image') picture(token);
    else if (token.nesting === 0) add(token.content, ALONE[token.type]);
  }
  return runs;
}

function toOf(link: Token): string {
  const href = link.attrGet('href') ?? '';
  return link.attrGet('class') === 'md-image-link' ? TO_PICTURE + href : href;
}
