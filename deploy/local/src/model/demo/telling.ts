import { namesIn } from './names';

/** Words of a question that ask, or join others: they say nothing of what it is about. */
const ASKING =
  /请问|为什么|怎么回事|怎么样|怎么|怎样|如何|什么|哪一?[个家些座所笔位款种年里儿]|哪|谁|多少|几|更[多大小少高低久长早晚]|公司|机构|这家|那家|城市|别的|后来|曾经|关于|介绍|一下|[的了吗呢吧是在于过有都里给被由和与跟又还用其它，。？！、；：,.?!;:“”"'「」《》()（）\s-]/gu;
/** A word of letters, or a character. */
const UNIT = /[a-z\d.]+|\S/gu;
/** A year, or a number of any kind, stands in many sentences. */
const NUMBER = /\d+(?:\.\d+)?\s*[年月日号%]?/gu;

/** The pairs of neighbouring characters of words that tell what a question is about. */
export function tellingPairs(question: string): Set<string> {
  return pairsOf(question.normalize('NFKC').toLowerCase().replace(NUMBER, ' ').replace(ASKING, '\n'));
}

/** Those of them that are in no name: what it asks of whom it names. */
export function askedPairs(question: string): Set<string> {
  const rest = namesIn(question).reduce((text, name) => text.replaceAll(name, '\n'), question);
  return tellingPairs(rest);
}

/** The pairs of neighbouring characters of `text`, and words of letters; whatever is white, and case, do not count. */
export function pairsOf(text: string): Set<string> {
  const pairs = new Set<string>();
  for (const line of text.normalize('NFKC').toLowerCase().split('\n')) {
    const units = line.match(UNIT) ?? [];
    for (const [at, unit] of units.entries()) {
      const before = units[at - 1];
      if (before !== undefined) pairs.add(`${before}${unit}`);
      if (unit.length > 2) pairs.add(unit);
    }
  }
  return pairs;
}

/** Which share of `asked` there is in `present`, 0 to 1; nothing asked is all there. */
export function shareIn(asked: ReadonlySet<string>, present: ReadonlySet<string>): number {
  if (asked.size === 0) return 1;
  return [...asked].filter((pair) => present.has(pair)).length / asked.size;
}
