import type { SharedTopic as Shared } from '@huati/shared';
import { flushPromises, mount } from '@vue/test-utils';
import { expect, it, vi } from 'vitest';
import SharedTopic from '@/features/sharing/SharedTopic.vue';
import { api } from '@/transport';
import { known, knownSources, lookup } from './graphs';

const shared: Shared = {
  share: { id: 's', url: 'https://huati.example.com/s', expiresAt: '2027-01-01T00:00:00Z', live: false, locked: false },
  title: '年报',
  createdAt: '2026-11-21T00:00:00Z',
  messages: [
    { id: 'q', role: 'user', text: '增长多少？', status: 'complete', createdAt: '2026-11-21T00:00:00Z' },
    {
      id: 'a',
      role: 'assistant',
      text: '增长 12%[3]。',
      status: 'complete',
      createdAt: '2026-11-21T00:00:00Z',
      sources: [{ n: 3, title: '年报.pdf', text: '同比增长 12%。', place: { page: 3 }, attachmentId: 'f' }],
    },
  ],
};

it('a shared answer tells why by its own graph', async () => {
  const [question, answer] = shared.messages;
  if (!question || !answer) throw new Error('nothing is shared');
  const told = {
    ...answer,
    text: '收购[1]。',
    sources: knownSources,
    retrieval: 'degraded' as const,
    graph: known,
    lookup,
  };
  vi.spyOn(api, 'share').mockResolvedValue({ ...shared, messages: [question, told] });
  const wrapper = mount(SharedTopic, { props: { id: 's', still: true }, attachTo: document.body });
  await flushPromises();
  expect(wrapper.get('.sources-note').text()).toContain('部分检索服务暂时不可用');
  await wrapper.get('.source-chip.is-made').trigger('tap');
  await flushPromises();
  expect(wrapper.get('.looked-title').text()).toBe('按这样理解');
  expect(wrapper.findAll('.chain-name').map((name) => name.text())).toEqual(['青禾资本', '云岚科技', '收购溪语']);
  await wrapper.findAll('.quote-from.is-link')[0]?.trigger('tap');
  expect(wrapper.get('.is-passage').text()).toContain('青禾资本领投云岚科技的 A 轮');
  wrapper.unmount();
});

it('a shared answer shows shows what it rests on without asking the server', async () => {
  vi.spyOn(api, 'share').mockResolvedValue(shared);
  const source = vi.spyOn(api, 'source');
  const wrapper = mount(SharedTopic, { props: { id: 's', still: true }, attachTo: document.body });
  await flushPromises();
  await wrapper.get('.md-cite').trigger('click');
  expect(wrapper.get('.md-cite').attributes('aria-label')).toBe('来源 3：年报.pdf 第 3 页');
  await flushPromises();
  expect(wrapper.get('.evidence .is-passage').text()).toBe('同比增长 12%。');
  expect(wrapper.find('.sight').exists()).toBe(false);
  expect(wrapper.text()).not.toContain('原文件已移除');
  expect(wrapper.findAll('.source-chip').map((chip) => chip.text())).toEqual(['1 处来源', '3年报.pdf第 3 页']);
  expect(source).not.toHaveBeenCalled();
  wrapper.unmount();
});
