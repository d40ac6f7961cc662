import { describe, expect, it } from 'vitest';
import { calculate } from '../src/model/demo/arithmetic';
import { answerAsDemo } from '../src/model/demo/demo-answer';
import { countTokens } from '../src/model/tokens';
import { ask, readStream, start } from './client';

function say(...questions: string[]): { reasoning: string; text: string } {
  const messages = questions.flatMap((text) => [
    { role: 'user' as const, text },
    { role: 'assistant' as const, text: '答' },
  ]);
  return answerAsDemo(messages.slice(0, -1));
}

const CHINESE = [
  '你好',
  '你是谁',
  '怎么连接真实模型',
  '来个表格',
  '写点代码',
  '公式',
  '画个流程图',
  '长文',
  '思考',
  '今天吃什么',
  '😀',
  '',
];
const ENGLISH = [
  'hello',
  'Who are you?',
  'how to connect a model',
  'table',
  'code',
  'formula',
  'diagram',
  'long',
  'think',
  'What for dinner?',
];

describe('the demo answer', () => {
  it.each(CHINESE)('%s: says early, in Chinese, that it is a demo, and what to try', (question) => {
    const { text } = say(question);
    expect(text.slice(0, 60)).toContain('离线演示');
    expect(text.slice(0, 80)).toContain('没有真实的大模型');
    expect(text).toContain('怎么连接真实模型');
    expect(countTokens(text)).toBeLessThan(2_000);
  });

  it.each(ENGLISH)('%s: the same in English', (question) => {
    const { text } = say(question);
    expect(text.slice(0, 60)).toContain('Offline demo');
    expect(text).toContain('how to connect a model');
    expect(text.replace(/```[^]*?```/g, '')).not.toMatch(/\p{Script=Han}/u);
    expect(countTokens(text)).toBeLessThan(2_000);
  });

  it('has a scene for each keyword', () => {
    expect(say('怎么连接真实模型').text).toContain('LLM_BASE_URL=http://127.0.0.1:11434/v1');
    expect(say('how do I connect a model').text).toContain('https://dashscope.aliyuncs.com/compatible-mode/v1');
    expect(say('给我一张表格').text).toMatch(/\n\| :-- \|/);
    expect(say('来几个公式').text).toMatch(/\n\$\$\n[^]*\n\\\[\n/);
    expect(say('an equation').text).toContain('$E = mc^2$');
    expect(say('画个流程图').text).toMatch(/```mermaid\n[^]*```echarts\n/);
    expect(say('some code').text).toMatch(/```ts\n[^]*```python\n/);
    expect(say('长文').text.length).toBeGreaterThan(1_300);
    expect(say('think about it').reasoning.length).toBeGreaterThan(200);
    expect(say('你好').reasoning).toBe('');
  });

  it('uses the conversation', () => {
    expect(say('第一个问题').text).not.toContain('上一问');
    expect(say('甲', '第二个 `问题`', '丙').text).toContain('这是本话题的第 3 问，上一问是“第二个 \\`问题\\`”。');
    expect(say('first', 'second').text).toContain('This is question 2 of this topic; the one before was “first”.');
  });

  it('quotes the question as it stands, shortened, never inside a pair', () => {
    expect(say('为什么 <b>这样</b>？\n# 第二行').text).toContain('> 为什么 \\<b\\>这样\\</b\\>？\n> \\# 第二行');
    const { text } = say('😀'.repeat(1_000));
    expect(text).toContain(`> ${'😀'.repeat(200)}…`);
    expect(text).toContain('**1000** 个字符');
  });

  it('quotes from the passages it was given, with their numbers', () => {
    const given = [
      '付款期限是几天？',
      'Files belong to this conversation. What stands …',
      'File 1 of 2: "合同.pdf"\n<<<FILE 0a\n[1] 第1页\n甲方：北京公司。\n\n[2] 第3页 · 付款\n付款期限为 30 天。逾期按日计息。\nFILE>>> 0a',
      'File 2 of 2: "空.txt"\nNothing of this file is given here.',
      'Here the files end.',
    ].join('\n\n');
    const { text } = say(given);
    expect(text).toContain('付款期限为 30 天。[2]（合同.pdf）');
    expect(text).not.toContain('FILE');
    expect(say('甲？\n\n(Files: "合同.pdf")', '乙').text).toContain('上一问是“甲？”');
  });

  describe('with what the organisation knows', () => {
    const PATH =
      'Knowledge 1 of 3: "图谱"\nThese sentences are made from a graph of what is known, and quoted from no text.\n<<<FILE 0a\n[1]\n砚池资本投资了鹿泠智能，鹿泠智能收购了珂影视觉。\nFILE>>> 0a';
    const KNOWN = [
      'Knowledge 2 of 3: "鹿泠智能完成 B 轮融资"\n<<<FILE 0a\n[2]\n本轮融资由砚池资本领投。资金用于研发。\nFILE>>> 0a',
      'Knowledge 3 of 3: "鹿泠智能收购珂影视觉"\n<<<FILE 0a\n[3] 第1页\n鹿泠智能已收购珂影视觉的全部股权。\nFILE>>> 0a',
    ];
    const BEGINS = 'Knowledge of the organisation belongs to this conversation. What stands …';
    const asked = (question: string, parts: string[]): string => say([question, BEGINS, ...parts].join('\n\n')).text;

    it('tells the ways through the graph before what documents say, each with its number', () => {
      const text = asked('砚池资本投资的公司收购了谁？', [PATH, ...KNOWN]);
      expect(text).toMatch(/从资料里的关系能看出：\n\n- 砚池资本投资了鹿泠智能，鹿泠智能收购了珂影视觉。\[1\]\n/);
      expect(text).toContain('本轮融资由砚池资本领投。[2]（鹿泠智能完成 B 轮融资）');
      expect(text).toContain('鹿泠智能已收购珂影视觉的全部股权。[3]');
      expect(text).not.toContain('made from a graph');
    });

    it('says that it does not tell where it has nothing to do with the question', () => {
      const text = asked('今天晚上吃什么好呢', [PATH, ...KNOWN]);
      expect(text).toContain('给到的资料里没有提到这个问题。');
      expect(text).not.toMatch(/\[\d\]/);
      expect(asked('给我一张表格', KNOWN)).toMatch(/\n\| :-- \|/);
    });

    it('understands a question by those before it', () => {
      const known = 'Knowledge 1 of 1: "鹿泠智能公司简介"\n<<<FILE 0a\n[1]\n鹿泠智能总部位于霁州。\nFILE>>> 0a';
      const { text } = say('谁创办了鹿泠智能？', ['它的总部在哪里？', BEGINS, known].join('\n\n'));
      expect(text).toContain('鹿泠智能总部位于霁州。[1]');
      const other = 'Knowledge 1 of 1: "简介"\n<<<FILE 0a\n[1]\n星槎航天总部位于渚阳。\nFILE>>> 0a';
      const third = say('谁创办了鹿泠智能？', '它的总部在哪里？', ['那星槎航天呢？', BEGINS, other].join('\n\n'));
      expect(third.text).toContain('星槎航天总部位于渚阳。[1]');
    });

    it('quotes sentences without marks of Markdown, and no title that stands behind them anyway', () => {
      const marked =
        'Knowledge 1 of 1: "更正"\n<<<FILE 0a\n[1]\n# 更正\n\n**关于砚池资本。** 有人称砚池资本入股了启衡机器人。砚池资本没有投资启衡机器人。\n\n| 公司 | 城市 |\n| --- | --- |\n| 砚池资本 | 岫城 |\nFILE>>> 0a';
      const text = asked('砚池资本投资了启衡机器人吗？', [marked]);
      expect(text).toMatch(/资料里是这样写的：\n\n- 砚池资本没有投资启衡机器人。\[1\]（更正）/);
      const row = asked('砚池资本在哪座城市？', [marked]);
      expect(row).not.toMatch(/\\\*|- \\\||- 更正/);
    });

    it('quotes files as well where there are such', () => {
      const file =
        'File 1 of 1: "合同.pdf"\nOf this file only a part was read.\nOnly those passages …\n<<<FILE 0a\n[1]\n付款期限为 30 天。\nFILE>>> 0a';
      const both = 'Files and knowledge of the organisation belong to this conversation. What stands …';
      const { text } = say(['付款期限是几天？', both, file, ...KNOWN].join('\n\n'));
      expect(text).toContain('付款期限为 30 天。[1]（合同.pdf）');
    });
  });

  it('calculates what it can', () => {
    expect(say('12 * 3 等于多少').text).toContain('12 × 3 = 36');
    const sums = ['0.1+0.2', '7÷2', '1/0', '2024-05-01', '没有算式'].map(calculate);
    expect(sums).toEqual(['0.1 + 0.2 = 0.3', '7 ÷ 2 = 3.5', undefined, undefined, undefined]);
  });

  it('is streamed where nothing is planned, with its reasoning', async () => {
    const server = await start();
    const messages = [
      { role: 'system', content: '简短' },
      { role: 'user', content: '思考' },
    ];
    expect(await readStream(await ask(server, { messages }))).toMatchObject({ ...say('思考'), finishReason: 'stop' });
  });
});
