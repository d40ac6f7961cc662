import { startModelServer, type ModelServer } from '@huati/local/model';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HistoryRow } from '../src/features/chat/messages/messages.repository';
import { leansOnHistory, needsNothing } from '../src/features/planning/needs';
import type { ToPlan } from '../src/features/planning/plan';
import { createPlanner } from '../src/features/planning/planner';
import { questionIn } from '../src/features/planning/rewriting';
import { createLogger } from '../src/logger';
import { readConfig } from '../src/config';
import { createModel } from '../src/upstreams/model/openai';

const first = (text: string, more: Partial<ToPlan> = {}): ToPlan => ({
  ...{ text, parentId: null, attached: 0, retrieval: undefined, model: undefined },
  ...more,
});
const later = (text: string): ToPlan => first(text, { parentId: 'before' });

describe('what needs nothing looked up', () => {
  it.each([
    '你好',
    '您好！',
    '你好呀～',
    '谢谢你',
    '好的，谢谢！',
    'Hi there',
    'thank you so much!',
    '晚安',
    'Good morning',
    '再见👋',
  ])('a greeting, thanks, a farewell: %s', (text) => expect(needsNothing(first(text))).toBe(true));

  it.each([
    '1+1=?',
    '128×36等于多少？',
    '请帮我算一下（3.5＋2）÷4',
    'what is 2^10?',
    '12,800 * 3.5%',
    '√2*3是多少',
    '-3+5',
    '10-7=',
    '10/4等于几',
    '(9-2)/7',
  ])('figures alone: %s', (text) => expect(needsNothing(first(text))).toBe(true));

  it.each([
    ...['把上面的回答翻译成英文', '翻译成英文', '再简短一点'],
    ...['把上述内容总结一下', '换个说法', '再说一遍', 'Please translate the above into French', 'Make it shorter'],
  ])('the text above alone, where there is one: %s', (text) => {
    expect(needsNothing(later(text))).toBe(true);
    expect(needsNothing(first(text))).toBe(false);
  });

  it('a question about its own files, and where nobody wants evidence', () => {
    expect(needsNothing(first('总结一下这份文件', { attached: 1 }))).toBe(true);
    expect(needsNothing(first('总结一下这份文件'))).toBe(false);
    expect(needsNothing(first('星河科技的营收是多少', { attached: 1 }))).toBe(false);
    expect(needsNothing(first('星河科技的营收是多少', { retrieval: 'off' }))).toBe(true);
  });

  it.each([
    ...[
      '你好，星河科技是谁投资的？',
      '好的',
      '可以',
      '谢谢资本投资了谁',
      '2023-2024',
      '2024-01-05',
      '2023年的营收是多少',
      '9号公告',
    ],
    ...[
      '继续教育学院在哪里',
      '翻译公司有哪些',
      '上面的第二家公司是谁投资的',
      'who is hi-tech capital',
      'Hello Kitty 属于哪家公司',
      '1+1公司是做什么的',
      ...['400-800-1234', '13800-138-000', '12-05', '7-11', '24/7', '+86', '-5', '100%', '(010)-6552', 'what is 24/7'],
      ...['继续', '请继续说', 'go on'],
    ],
    ...['把上面提到的公司和星河科技比较一下', '继续说说星河科技的投资方', '', '？'],
  ])('in doubt it does: %s', (text) => expect(needsNothing(later(text))).toBe(false));
});

describe('a question that leans on what was said', () => {
  it.each([
    '它的创始人是谁？',
    '那家公司呢',
    '那注册资本呢？',
    '为什么？',
    '还有哪些投资方',
    '第二家的总部在哪里',
    'what about its founder',
    'And the other one?',
    '创始人是谁',
  ])('does: %s', (text) => expect(leansOnHistory(text)).toBe(true));
  it.each(['星河科技有限公司的创始人是谁', '青禾资本投资了哪些公司', 'Who founded Acme Robotics in Hangzhou'])(
    'does not: %s',
    (text) => expect(leansOnHistory(text)).toBe(false),
  );

  it('is worded anew on one line that is not much longer', () => {
    expect(questionIn('独立问题：“星河科技的创始人是谁？”', '它呢')).toBe('星河科技的创始人是谁？');
    expect(questionIn('星河科技\n的创始人', '它呢')).toBeUndefined();
    expect(questionIn('很'.repeat(300), '它呢')).toBeUndefined();
    expect(questionIn('  ', '它呢')).toBeUndefined();
  });
});

