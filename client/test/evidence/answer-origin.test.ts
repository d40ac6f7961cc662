import type { DirectAnswer, Message, ToolStep } from '@huati/shared';
import { mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import AnswerItem from '@/features/chat/AnswerItem.vue';
import AnswerOrigin from '@/features/evidence/AnswerOrigin.vue';
import AnswerSteps from '@/features/evidence/AnswerSteps.vue';
import { freshAnswer, type AnswerState } from '@/features/answers/answer-state';
import { useChat } from '@/features/chat/chat.store';
import { stepLine } from '@/features/evidence/tool-words';

const direct: DirectAnswer = { kind: 'stored', question: '年假有几天？', score: 0.9382, threshold: 0.9, model: 'bge' };
const answer: Message = {
  id: 'a',
  topicId: 't',
  role: 'assistant',
  text: '满一年 10 天。',
  status: 'complete',
  parentId: 'q',
  createdAt: '2026-11-21T00:00:00Z',
};

beforeEach(() => setActivePinia(createPinia()));

function row(message: Partial<Message>, live?: Partial<AnswerState>) {
  if (live) useChat().live.set('a', { ...freshAnswer(), ...live });
  return mount(AnswerItem, {
    props: { message: { ...answer, ...message }, last: true, place: undefined, sought: false },
  });
}

describe('an answer that was not written for its question', () => {
  it('says so, with the question that it was written for', () => {
    const text = row({ direct }).get('.origin').text();
    expect(text).toContain('标准答案');
    expect(text).toContain('问题相近度 0.93');
    expect(text).toContain('原问题：年假有几天？');
  });

  it('of an organisation is not called one of AI; one that was given before is', () => {
    expect(row({ direct }).get('.answer-label').text()).toBe('由组织提供');
    const cached = row({ direct: { ...direct, kind: 'cached', question: '', score: 0.9999 } });
    expect(cached.get('.origin').text()).toMatch(/历史回答.*0\.99/);
    const same = row({ direct: { ...direct, score: 0.99999994 } });
    expect(same.get('.origin-alike').text()).toContain('1.00');
    expect(cached.find('.origin-question').exists()).toBe(false);
    expect(cached.get('.answer-label').text()).toBe('AI 生成');
  });

  it('lets the model be asked instead, by one button', async () => {
    const regenerate = vi.fn(() => Promise.resolve());
    useChat().regenerate = regenerate;
    const wrapper = row({ direct });
    expect(wrapper.find('[aria-label="重试"]').exists()).toBe(false);
    expect(row({}).find('[aria-label="重试"]').exists()).toBe(true);
    await wrapper.get('.origin-ask').trigger('tap');
    expect(regenerate).toHaveBeenCalledExactlyOnceWith('a');
    expect(
      mount(AnswerOrigin, { props: { direct, again: false, busy: false } })
        .find('.origin-ask')
        .exists(),
    ).toBe(false);
  });
});

describe('an answer that rests on nothing', () => {
  it('says that it cites none of what it was given', () => {
    expect(row({ unsupported: true, sources: [] }).text()).toContain('本回答未引用资料，请核实');
    expect(row({}).text()).not.toContain('未引用');
  });

  it('says where nothing could be looked up, and where only part of it could', () => {
    const words = (message: Partial<Message>): string => row({ retrieval: 'degraded', ...message }).text();
    expect(words({ sources: [] })).toContain('资料检索暂不可用，本回答未经检索');
    expect(words({ sources: [], unsupported: true })).toContain('部分检索服务暂时不可用');
    expect(words({ sources: [{ n: 1, title: '年报', text: '' }] })).toContain('部分检索服务暂时不可用');
  });
});

describe('what tools did', () => {
  const steps: ToolStep[] = [
    { tool: 'calculator', input: '12800*3.5%', output: '448' },
    { tool: 'search', input: '云岚科技 收购', output: '云岚科技收购星桥物流。\n融资快讯' },
  ];

  it('stands in a line each, and wholly where it is opened', async () => {
    const wrapper = mount(AnswerSteps, { props: { steps } });
    expect(wrapper.findAll('.step').map((step) => step.text())).toEqual([
      '计算 12800 × 3.5% = 448',
      '查图谱：云岚科技 收购 → 2 条',
    ]);
    expect(wrapper.findAll('[role=button]')).toHaveLength(1);
    await wrapper.get('[role=button]').trigger('tap');
    expect(wrapper.get('.step-rest').text()).toContain('云岚科技收购星桥物流。');
    await wrapper.get('[role=button]').trigger('tap');
    expect(wrapper.find('.step-rest').exists()).toBe(false);
  });

  it('is said where a search found nothing', () => {
    const nothing = stepLine({ tool: 'search', input: '甲', output: '—' });
    expect([nothing.words, nothing.rest]).toEqual(['查图谱：甲 → 没有找到', '']);
  });

  it('is told while it is done, whatever is written already', async () => {
    const wrapper = row(
      { status: 'streaming', text: '' },
      { tool: 'calculator', stage: 'thinking', text: '先算一下。' },
    );
    expect(wrapper.get('.answer-stage').text()).toBe('正在计算…');
    useChat().live.set('a', { ...freshAnswer(), stage: 'retrieving', tool: 'search', reasoning: '想' });
    await wrapper.vm.$nextTick();
    expect(wrapper.get('.answer-stage').text()).toBe('正在查知识图谱…');
    useChat().live.set('a', { ...freshAnswer(), stage: 'answering', text: '先算一下。', steps });
    await wrapper.vm.$nextTick();
    expect(wrapper.find('.answer-stage').exists()).toBe(false);
    expect(wrapper.findAll('.step')).toHaveLength(2);
  });
});
