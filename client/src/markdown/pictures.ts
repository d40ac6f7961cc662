import type MarkdownIt from 'markdown-it';
import { t } from '@/i18n';

/** Pictures that a text shows: loaded when they come near, with a name, and to be pressed. `platform/pictures.ts` does the rest. */
export function pictures(md: MarkdownIt): void {
  const escape = md.utils.escapeHtml;
  md.renderer.rules.image = (tokens, index) => {
    const token = tokens[index];
    const name = token?.content.trim() || t('markdown.picture');
    const src = token?.attrGet('src') ?? '';
    const looks = 'class="md-picture" loading="lazy" decoding="async" role="button" tabindex="0"';
    return `<img src="${escape(src)}" alt="${escape(name)}" ${looks}>`;
  };
}
