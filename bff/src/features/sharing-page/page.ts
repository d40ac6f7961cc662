import type { SharedTopic } from '@huati/shared';
import { AIGC, aigcLabel } from './label';
import { outlineOf, plainContent, type Found } from './outline';
import { escaped, jsonInScript } from './safe-text';
import { CARD } from './card-size';
import type { Words } from './words';

/** A share that is longer is asked for by the page itself, which shows its beginning meanwhile. In bytes. */
const DATA_MAX_BYTES = 200_000;

/** The page of a share made out of the built one: its head, its first words, and the share as the page's script reads it. */
export function toPage(template: string, found: Found, url: string, words: Words): string {
  const parts: Record<string, string> = {
    head: headOf(found, url, words),
    content: plainContent(found, words),
    data: dataOf(found),
  };
  return template
    .replace(/<html lang="[^"]*"/, `<html lang="${words.lang}"`)
    .replace(/<!--(head|content|data)-->/g, (mark, name: string) => parts[name] ?? mark);
}

function headOf(found: Found, url: string, words: Words): string {
  const { title, description, generated } = outlineOf(found, words);
  const lines = [
    `<title>${escaped(`${title} · ${words.site}`)}</title>`,
    named('robots', 'noindex, nofollow, noarchive'),
    named('description', description),
    ...(generated === undefined ? [] : [named(AIGC, aigcLabel(generated))]),
  ];
  if (found.kind === 'gone') return lines.join('\n');
  return [
    ...lines,
    property('og:type', 'article'),
    property('og:site_name', words.site),
    property('og:locale', words.locale),
    property('og:url', url),
    property('og:title', title),
    property('og:description', description),
    property('og:image', `${url}/picture.png`),
    property('og:image:type', 'image/png'),
    property('og:image:width', String(CARD.width)),
    property('og:image:height', String(CARD.height)),
    property('og:image:alt', title),
    named('twitter:card', 'summary_large_image'),
    named('twitter:title', title),
    named('twitter:description', description),
    named('twitter:image', `${url}/picture.png`),
  ].join('\n');
}

const named = (name: string, content: string): string => `<meta name="${name}" content="${escaped(content)}" />`;

const property = (name: string, content: string): string => `<meta property="${name}" content="${escaped(content)}" />`;

/** What `GET /api/shares/:id` gives, or what there is instead of it; nothing where it is too long. */
function dataOf(found: Found): string {
  // Looked at first: what is megabytes long is not written out in vain.
  if (found.kind === 'open' && unitsOf(found.topic) > DATA_MAX_BYTES) return '';
  const json = jsonInScript(found.kind === 'open' ? found.topic : { [found.kind]: true });
  if (Buffer.byteLength(json) > DATA_MAX_BYTES) return '';
  return `<script type="application/json" id="shared">${json}</script>`;
}

function unitsOf({ messages }: SharedTopic): number {
  const texts = messages.flatMap(({ text, sources = [] }) => [text, ...sources.map((source) => source.text)]);
  return texts.reduce((sum, { length }) => sum + length, 0);
}
