import type { Source } from '@huati/shared';
import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { citedOf, inOrder, sameCited, sourceWords } from '@/features/evidence/cited';
import { lookAt, marksOf, sightOf } from '@/features/evidence/pictures';
import AnswerSources from '@/features/evidence/AnswerSources.vue';
import { knownSources } from './graphs';

const sources: Source[] = [
  { n: 1, title: '年报.pdf', text: '营收 3 亿元', place: { page: 3 }, attachmentId: 'f1', mime: 'application/pdf' },
  { n: 2, title: '销售.xlsx', text: '| 甲 | 乙 |', place: { sheet: '销售', cells: 'A2:F20' }, attachmentId: 'f2' },
  { n: 3, title: '制度.docx', text: '第三条', place: { headings: ['第一章', '范围'] }, attachmentId: 'f3' },
  { n: 4, title: '合影.heic', text: '一张合影', attachmentId: 'f4', mime: 'image/heic' },
];

describe('the sources of an answer', () => {
  it('are named with where they stand', () => {
    expect(sources.map(sourceWords)).toEqual([
      '来源 1：年报.pdf 第 3 页',
      expect.stringMatching(/^来源 2：销售\.xlsx .*销售.*A2:F20/),
      '来源 3：制度.docx 第一章 › 范围',
      '来源 4：合影.heic',
    ]);
  });

  it('do not say a title twice', () => {
    const place = { page: 2, headings: ['年度要闻', '第三季度'] };
    expect(sourceWords({ n: 1, title: '年度要闻', text: '', place })).toBe('来源 1：年度要闻 第 2 页 · 第三季度');
  });

  it('say neither a title for a place, nor lines where there are headings', () => {
    const at = (title: string, headings: string[]): string =>
      sourceWords({ n: 1, title, text: '', place: { headings, lines: [1, 7] } });
    expect(at('年度要闻', ['年度要闻'])).toBe('来源 1：年度要闻');
    expect(at('年度要闻.md', ['# 年度 要闻', '第三季度'])).toBe('来源 1：年度要闻.md 第三季度');
    expect(at('年度要闻', [])).toBe('来源 1：年度要闻 第 1–7 行');
  });

  it('come in the order in which the text cites them, and then the others', () => {
    const { cited, all } = inOrder('先看表[2]，再看[3][2]。', sources);
    expect(cited.map(({ n }) => n)).toEqual([2, 3]);
    expect(all.map(({ n }) => n)).toEqual([2, 3, 1, 4]);
  });

  it('stay the same to a text as long as they say the same, or less of it', () => {
    const open = (): void => undefined;
    const before = citedOf(sources, open);
    expect(sameCited(before, citedOf(structuredClone(sources), open))).toBe(before);
    // An answer that ended rests on what it cites alone: none of its marks names what went.
    expect(sameCited(before, citedOf(sources.slice(1), open))).toBe(before);
    const fewer = citedOf(sources.slice(1), open);
    expect(sameCited(fewer, before)).toBe(before);
    const others = citedOf(
      sources.map((source) => ({ ...source, title: `${source.title} (2)` })),
      open,
    );
    expect(sameCited(before, others)).toBe(others);
    expect(citedOf([], open)).toBeUndefined();
  });

  it('can be seen where they are pages or pictures', () => {
    expect(sources.map((source) => sightOf(source))).toEqual([
      { kind: 'page', id: 'f1', page: 3 },
      null,
      null,
      { kind: 'picture', id: 'f4' },
    ]);
    expect(marksOf([[0.1, 0.25, 0.8, 0.0333]])).toEqual([{ left: '10%', top: '25%', width: '80%', height: '3.33%' }]);
    expect(
      lookAt([
        [0.1, 0.5, 0.8, 0.03],
        [0.1, 0.3, 0.8, 0.03],
      ]),
    ).toBe('26%');
    expect(lookAt([])).toBe('0%');
  });
});

describe('AnswerSources', () => {
  const chips = (read: (() => string) | null, more: Partial<{ retrieval: 'degraded'; sources: Source[] }> = {}) =>
    mount(AnswerSources, { props: { sources, retrieval: undefined, read, ...more } });

  it('counts while the answer grows, and then names what it cites', async () => {
    const wrapper = chips(null);
    expect(wrapper.findAll('.source-chip').map((chip) => chip.text())).toEqual(['4 处来源']);
    await wrapper.setProps({ read: () => '营收增长[1]，见制度[3]' });
    expect(wrapper.findAll('.source-chip').map((chip) => chip.text())).toEqual([
      '4 处来源',
      '1年报.pdf第 3 页',
      '3制度.docx第一章 › 范围',
    ]);
    expect(wrapper.findAll('.source-chip')[1]?.attributes('aria-label')).toBe('来源 1：年报.pdf 第 3 页');
  });

  it('names the sources of a stored answer, which cites none of them', () => {
    const wrapper = chips(() => '报销须在三十天内提交。', { sources: sources.slice(0, 2) });
    expect(wrapper.findAll('.source-chip').map((chip) => chip.text())).toEqual([
      '2 处来源',
      ...sources.slice(0, 2).map(({ n, title }) => expect.stringContaining(`${n}${title}`) as string),
    ]);
  });

  it('opens the one that is tapped, and the first cited by their count', async () => {
    const wrapper = chips(() => '见[3][1]');
    await wrapper.findAll('.source-chip')[2]?.trigger('tap');
    await wrapper.get('.is-count').trigger('tap');
    expect(wrapper.emitted('open')).toEqual([[1], [3]]);
  });

  it('shows a sentence made from the graph as another thing than a quotation', () => {
    const wrapper = chips(() => '见[1][2]', { sources: knownSources });
    expect(wrapper.findAll('.source-chip').map((chip) => chip.text())).toEqual([
      '4 处来源',
      '1→青禾资本投资了云岚科技，云岚科技收购了溪语。',
      '2融资公告第 2 页',
    ]);
    expect(wrapper.findAll('.source-chip.is-made').length).toBe(1);
    expect(wrapper.get('.is-made').attributes('aria-label')).toBe(
      '来源 1：青禾资本投资了云岚科技，云岚科技收购了溪语。（知识图谱）',
    );
  });

  it('tells sentences apart, however long they are', () => {
    const path = (n: number, text: string): Source => ({ n, kind: 'path', title: '知识图谱', text });
    const long = `${'长'.repeat(39)}𠮷尾巴`;
    expect([path(1, '甲投资乙'), path(2, long), path(3, '')].map(sourceWords)).toEqual([
      '来源 1：甲投资乙（知识图谱）',
      `来源 2：${'长'.repeat(39)}𠮷…（知识图谱）`,
      '来源 3：知识图谱（知识图谱）',
    ]);
  });

  it('says where not all could be asked', () => {
    expect(chips(null, { retrieval: 'degraded' }).text()).toContain('部分检索服务暂时不可用');
    expect(chips(null, { retrieval: 'degraded', sources: [] }).find('.source-chip').exists()).toBe(false);
  });
});
