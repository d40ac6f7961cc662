/** Words at the beginning of a question that stand for something named before. */
const LEADING =
  /^(?:那么?|然后|还有)?[，,\s]*(?:它们?|他们?|她们?|这家公司|那家公司|该公司|这家机构|那家机构|这家|那家)(?!人)/u;
const GOING_ON = /^那么?[，,\s]*(.{2,20}?)呢[？?]?$/u;
/** Names of organisations, as far as a script knows them by their endings, and what is written in quotation marks. */
const NAMED =
  /[“「《]([^”」》]{2,20})[”」》]|(\p{Script=Han}{2}(?:智能|科技|物流|集团|资本|创投|基金|投资|产业基金|半导体|航天|生物|材料|电池|传感|软件|汽车|食品|农机|冷链|医疗|视觉|重工|机器人|公司))/gu;

/**
 * The newest question of a conversation, `Person: …` and `Assistant: …` in lines with the question behind `---`, so that it can be
 * understood alone: a word such as 它 at its beginning gives way to what was named last; 那…呢 asks again what was asked before.
 */
export function standAlone(content: string): string {
  const at = content.lastIndexOf('\n---\n');
  const question = content.slice(at < 0 ? 0 : at + '\n---\n'.length).trim();
  const lines = at < 0 ? [] : content.slice(0, at).split('\n');
  const asked = lines.filter((line) => line.startsWith('Person: ')).map((line) => line.replace('Person: ', ''));
  const named = namesIn(asked.at(-1) ?? '').at(-1) ?? namesIn(asked.join('\n')).at(-1);
  if (named === undefined) return question;
  const [, instead] = GOING_ON.exec(question) ?? [];
  const before = asked.at(-1) ?? '';
  if (instead !== undefined && before.includes(named)) return before.replace(named, instead);
  return question.replace(LEADING, named);
}

function namesIn(text: string): string[] {
  return [...text.matchAll(NAMED)].map(([, marked, plain = '']) => marked ?? plain);
}
