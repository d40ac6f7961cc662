import { openDatabase } from '../src/db/database';
import { storeTopic } from './filled';

/**
 * Stores a long topic for a user: questions and answers of many shapes and lengths, the same each time, and as the last but one
 * an answer of 100,000 characters where `huge` is asked for; then topics of one round each.
 * `tsx bff/test/seed-long-topic.ts DATABASE_URL USER_ID ROUNDS [huge|plain] [TOPICS]` prints the id of the long one.
 */
const [url = '', userId = '', rounds = '1000', kind = 'plain', topics = '0'] = process.argv.slice(2);

const SENTENCE = '列表里的每一行高低不同，滚动的时候什么也不应该跳动，even with some Latin words between. ';
const CODE = '```ts\nexport function add(a: number, b: number): number {\n  return a + b;\n}\n```\n\n';
const TABLE = '| 名称 | 数量 |\n| --- | --- |\n| 苹果 | 3 |\n| 梨 | 5 |\n\n';
const HUGE_UNITS = 100_000;

/** One of `n` values that follow each other as if by chance, the same in each run. */
let state = 7;
function next(n: number): number {
  state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
  return Math.floor((state / 2_147_483_648) * n);
}

function paragraphs(n: number): string {
  return Array.from({ length: n }, () => `${SENTENCE.repeat(1 + next(3))}\n\n`).join('');
}

function answer(n: number): string {
  const parts = [`第 ${n} 答。${paragraphs(1 + next(3))}`];
  if (next(4) === 0) parts.push(CODE);
  if (next(5) === 0) parts.push(TABLE);
  if (next(3) === 0) parts.push(`- 一\n- 二：${SENTENCE}\n- 三\n\n`);
  if (next(6) === 0) parts.push(`## 小结\n\n${paragraphs(2)}`);
  return parts.join('');
}

function huge(): string {
  let text = '很长的一答。\n\n';
  for (let n = 1; text.length < HUGE_UNITS; n += 1) text += `## 第 ${n} 节\n\n${answer(n)}`;
  return text.slice(0, HUGE_UNITS);
}

const database = await openDatabase(url);
const count = Number(rounds);
const long = Array.from({ length: count }, (_, n): [string, string] => [
  `第 ${n + 1} 问`,
  kind === 'huge' && n === count - 2 ? huge() : answer(n + 1),
]);
process.stdout.write(await storeTopic(database, userId, long, '很长的话题'));
for (let n = 1; n <= Number(topics); n += 1) await storeTopic(database, userId, [[`问 ${n}`, '答']], `话题 ${n}`);
await database.close();
