import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils';
import { afterEach, describe, expect, it } from 'vitest';
import EvidenceSheet from '@/features/evidence/EvidenceSheet.vue';
import GraphPart from '@/features/evidence/graph/GraphPart.vue';
import { edgeOf, graphOf, known, knownSources, lookup, nodeOf } from './graphs';

enableAutoUnmount(afterEach);

/** Opened over an answer whose texts are whole, so that nothing is asked for. */
async function opened(n: number, more: Record<string, unknown> = {}) {
  const told = {
    sources: knownSources,
    retrieval: 'graph' as const,
    graph: known,
    lookup,
    text: '收购[1]，领投[2][3]',
  };
  const wrapper = mount(EvidenceSheet, {
    props: { open: false, messageId: null, question: '后来呢？', ...told, n, ...more },
  });
  await wrapper.setProps({ open: true });
  await flushPromises();
  const choose = (at: number) => wrapper.findAll('.ui-choice-option')[at]?.trigger('tap');
  return { wrapper, choose, texts: (selector: string) => wrapper.findAll(selector).map((each) => each.text()) };
}

describe('why: a sentence made from a path', () => {
  it('is no quotation, and has the path with what says so under each arrow', async () => {
    const { wrapper, texts } = await opened(1);
    expect(wrapper.get('.is-made').text()).toContain('由图谱路径整理，非原文');
    expect(wrapper.find('.is-passage').exists()).toBe(false);
    expect(wrapper.get('.evidence-place').text()).toBe('重排 0.91');
    expect(wrapper.get('.evidence-title').text()).toBe('知识图谱');
    expect(texts('.chain-name')).toEqual(['青禾资本', '云岚科技', '收购溪语']);
    expect(texts('.chain-what')).toEqual(['投资机构 · 问题中的实体', '公司 · 途经', '事件 · 路径终点']);
    expect(texts('.chain-label')).toEqual(['投资', '发生']);
    expect(wrapper.findAll('.chain-label')[0]?.attributes('aria-label')).toBe('青禾资本 —投资→ 云岚科技');
    expect(texts('.quote-text')).toEqual(['青禾资本领投云岚科技的 A 轮', '云岚科技收购了溪语']);
    await wrapper.findAll('.quote-from')[0]?.trigger('tap');
    expect(wrapper.emitted('show')).toEqual([[2]]);
  });

  it('tells how the question was understood, and leads from its words to the graph', async () => {
    const { wrapper, texts } = await opened(1);
    expect(wrapper.get('.looked-title').text()).toBe('按这样理解');
    expect(wrapper.get('.looked-words').text()).toBe('青禾资本投资的公司发生了什么？');
    await wrapper.get('.looked-link').trigger('tap');
    expect(wrapper.get('.chain-node.is-picked').text()).toContain('青禾资本');
    await wrapper.setProps({ n: 3 });
    expect(texts('.graph-title')).toEqual(['路径 1', '路径 2']);
    expect(wrapper.findAll('.chain-edge')[2]?.classes()).toContain('is-up');
    await wrapper.setProps({ question: lookup.question });
    expect(wrapper.get('.looked-title').text()).toBe('问题');
  });
});

it('why: words of which the graph keeps nothing are marked, and are no buttons', async () => {
  const other = { start: 7, end: 9, nodeId: 'gone', name: '公司', how: 'exact' as const };
  const { texts } = await opened(1, { lookup: { ...lookup, linked: [...lookup.linked, other] } });
  expect(texts('.looked-link')).toEqual(['青禾资本']);
  expect(texts('.looked-known')).toEqual(['公司']);
  const { wrapper } = await opened(4, { graph: undefined });
  expect(wrapper.find('.looked [role=button]').exists()).toBe(false);
  expect(wrapper.get('.looked-known').text()).toBe('青禾资本');
});

describe('why: a passage', () => {
  it('has what is quoted marked in it, and its own quotation leads nowhere', async () => {
    const { wrapper, texts } = await opened(2);
    expect(wrapper.get('.is-passage .md-quoted').text()).toBe('青禾资本领投云岚科技的 A 轮');
    expect(wrapper.get('.is-passage').text()).toBe('今日，青禾资本领投云岚科技的 A 轮，多家跟投。');
    expect(wrapper.get('.evidence-place').text()).toBe('第 2 页 · 相似度 0.83');
    expect(texts('.quote-from.is-link')).toEqual(['出处：年度要闻3']);
  });

  it('that is on no path comes before the picture', async () => {
    const { wrapper, texts } = await opened(4);
    expect(texts('.ui-choice-option')).toEqual(['关系图', '列表']);
    expect(texts('.evidence-title')).toEqual(['制度']);
    const order = wrapper.findAll('.is-passage, .graph-part').map((each) => each.classes()[0]);
    expect(order).toEqual(['evidence-part', 'graph-part']);
  });

  it('has no graph where there is none, or nothing is in it', async () => {
    const { wrapper } = await opened(2, { graph: undefined, lookup: undefined });
    expect(wrapper.find('.graph-part').exists()).toBe(false);
    expect(wrapper.find('.looked').exists()).toBe(false);
    await wrapper.setProps({ graph: graphOf([], []) });
    expect(wrapper.find('.graph-part').exists()).toBe(false);
  });
});

