import type { GivenPassage } from './given-passages';
import { quoteInline } from './quote';
import { pairsOf } from './telling';

/** The longest that a sentence is quoted, in UTF-16 units. */
const LONGEST = 200;
/** How much a sentence tells at least, in parts of the best one; where it is asked whether something is so, that one says nearly all. */
const LEAST = 0.25;
const LEAST_WHETHER = 0.5;
/** What counts of what another one tells already. */
const AGAIN = 0.5;
const BESIDE = 0.5;
/** And so much a row of a table, which is little to read by itself. */
const ROW = 0.5;
/** So much more counts a sentence that denies, where it is asked whether something is so; and so much less, where it is not. */
const DENIAL = { asked: 2, else: 0.5 };
const WHETHER = /[吗么][？?]?\s*$|是不是|有没有|是否/u;
const DENIES = /没有|并非|并未|从未|不是|不属|否认|有误|无关/u;

/** A sentence, or a row of a table, of a passage. */
export interface GivenSentence {
  passage: GivenPassage;
  sentence: string;
}

interface Weighed extends GivenSentence {
  place: number;
  pairs: Set<string>;
  /** How much more than others it counts. */
  factor: number;
}

/**
 * The sentences that together tell most of `asked`, at most `most` of them, in reading order: each next one for what those before
 * it do not tell. What is rare among all of them counts the more; what is asked `beside`, half. Where `question` asks whether
 * something is so, what denies it comes first.
 */
export function nearest(
  asked: ReadonlySet<string>,
  passages: readonly GivenPassage[],
  { most, question, beside = new Set() }: { most: number; question: string; beside?: ReadonlySet<string> },
): GivenSentence[] {
  const least = asksWhether(question) ? LEAST_WHETHER : LEAST;
  const denial = asksWhether(question) ? DENIAL.asked : DENIAL.else;
  const left = passages.flatMap(sentencesOf).map(({ passage, sentence }, place): Weighed => {
    const factor = (denies(sentence) ? denial : 1) * (sentence.includes('|') ? ROW : 1);
    return { passage, sentence, place, pairs: pairsOf(sentence), factor };
  });
  const weights = new Map([...beside].map((pair) => [pair, BESIDE * rarity(pair, left)]));
  for (const pair of asked) weights.set(pair, rarity(pair, left));
  const chosen: Weighed[] = [];
  const told = new Set<string>();
  let first = 0;
  while (chosen.length < most) {
    const gains = left.map((each) => (chosen.includes(each) ? 0 : gainOf(each, weights, told)));
    const gain = Math.max(0, ...gains);
    const best = left[gains.indexOf(gain)];
    first = Math.max(first, gain);
    if (best === undefined || gain === 0 || gain < first * least) break;
    chosen.push(best);
    for (const pair of best.pairs) told.add(pair);
  }
  // What answers yes or no comes first.
  const ordered = asksWhether(question) ? chosen : chosen.sort((a, b) => a.place - b.place);
  return ordered.map(({ passage, sentence }) => ({ passage, sentence }));
}

/** Whether a question asks if something is so. */
export function asksWhether(question: string): boolean {
  return WHETHER.test(question);
}

/** Whether a sentence says that something is not so. */
export function denies(sentence: string): boolean {
  return DENIES.test(sentence);
}

function rarity(pair: string, among: readonly Weighed[]): number {
  const having = among.filter(({ pairs }) => pairs.has(pair)).length;
  return having === 0 ? 0 : Math.log(1 + among.length / having);
}

function gainOf({ pairs, factor }: Weighed, weights: ReadonlyMap<string, number>, told: ReadonlySet<string>): number {
  let sum = 0;
  for (const [pair, weight] of weights) if (pairs.has(pair)) sum += told.has(pair) ? weight * AGAIN : weight;
  return sum * factor;
}

/** A sentence as a line of a list, with the number of its passage and where it is from. */
export function quoted({ passage, sentence }: GivenSentence): string {
  return `- ${quoteInline(sentence, LONGEST)}[${passage.n}]（${quoteInline(passage.from)}）`;
}

/** The sentences and the rows of tables of a passage, without Markdown's marks; its title is none of them. */
export function sentencesOf(passage: GivenPassage): GivenSentence[] {
  return passage.text
    .replaceAll('**', '')
    .split(/(?<=[。！？!?；])|\n+/)
    .map((sentence) =>
      sentence
        .trim()
        .replace(/^#+\s*/, '')
        .replace(/^\|\s*|\s*\|$/g, ''),
    )
    .filter((sentence) => sentence.length > 1 && sentence !== passage.from && !/^[|\s:-]+$/.test(sentence))
    .map((sentence) => ({ passage, sentence }));
}
