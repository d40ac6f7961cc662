import type { About } from '@huati/shared';
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import ChatEmpty from '@/features/chat/ChatEmpty.vue';
import { useChat } from '@/features/chat';
import TopicSetupSheet from '@/features/roles/TopicSetupSheet.vue';
import { api } from '@/transport';

const plain: About = {
  uploads: { maxBytes: 1, resumableFrom: 1, direct: false },
  wechat: false,
  knowledge: false,
  retrieval: false,
  examples: [],
};

beforeEach(() => setActivePinia(createPinia()));
enableAutoUnmount(afterEach);
afterEach(() => {
  vi.restoreAllMocks();
});

function told(about: Partial<About> | Error): void {
  const spy = vi.spyOn(api, 'about');
  if (about instanceof Error) spy.mockRejectedValue(about);
  else spy.mockResolvedValue({ ...plain, ...about });
}

async function proposed(): Promise<string[]> {
  const wrapper = mount(ChatEmpty);
  await flushPromises();
  return wrapper.findAll('.chat-empty-chip').map((each) => each.text());
}

async function setup() {
  const wrapper = mount(TopicSetupSheet, { props: { open: false }, attachTo: document.body });
  await wrapper.setProps({ open: true });
  await flushPromises();
  return wrapper;
}

it('an empty chat proposes what can be done anywhere, as long as nothing else is known', async () => {
  told(new Error('away'));
  expect(await proposed()).toHaveLength(4);
  told({});
  expect((await proposed()).join()).not.toContain('知识库');
});

it('an empty chat proposes what the knowledge is good for, and the deployment’s own questions before it', async () => {
  told({ retrieval: true });
  const [first, second, third] = await proposed();
  expect([first, second]).toEqual([expect.stringContaining('知识库'), expect.stringContaining('知识库')]);
  expect(third).not.toContain('知识库');
  setActivePinia(createPinia());
  told({ retrieval: true, examples: ['谁投资了云岚科技？'] });
  const own = await proposed();
  expect(own[0]).toBe('谁投资了云岚科技？');
  expect(own).toHaveLength(4);
  expect(own.join()).not.toContain('知识库');
});

it('a topic chooses how evidence is looked for, only where there is any', async () => {
  told({});
  expect((await setup()).text()).not.toContain('查找依据');
  setActivePinia(createPinia());
  told({ retrieval: true });
  const wrapper = await setup();
  const group = wrapper.get('[aria-label="从知识库查找依据"]');
  expect(group.get('[aria-checked=true]').text()).toBe('自动');
  await group.findAll('[role=radio]')[3]?.trigger('tap');
  expect(wrapper.text()).toContain('不查知识库');
  await wrapper
    .findAll('.ui-button')
    .filter((each) => each.text() === '保存')[0]
    ?.trigger('tap');
  await flushPromises();
  expect(useChat().settings).toEqual({ retrieval: 'off' });
});
