import { namesIn } from './names';

/** Words at the beginning of a question that stand for something named before. */
const LEADING =
  /^(?:那么?|然后|还有)?[，,\s]*(?:它们?|他们?|她们?|这家公司|那家公司|该公司|这家机构|那家机构|这家|那家)(?!人)/u;
const GOING_ON = /^那么?[，,\s]*(.{2,20}?)呢[？?]?$/u;

/**
 * The newest question of a conversation, `Person: …` and `Assistant: …` in lines with the question behind `---`, so that it can be
 * understood alone.
 */
export function standAlone(content: string): string {
  const at = content.lastIndexOf('\n---\n');
  const question = content.slice(at < 0 ? 0 : at + '\n---\n'.length).trim();
  const lines = at < 0 ? [] : content.slice(0, at).split('\n');
  const asked = lines.filter((line) => line.startsWith('Person: ')).map((line) => line.replace('Person: ', ''));
  return standingAlone([...asked, question]);
}

/**
 * The last of `questions`, so that it can be understood without those before: a word such as 它 at its beginning gives way to what
 * was named last; 那…呢 asks again what was asked before.
 */
export function standingAlone(questions: readonly string[]): string {
  let named: string | undefined;
  let before = '';
  for (const question of questions) {
    before = following(question, before, named);
    named = namesIn(before).at(-1) ?? named;
  }
  return before;
}

function following(question: string, before: string, named: string | undefined): string {
  if (named === undefined) return question;
  const [, instead] = GOING_ON.exec(question) ?? [];
  if (instead !== undefined && before.includes(named)) return before.replace(named, instead);
  return question.replace(LEADING, named);
}