describe('planning', () => {
  let model: ModelServer;
  const logs: string[] = [];
  const turn = (role: 'user' | 'assistant', text: string): HistoryRow => ({
    ...{ id: role, parent_id: null, role, text, status: 'complete' },
    ...{ token_count: null, token_counter: null, attached: 0 },
  });
  const ancestors = () => Promise.resolve([turn('assistant', '是青禾资本。'), turn('user', '云岚科技是谁投资的？')]);
  const planner = (rag: { rewrite: boolean; hyde: boolean } | undefined, read = ancestors) => {
    const config = readConfig({ LLM_BASE_URL: `${model.url}/v1`, LLM_MODEL: 'huati-demo' });
    const logger = createLogger('warn', { write: (line) => void logs.push(line) });
    return createPlanner({ rag, messages: { ancestors: read }, model: createModel(config.model), logger });
  };
  const never = new AbortController().signal;
  const on = { rewrite: true, hyde: false };

  beforeAll(async () => {
    model = await startModelServer();
  });
  afterAll(() => model.close());
  beforeEach(() => model.clear());

  it('has a follow-up question stand alone, with its last rounds as data', async () => {
    model.setDefault({ asides: false, text: '云岚科技的注册资本是多少？' });
    expect(await planner(on).planFor(later('它的注册资本呢？'), never)).toEqual({
      ...{ kind: 'retrieve', question: '云岚科技的注册资本是多少？' },
    });
    const body = model.requests.find(({ path }) => path.endsWith('completions'))?.body as {
      messages: { content: string }[];
      max_tokens: number;
    };
    expect(body.messages[0]?.content).toMatch(/^Task: standalone question\./);
    expect(body.messages[1]?.content).toBe(
      'Person: 云岚科技是谁投资的？\nAssistant: 是青禾资本。\n---\n它的注册资本呢？',
    );
    expect(body.max_tokens).toBe(100);
  });

  it('looks up for a text that has an answer go on what that answer is to', async () => {
    const said = (...texts: string[]) => {
      const rows = texts.map((text, at) => ({
        ...turn(at % 2 === 0 ? 'user' : 'assistant', text),
        parent_id: String(at),
      }));
      return () => Promise.resolve(rows.reverse());
    };
    const question = '云岚科技是谁投资的？';
    const of = (...texts: string[]) => planner(on, said(...texts)).planFor(later('请继续'), never);
    expect(await of(question, '是')).toEqual({ kind: 'retrieve', question });
    expect(await of(question, '是', '继续', '是青', 'go on', '是青禾')).toEqual({ kind: 'retrieve', question });
    expect(await of(question, '是', '你好', '你')).toEqual({ kind: 'direct' });
    expect(await of()).toEqual({ kind: 'direct' });
    expect(model.completions()).toHaveLength(0);
  });

  it('asks the model for nothing where a question stands alone, is the first, or nobody wants it', async () => {
    const alone = { kind: 'retrieve', question: '青禾资本投资了哪些公司' };
    expect(await planner(on).planFor(later(alone.question), never)).toEqual(alone);
    expect(await planner(on).planFor(first('它呢'), never)).toEqual({ kind: 'retrieve', question: '它呢' });
    expect(await planner(undefined).planFor(later('它呢'), never)).toEqual({ kind: 'retrieve', question: '它呢' });
    expect(await planner({ rewrite: false, hyde: false }).planFor(later('它呢'), never)).toEqual({
      ...{ kind: 'retrieve', question: '它呢' },
    });
    expect(await planner(on).planFor(first('你好'), never)).toEqual({ kind: 'direct' });
    expect(model.completions()).toHaveLength(0);
  });

  it('has what might be the answer written where that is wanted', async () => {
    model.setDefault({ asides: false, text: '云岚科技的注册资本为一亿元。' });
    expect(await planner({ rewrite: false, hyde: true }).planFor(first('云岚科技的注册资本是多少'), never)).toEqual({
      ...{ kind: 'retrieve', question: '云岚科技的注册资本是多少', hypothetical: '云岚科技的注册资本为一亿元。' },
    });
  });

  it.each([
    ['hangs', { fault: { kind: 'hang' as const } }],
    ['fails', { fault: { kind: 'status' as const, status: 500 } }],
    ['is slow', { tokensPerSecond: 2, length: 500 }],
    ['talks too much', { text: '好的。\n让我想一想。' }],
  ])('takes the question as it is where the model %s, within its time', async (_what, plan) => {
    model.setDefault({ asides: false, ...plan });
    expect(await planner(on).planFor(later('它呢？'), never)).toEqual({ kind: 'retrieve', question: '它呢？' });
  });

  it('never rejects, whatever is asked and whatever fails, and waits for nobody who has left', async () => {
    model.setDefault({ asides: false, fault: { kind: 'hang' } });
    const left = AbortSignal.abort();
    const all = [planner(on), planner(on, () => Promise.reject(new Error('no database')))];
    const property = fc.asyncProperty(fc.string({ unit: 'binary' }), fc.boolean(), async (text, follows) => {
      const asked = follows ? later(text) : first(text);
      for (const each of all) {
        const plan = await each.planFor(asked, left);
        if (plan.kind === 'retrieve') expect(plan.question).toBe(text);
      }
    });
    await fc.assert(property, { numRuns: 40 });
    expect(logs.join('\n')).toContain('a question is looked up as it is');
  });
});
