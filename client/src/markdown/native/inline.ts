import type { Token } from 'markdown-it';
import { last, type Run } from './native-blocks';

const LOOKS: Record<string, string> = { strong: 'md-b', em: 'md-i', s: 'md-s', link: 'md-a' };

/** The text of one paragraph, heading or cell as runs. Pictures are named, not shown: they would have to be fetched. */
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
  for (const token of tokens) {
    const mark = LOOKS[token.type.replace(/_(open|close)$/, '')];
    if (mark !== undefined && token.nesting === 1) looks.push(mark);
    else if (mark !== undefined && token.nesting === -1) looks.splice(looks.lastIndexOf(mark), 1);
    if (token.type === 'link_open') href = token.attrGet('href') ?? '';
    else if (token.type === 'link_close') href = '';
    else if (token.type === 'code_inline') add(token.content, 'md-code-word');
    else if (token.type === 'softbreak' || token.type === 'hardbreak') add('\n');
    else if (token.type === 'image') add(token.content, 'md-i');
    else if (token.nesting === 0) add(token.content);
  }
  return runs;
}
