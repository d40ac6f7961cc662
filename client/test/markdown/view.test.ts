import { enableAutoUnmount, mount } from '@vue/test-utils';
import { afterEach, expect, it } from 'vitest';
import { nextTick } from 'vue';
import MarkdownView from '@/markdown/MarkdownView.vue';
import { RICH } from './samples';

// Colours come when they come: not after the page is gone.
enableAutoUnmount(afterEach);

it('leaves alone what is on the screen while the text grows', async () => {
  const wrapper = mount(MarkdownView, { props: { text: '# 一\n\n二\n\n三\n', streaming: true } });
  const before = wrapper.findAll('.prose').map((prose) => prose.element);
  const paragraph = wrapper.get('p').element;
  await wrapper.setProps({ text: '# 一\n\n二\n\n三\n\n四 **五' });
  const after = wrapper.findAll('.prose').map((prose) => prose.element);
  expect(after.slice(0, 3)).toEqual(before);
  expect(wrapper.get('p').element).toBe(paragraph);
  expect(wrapper.get('strong').text()).toBe('五');
});

it('leaves alone the rows of a table, and the items of a list, that stand there', async () => {
  const table = '| 列 | 值 |\n|---|---|\n| 甲 | 1 |\n| 乙 | 2 |\n| 丙 | 三';
  const list = '1. 甲\n2. 乙\n3. **丙';
  for (const [text, more, each] of [
    [table, '十 |\n| 丁 | 4 |', 'tbody tr'],
    [list, '三**\n4. 丁', '.md-item'],
  ] as const) {
    const wrapper = mount(MarkdownView, { props: { text, streaming: true } });
    const elements = () => wrapper.findAll(each).map(({ element }) => element);
    const before = elements();
    expect(before).toHaveLength(3);
    for (let at = 1; at <= more.length; at += 1) {
      await wrapper.setProps({ text: text + more.slice(0, at) });
      for (const [index, element] of before.entries()) expect(elements()[index], more.slice(0, at)).toBe(element);
    }
    await wrapper.setProps({ streaming: false });
    expect(wrapper.findAll(each).map((one) => one.text().replace(/\s/g, ''))).toEqual(
      each === '.md-item' ? ['甲', '乙', '丙三', '丁'] : ['甲1', '乙2', '丙三十', '丁4'],
    );
    // What was written over an earlier answer is shorter, and begins otherwise.
    await wrapper.setProps({ text: text.replace('甲', '改') });
    expect(elements()).toHaveLength(3);
    expect(elements()[0]?.textContent).toContain('改');
  }
});

it('has one caret, at the end, and none when the answer has ended', async () => {
  const wrapper = mount(MarkdownView, { props: { text: '', streaming: true } });
  for (let at = 0; at <= RICH.length; at += 1) {
    await wrapper.setProps({ text: RICH.slice(0, at) });
    expect(wrapper.findAll('.md-caret').length, RICH.slice(Math.max(0, at - 12), at)).toBeLessThanOrEqual(1);
  }
  await wrapper.setProps({ text: '甲\n\n```ts\nlet a' });
  await nextTick();
  expect(wrapper.findAll('.md-code .md-caret')).toHaveLength(1);
  await wrapper.setProps({ streaming: false });
  await nextTick();
  expect(wrapper.find('.md-caret').exists()).toBe(false);
});

it('copies code exactly and says so', async () => {
  const wrapper = mount(MarkdownView, { props: { text: '```py\nprint("中文")  \n\n\tx\n```' } });
  await wrapper.get('.md-code-copy').trigger('tap');
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(wrapper.get('.md-code-copy').text()).toBe('已复制');
  const copied = await new Promise((resolve) => uni.getClipboardData({ success: ({ data }) => resolve(data) }));
  expect(copied).toBe('print("中文")  \n\n\tx');
});
