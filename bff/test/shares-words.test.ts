import { describe, expect, it } from 'vitest';
import { wordsOf } from '../src/features/sharing/rests';

const source = {
  n: 1,
  title: '题目',
  text: '原文',
  place: { sheet: '表名', cells: 'A1', headings: ['标题一', '标题二'] },
};

describe('the words of an answer that are checked before others see them', () => {
  it('are all that is sent: also places, kinds of entities and of relations, and what words were taken for', () => {
    const words = wordsOf({
      sources: [source],
      graph: {
        nodes: [{ id: 'n', name: '名', type: '类别', role: 'seed' }],
        edges: [
          {
            id: 'e',
            source: 'n',
            target: 'n',
            type: '关系类',
            label: '投资',
            directed: true,
            quotes: [{ title: '引题', text: '引文', place: { sheet: '引表', headings: ['引标题'] } }],
          },
        ],
        paths: [],
      },
      lookup: { question: '查的', linked: [{ start: 0, end: 1, nodeId: 'n', name: '认成', how: 'alias' }] },
      direct: { kind: 'stored', question: '另一问', score: 1, threshold: 1, model: 'm' },
      steps: [{ tool: 'calculator', input: '一加一', output: '二' }],
    });
    expect(words).toEqual([
      ...['题目', '原文', '表名', 'A1', '标题一', '标题二', '名', '类别', '关系类', '投资'],
      ...['引题', '引文', '引表', '引标题', '查的', '认成', '另一问', '一加一', '二'],
    ]);
  });

  it('are none where nothing is known', () => {
    expect(wordsOf({})).toEqual([]);
    expect(wordsOf({ sources: [{ n: 1, title: '题', text: '' }] })).toEqual(['题']);
  });
});
