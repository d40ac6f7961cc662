import type { Conversation } from './conversation';
import type { GivenPassage } from './given-passages';
import { namesIn } from './names';
import { quoteInline } from './quote';
import type { Scene } from './scene';
import { asksWhether, denies, nearest, quoted, sentencesOf } from './sentences';
import { askedPairs, pairsOf, shareIn, tellingPairs } from './telling';

/** So many sentences made from paths are told, and so many are quoted beside them. */
const PATHS = 3;
const QUOTED = 4;
const LONGEST = 200;
/** Which share of a question's telling words a path has at least, to be told. */
const PATH_FROM = 0.3;
/** And of what is asked of those who are named, where a way of several steps is to tell it. */
const WAY_FROM = 0.2;
/** Where it is asked whether something is so: one that tells another thing of the same would be taken for a yes. */
const PATH_WHETHER_FROM = 0.8;
/** This share of what is asked must be told, of those who are named more: less is by chance, but where all who are compared are told of. */
const KNOWN_FROM = 0.5;
const COMPARED_FROM = 0.25;
/** So many pairs of characters say what a question is about that names nobody. */
const LEAST = 3;
const COMPARES = /更[多大小少高低久长早晚快好]|相比|比较|谁先|都/u;
/** Between the steps of a path. */
const STEP = /[；;]/;

type Asked = Pick<Conversation, 'meant' | 'passages'>;

/** The ways through the graph that were found, the best first. */
function pathsOf({ meant, passages }: Asked): GivenPassage[] {
  const asked = tellingPairs(meant);
  const from = asksWhether(meant) ? PATH_WHETHER_FROM : PATH_FROM;
  return passages.filter(({ kind, text }) => kind === 'path' && shareIn(asked, pairsOf(text)) >= from).slice(0, PATHS);
}

/**
 * Whether what is known tells what is asked, as far as words show: a way of several steps does; so does what is told of those who
 * are named, where it has the words that are asked for.
 */
export function isKnown(asked: Asked): boolean {
  const { meant } = asked;
  const wanted = askedPairs(meant);
  const isWay = (text: string): boolean => STEP.test(text) && shareIn(wanted, pairsOf(text)) >= WAY_FROM;
  if (pathsOf(asked).some(({ text }) => isWay(text))) return true;
  const known = asked.passages.filter(({ kind }) => kind !== 'file');
  const names = namesIn(meant);
  return names.length === 0 ? isToldInOne(meant, known) : isToldOf(names, meant, known);
}

function isToldInOne(meant: string, known: readonly GivenPassage[]): boolean {
  const asked = tellingPairs(meant);
  const sentences = known.flatMap(sentencesOf);
  return asked.size >= LEAST && sentences.some(({ sentence }) => shareIn(asked, pairsOf(sentence)) >= KNOWN_FROM);
}

function isToldOf(names: readonly string[], meant: string, known: readonly GivenPassage[]): boolean {
  const about = known.filter(({ text }) => names.some((name) => text.includes(name)));
  const ofAll = about.flatMap(sentencesOf).filter(({ sentence }) => names.every((name) => sentence.includes(name)));
  if (asksWhether(meant) && names.length > 1 && ofAll.some(({ sentence }) => denies(sentence))) return true;
  const share = shareIn(askedPairs(meant), pairsOf(about.map(({ text }) => text).join('\n')));
  const compares = COMPARES.test(meant) && names.every((name) => about.some(({ text }) => text.includes(name)));
  return about.length > 0 && share > (compares ? COMPARED_FROM : KNOWN_FROM);
}

function say(conversation: Conversation, words: { paths: string; quotes: string; after: string }): string {
  const { meant, passages } = conversation;
  const paths = pathsOf(conversation);
  const known = passages.filter(({ kind }) => kind === 'knowledge');
  const beside = pairsOf(paths.map(({ text }) => text).join('\n'));
  const quotes = nearest(tellingPairs(meant), known, { most: QUOTED, question: meant, beside }).map(quoted);
  return [
    ...(paths.length > 0
      ? [words.paths, paths.map(({ n, text }) => `- ${quoteInline(text, LONGEST)}[${n}]`).join('\n')]
      : []),
    ...(quotes.length > 0 ? [words.quotes, quotes.join('\n')] : []),
    words.after,
  ].join('\n\n');
}

/** Tells the ways through the graph that were found, and quotes what the documents say of them: what a script can do. */
export const knowledgeScene: Scene = {
  matches: () => false,
  say: {
    zh: (conversation) =>
      say(conversation, {
        paths: '从资料里的关系能看出：',
        quotes: '资料里是这样写的：',
        after: '演示脚本只会摘录，不会归纳；点编号能看到这条线索和每一步的原文。示例资料里的公司和人物都是虚构的。',
      }),
    en: (conversation) =>
      say(conversation, {
        paths: 'The relations in the material show:',
        quotes: 'The material says:',
        after:
          'A script can only quote. Tap a number to see the path and the words behind each step. Companies and people of the sample are invented.',
      }),
  },
};
