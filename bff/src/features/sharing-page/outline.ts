import type { SharedMessage, SharedTopic } from '@huati/shared';
import { blocksOf, oneLine, wordsIn } from '../../plain-words';
import { escaped, shortened } from './safe-text';
import type { Words } from './words';

/** What of a share there is to show: all, that it needs a password, or that there is none any more. */
export type Found = { kind: 'open'; topic: SharedTopic } | { kind: 'locked' } | { kind: 'gone' };

/** The most of the messages that stands in the page for whoever runs no script, in UTF-16 units. */
const TEXT_MAX = 6000;
const TITLE_MAX = 120;
const DESCRIPTION_MAX = 120;
/** So much of a text is looked at for its first words, in UTF-16 units. */
const WORDS_FROM = 1500;
/** So many messages are looked at for them, and so many stand in the page: reading Markdown takes its time. */
const MESSAGES_MAX = 20;

/** How a link to the page is told of. */
export interface Outline {
  title: string;
  description: string;
  /** The first question's words, where they are others than the title's. */
  question: string;
  /** The newest answer that a model wrote; undefined: none is there. */
  generated: string | undefined;
}

export function outlineOf(found: Found, words: Words): Outline {
  if (found.kind !== 'open') {
    const description = found.kind === 'locked' ? words.locked : words.goneWords;
    return { title: words.untitled, description, question: '', generated: undefined };
  }
  const { title: given, messages } = found.topic;
  const title = shortened(oneLine(given), TITLE_MAX) || words.untitled;
  const question = firstWords(messages, 'user');
  return {
    title,
    description: firstWords(messages, 'assistant') || question || words.untitled,
    question: question.startsWith(title.replace(/…$/, '')) ? '' : question,
    generated: generatedIn(messages),
  };
}

function firstWords(messages: readonly SharedMessage[], role: SharedMessage['role']): string {
  let looked = 0;
  for (const message of messages) {
    if (message.role !== role || message.text === '') continue;
    if (looked === MESSAGES_MAX) break;
    looked += 1;
    const words = wordsIn(message.text, WORDS_FROM);
    if (words !== '') return shortened(words, DESCRIPTION_MAX);
  }
  return '';
}

/** What the organisation wrote itself is no model's. */
function generatedIn(messages: readonly SharedMessage[]): string | undefined {
  return messages.findLast(({ role, text, direct }) => role === 'assistant' && text !== '' && direct?.kind !== 'stored')
    ?.id;
}

/** The page's words as HTML for whoever runs no script, and until it runs: headings and paragraphs alone. */
export function plainContent(found: Found, words: Words): string {
  if (found.kind === 'locked') return article(words.untitled, paragraph(words.locked));
  if (found.kind === 'gone') return article(words.gone, paragraph(words.goneWords));
  const { title, messages } = found.topic;
  const parts = generatedIn(messages) !== undefined ? [paragraph(words.label)] : [];
  let left = TEXT_MAX;
  for (const { role, text } of messages.filter((each) => each.text !== '').slice(0, MESSAGES_MAX)) {
    if (left <= 0) break;
    parts.push(`<h2>${escaped(role === 'user' ? words.question : words.answer)}</h2>`);
    // What people write is shown as they wrote it.
    const blocks = role === 'user' ? text.slice(0, left).split('\n').map(asParagraph) : blocksOf(text, left);
    parts.push(...blocks.filter(({ text: line }) => line !== '').map(toHtml));
    left -= text.length;
  }
  return article(oneLine(title) || words.untitled, parts.join('\n'));
}

const asParagraph = (line: string) => ({ heading: false, text: oneLine(line) });

const toHtml = ({ heading, text }: { heading: boolean; text: string }): string =>
  heading ? `<h3 dir="auto">${escaped(text)}</h3>` : paragraph(text);

const paragraph = (text: string): string => `<p dir="auto">${escaped(text)}</p>`;

const article = (title: string, inside: string): string =>
  `<article class="plain">\n<h1 dir="auto">${escaped(title)}</h1>\n${inside}\n</article>`;
