import { escapeHtml } from '@/markdown/highlight';
import type { Block } from '@/markdown/parse';

/** What blocks show, as one piece of HTML. */
export function htmlOf(blocks: readonly Block[]): string {
  return blocks.map(one).join('');
}

function one(block: Block): string {
  switch (block.kind) {
    case 'html':
      return block.html;
    case 'code':
      return `<pre>${escapeHtml(block.code)}</pre>`;
    case 'math':
      return `<div>${escapeHtml(block.tex)}</div>`;
    case 'table':
      return `<table><thead>${block.head}</thead><tbody>${block.rows.join('')}</tbody></table>`;
    case 'quote':
      return `<blockquote>${htmlOf(block.blocks)}</blockquote>`;
    case 'list': {
      const tag = block.start === null ? 'ul' : 'ol';
      return `<${tag}>${block.items.map((item) => `<li>${htmlOf(item.blocks).trim()}</li>`).join('\n')}</${tag}>`;
    }
  }
}
