import type { SharedMessage, SharedTopic as Shared } from '@huati/shared';
import { flushPromises, mount } from '@vue/test-utils';
import { expect, it, vi } from 'vitest';
import SharedTopic from '@/features/sharing/SharedTopic.vue';
import { api } from '@/transport';

const createdAt = '2026-11-21T00:00:00Z';
const answer = (id: string, more: Partial<SharedMessage>): SharedMessage => ({
  id,
  role: 'assistant',
  text: '答',
  status: 'complete',
  createdAt,
  ...more,
});
const shared: Shared = {
  share: { id: 's', url: 'https://huati.example.com/s', expiresAt: '2027-01-01T00:00:00Z', live: false, locked: false },
  title: '年假',
  createdAt,
  messages: [
    answer('stored', { direct: { kind: 'stored', question: '年假几天？', score: 0.95, threshold: 0.9, model: 'bge' } }),
    answer('reckoned', { steps: [{ tool: 'calculator', input: '1+1', output: '2' }], unsupported: true, sources: [] }),
    answer('alone', { retrieval: 'degraded', sources: [] }),
  ],
};

it('a shared answer says how it came about, as it does to whoever asked', async () => {
  vi.spyOn(api, 'share').mockResolvedValue(shared);
  const wrapper = mount(SharedTopic, { props: { id: 's', still: true } });
  await flushPromises();
  const [stored, reckoned, alone] = wrapper.findAll('.shared-answer').map((each) => each.text());
  expect(stored).toMatch(/标准答案.*原问题：年假几天？.*由组织提供/s);
  expect(stored).not.toMatch(/改问模型|AI 生成/);
  expect(reckoned).toMatch(/计算 1\+1 = 2.*AI 生成.*本回答未引用资料/s);
  expect(alone).toContain('本回答未经检索');
  wrapper.unmount();
});