describe('the graph', () => {
  it('is a picture whose nodes and words can be looked at', async () => {
    const { wrapper, choose, texts } = await opened(1);
    await choose(1);
    expect(wrapper.get('.picture').attributes('aria-label')).toBe('关系图：4 个实体，3 条关系');
    expect(texts('.picture-name')).toEqual(['青禾资本', '云岚科技', '收购溪语', '远山基金']);
    expect(texts('.picture-badge')).toEqual(['问', '终']);
    expect(wrapper.get('.picture-told').text()).toContain('点按');
    await wrapper.findAll('.picture-node')[3]?.trigger('tap');
    expect(wrapper.get('.picture-told').text()).toBe('远山基金，出处见图下');
    expect(texts('.relation-words')).toEqual(['云岚科技 —股东→ 远山基金']);
    expect(wrapper.get('.graph-picked').text()).toContain('来自结构化数据，没有原文');
    await wrapper.findAll('.picture-label')[1]?.trigger('tap');
    expect(wrapper.get('.picture-told').text()).toBe('云岚科技 —发生→ 收购溪语，出处见图下');
    expect(wrapper.findAll('.picture-bar, .picture-area').map((each) => each.classes()[0])).toEqual([
      'picture-bar',
      'picture-area',
    ]);
    expect(wrapper.findAll('.picture-line.is-picked').length).toBe(1);
    expect(texts('.quote-text')).toEqual(['云岚科技收购了溪语']);
  });

  it('can be made larger and smaller without fingers, and be put back', async () => {
    const { wrapper, choose } = await opened(1);
    await choose(1);
    const view = wrapper.get('.picture-view');
    const scale = (): number => Number(view.attributes('scale-value'));
    await wrapper.get('[aria-label="放大"]').trigger('tap');
    expect(scale()).toBeCloseTo(1.35);
    await view.trigger('scale', { detail: { scale: 2.5 } });
    await wrapper.get('[aria-label="缩小"]').trigger('tap');
    expect(scale()).toBeCloseTo(2.5 / 1.35);
    for (let step = 0; step < 9; step += 1) await wrapper.get('[aria-label="放大"]').trigger('tap');
    expect(scale()).toBe(3);
    await wrapper.get('[aria-label="还原大小"]').trigger('tap');
    await flushPromises();
    expect([scale(), view.attributes('x'), view.attributes('y')]).toEqual([1, '0', '0']);
  });

  it('is a list as well, for who cannot see it', async () => {
    const { choose, texts } = await opened(1);
    await choose(2);
    expect(texts('.relation-words')).toEqual([
      '青禾资本 —投资→ 云岚科技',
      '云岚科技 —发生→ 收购溪语',
      '云岚科技 —股东→ 远山基金',
    ]);
  });

  it('is shown where what is looked at is on no path', async () => {
    const part = mount(GraphPart, {
      props: {
        graph: known,
        chains: [{ key: 'p', n: 1, first: nodeOf('i'), steps: [] }],
        current: 1,
        picked: null,
      },
    });
    expect(part.find('.picture').exists()).toBe(false);
    await part.setProps({ picked: { kind: 'node', key: 'i' } });
    expect(part.find('.picture').exists()).toBe(false);
    await part.setProps({ picked: { kind: 'node', key: 'j' } });
    expect(part.get('.picture-node.is-picked').text()).toBe('远山基金');
  });

  it('has three paths drawn, and the others behind a tap, until another source is looked at', async () => {
    const chains = ['1', '2', '3', '4', '5'].map((key) => ({ key, n: 1, first: nodeOf(key), steps: [] }));
    const part = mount(GraphPart, { props: { graph: known, chains, current: 1, picked: null } });
    expect(part.findAll('.chain').length).toBe(3);
    expect(part.get('.graph-more').text()).toBe('还有 2 条');
    await part.get('.graph-more .ui-button').trigger('tap');
    expect(part.findAll('.chain').length).toBe(5);
    expect(part.find('.graph-more').exists()).toBe(false);
    await part.setProps({ current: 2 });
    expect(part.findAll('.chain').length).toBe(3);
  });

  it('says where only a part of it is drawn', async () => {
    const props = { graph: { ...known, truncated: true }, chains: [], current: 1, picked: null };
    const part = mount(GraphPart, { props });
    expect(part.text()).toContain('只画出其中一部分');
    await part.setProps({ graph: known });
    expect(part.text()).not.toContain('只画出其中一部分');
  });

  it('may be one node with a name of 60 characters, and relations that lead nowhere', () => {
    const name = '长'.repeat(60);
    const graph = graphOf([nodeOf('a', { name, role: 'seed' })], [edgeOf('x', 'a', 'gone'), edgeOf('y', 'a', 'a')]);
    const part = mount(GraphPart, { props: { graph, chains: [], current: 1, picked: { kind: 'node', key: 'a' } } });
    expect(part.get('.picture-node').attributes('aria-label')).toBe(`${name}，问题中的实体`);
    expect(part.findAll('.picture-line')).toEqual([]);
    expect(part.findAll('.relation-words').map((each) => each.text())).toEqual([
      `${name} —投资→ …`,
      `${name} —投资→ ${name}`,
    ]);
  });
});

describe('all sources', () => {
  it('are a list that leads to each, those that are cited first', async () => {
    const { wrapper, texts } = await opened(2);
    await wrapper.get('[aria-label="全部来源 4"]').trigger('tap');
    expect(wrapper.get('[role="dialog"]').attributes('aria-label')).toBe('全部来源 4');
    expect(texts('.source-what')).toEqual([
      '由图谱路径整理，非原文 · 重排 0.91',
      '第 2 页 · 相似度 0.83',
      '无分数',
      '词面匹配 0.40 · 未被引用',
    ]);
    expect(wrapper.get('.source-row.is-current').text()).toContain('融资公告');
    await wrapper.findAll('.source-row')[2]?.trigger('tap');
    expect(wrapper.emitted('show')).toEqual([[3]]);
    expect(wrapper.find('.source-list').exists()).toBe(false);
  });

  it('say where not all could be asked', async () => {
    const { wrapper } = await opened(2, { retrieval: 'degraded' });
    expect(wrapper.get('.evidence-note').text()).toContain('部分检索服务暂时不可用');
  });
});
