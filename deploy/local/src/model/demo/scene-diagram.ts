import type { Scene } from './scene';

const fence = (language: string, lines: readonly string[]): string => ['```' + language, ...lines, '```'].join('\n');

const flow = (words: readonly [string, string, string, string, string, string]): string => {
  const [ask, known, look, write, yes, no] = words;
  return fence('mermaid', [
    'flowchart TD',
    `  A[${ask}] --> B{${known}}`,
    `  B -->|${yes}| D[${write}]`,
    `  B -->|${no}| C[${look}]`,
    '  C --> D',
  ]);
};

const chart = (title: string, names: readonly string[], series: string): string =>
  fence('echarts', [
    '{',
    `  "title": { "text": "${title}" },`,
    `  "xAxis": { "type": "category", "data": ${JSON.stringify(names)} },`,
    '  "yAxis": { "type": "value" },',
    `  "series": [{ "type": "bar", "name": "${series}", "data": [120, 200, 150, 80] }]`,
    '}',
  ]);

/** Shows what is drawn of code: a flow chart and a chart of figures. */
export const diagramScene: Scene = {
  matches: (question) =>
    /流程图|图表|柱状图|画.{0,6}图/.test(question) || /\b(diagrams?|charts?|flowcharts?)\b/i.test(question),
  say: {
    zh: () =>
      [
        '一张流程图：',
        flow(['收到问题', '答得上来？', '查资料', '写回答', '是', '否']),
        '一张图表，数字是编的：',
        chart('各季度问题数', ['一季度', '二季度', '三季度', '四季度'], '问题'),
        '图由代码画成，点开可以放大，也可以查看和复制源码。',
      ].join('\n\n'),
    en: () =>
      [
        'A flow chart:',
        flow(['A question comes', 'Known?', 'Look it up', 'Write the answer', 'yes', 'no']),
        'A chart; its figures are made up:',
        chart('Questions by quarter', ['Q1', 'Q2', 'Q3', 'Q4'], 'questions'),
        'Both are drawn from code: tap to enlarge, or look at the source and copy it.',
      ].join('\n\n'),
  },
};
