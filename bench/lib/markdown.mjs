/**
 * Long answers in Chinese Markdown, cut into pieces as a model writes them. Marks are single characters that stand nowhere
 * else, so that a piece is known again wherever it turns up.
 */

/** The first of the marks: of Unicode's Han, Extension A, which no text here uses. */
const FIRST_MARK = 0x34_00;
/** One token in so many is a mark, where it can be. */
const MARK_EACH = 3;
/** What is there at the least before the rest is written, in tokens: an answer that has begun. */
const BEGUN = 30;

const SUBJECTS = [
  '这套系统',
  '值班的同事',
  '第二季度的报表',
  '仓库里的旧货',
  '华东区的客户',
  '新来的工程师',
  '每天的备份',
];
const VERBS = ['需要先核对', '已经写进了', '会按时收到', '不应该直接改动', '可以参考', '最好提前准备', '一般先看'];
const OBJECTS = [
  '合同的第三条',
  '库存的明细',
  '去年的预算',
  '上线前的清单',
  '接口的文档',
  '客户的回访记录',
  '机房的温度',
];
const REASONS = [
  '否则月底对账时会多出差额',
  '因为口径和财务的不一样',
  '这样出了问题也能追溯',
  '等到高峰期再处理就晚了',
];
const CODE = [
  'export async function load@(id: string): Promise<Row[]> {',
  '  const rows = await db.query("select * from orders where id = ?", [id]);',
  '  // 没有记录时返回空数组，调用的地方不用再判断',
  '  if (rows.length === 0) return [];',
  '  return rows.map((row) => ({ ...row, total: row.price * @, paid: row.paid ?? false }));',
  '}',
  '',
];

/** @param {string[]} all @param {number} n */
const pick = (all, n) => all[n % all.length] ?? '';

/** @param {number} n */
function sentence(n) {
  const [subject, verb, object] = [pick(SUBJECTS, n), pick(VERBS, n * 3 + 1), pick(OBJECTS, n * 5 + 2)];
  const strong = n % 4 === 0 ? `**${object}**` : n % 7 === 0 ? `\`config.${n}\`` : object;
  return `${subject}${verb}${strong}，${pick(REASONS, n * 2 + 1)}。`;
}

/** @param {number} n @param {number} count */
const paragraph = (n, count) => Array.from({ length: count }, (_, at) => sentence(n + at)).join('');

/** @param {number} n */
const row = (n) => `| ${2000 + n} | ${pick(SUBJECTS, n)} | ${pick(OBJECTS, n * 3)} | ${(n * 37) % 1000}.${n % 10} |\n`;

/** @param {number} n */
const code = (n) => CODE.map((line) => line.replaceAll('@', String(n))).join('\n');

const TABLE_HEAD = '| 年份 | 部门 | 事项 | 金额 |\n| --- | :-- | --- | --: |\n';

/** @param {number} n */
function section(n) {
  const parts = [`## ${n + 1}. ${pick(OBJECTS, n)}`, paragraph(n * 11, 4), paragraph(n * 13 + 5, 3)];
  const items = [0, 1, 2, 3].map((at) => `- **${pick(OBJECTS, n + at)}**：${sentence(n + at)}`);
  parts.push(items.join('\n'));
  if (n % 3 === 0) parts.push(`\`\`\`ts\n${code(n)}${code(n + 1)}\`\`\``);
  if (n % 3 === 1) parts.push(`${TABLE_HEAD}${[0, 1, 2, 3, 4].map((at) => row(n + at)).join('')}`.trimEnd());
  if (n % 4 === 2) parts.push(`> ${sentence(n)}\n> ${sentence(n + 1)}`);
  return `${parts.join('\n\n')}\n\n`;
}

/** What an answer consists of: how it begins, and its n-th part. @type {Record<string, [string, (n: number) => string]>} */
const KINDS = {
  prose: ['', section],
  code: ['下面是完整的代码：\n\n```ts\n', code],
  table: [`下面是明细：\n\n${TABLE_HEAD}`, row],
  list: ['先后顺序如下：\n\n', (n) => `${n + 1}. **${pick(OBJECTS, n)}**：${sentence(n)}\n`],
};
export const kinds = Object.keys(KINDS);

/** @param {number} n */
export const mark = (n) => String.fromCodePoint(FIRST_MARK + n);

/**
 * An answer in two parts: what stands there, of about `before` tokens and ending with a line, and the `after` tokens that come then.
 *
 * @param {string} kind @param {number} before @param {number} after
 * @param {boolean} marked
 * @returns {{ head: string, tail: string[] }}
 */
export function answer(kind, before, after, marked) {
  const [begin, part] = KINDS[kind] ?? ['', section];
  const from = Math.max(before, BEGUN);
  let text = begin;
  /** @type {string[]} */
  let tokens = tokensOf(text);
  for (let n = 0; tokens.length < from + after + 500; n += 1) {
    const next = part(n);
    text += next;
    tokens = [...tokens, ...tokensOf(next)];
  }
  let cut = from;
  while (cut < tokens.length && !tokens[cut - 1]?.endsWith('\n')) cut += 1;
  const tail = tokens.slice(cut, cut + after);
  const canMark = kind === 'code' ? /^(?:\p{Script=Han}+|[a-z]{2,})$/u : /^\p{Script=Han}+$/u;
  return { head: tokens.slice(0, cut).join(''), tail: marked ? withMarks(tail, canMark) : tail };
}

/** @param {string[]} tokens @param {RegExp} canMark */
function withMarks(tokens, canMark) {
  let [marks, next] = [0, 0];
  return tokens.map((token, at) => {
    if (at < next || !canMark.test(token)) return token;
    next = at + MARK_EACH;
    marks += 1;
    return mark(marks - 1);
  });
}

/** About as Qwen's vocabulary cuts such a text: one or two Han characters, most of a word. @param {string} text */
function tokensOf(text) {
  return text.match(/[A-Za-z_]{1,6}|\d{1,3}|\p{Script=Han}{1,2}|\n+|[^\S\n]*[^\s\w]|[^\S\n]+/gu) ?? [];
}
