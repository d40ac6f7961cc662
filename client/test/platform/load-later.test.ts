import { flushPromises, mount } from '@vue/test-utils';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { defineComponent, h, shallowRef, watch, type Component } from 'vue';
import { loadLater } from '@/platform/load-later';
import { later } from '../../build/later';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('a component that could not be loaded is tried again until it is there', async () => {
  const sheet: Component = { render: () => h('p', 'here') };
  const loader = vi
    .fn<() => Promise<Component>>()
    .mockRejectedValueOnce(new Error('offline'))
    .mockRejectedValueOnce(new Error('offline'))
    .mockResolvedValue(sheet);
  const Later = loadLater(loader);
  const wrapper = mount({ render: () => h('div', h(Later)) });
  await flushPromises();
  expect([loader.mock.calls.length, wrapper.text()]).toEqual([1, '']);
  await vi.advanceTimersByTimeAsync(3_000);
  await flushPromises();
  expect([loader.mock.calls.length, wrapper.text()]).toEqual([3, 'here']);
});

it('what waits to be opened sees it happen, also the first time', async () => {
  const opened = vi.fn<(open: boolean) => void>();
  const sheet = defineComponent({
    props: { open: Boolean },
    setup(props) {
      watch(
        () => props.open,
        (open) => opened(open),
      );
      return () => h('p', props.open ? 'open' : 'closed');
    },
  });
  const Later = loadLater(() => Promise.resolve(sheet));
  const wrapper = mount({
    props: { open: Boolean },
    render: (self: { open: boolean }) => h(Later, { open: self.open }),
  });
  await flushPromises();
  expect(wrapper.text()).toBe('');
  await wrapper.setProps({ open: true });
  await flushPromises();
  expect(wrapper.text()).toBe('open');
  await wrapper.setProps({ open: false });
  expect(opened.mock.calls).toEqual([[true], [false]]);
});

it('whoever holds it can call what it exposes once it is there', async () => {
  const toEnd = vi.fn();
  const list = defineComponent({
    setup(_props, { expose }) {
      expose({ toEnd });
      return () => h('p', 'here');
    },
  });
  const Later = loadLater(() => Promise.resolve(list));
  const held = shallowRef<{ toEnd?: (smooth: boolean) => void } | null>(null);
  const wrapper = mount({ setup: () => () => h(Later, { ref: held }) });
  expect(held.value?.toEnd).toBeUndefined();
  await flushPromises();
  expect(wrapper.text()).toBe('here');
  held.value?.toEnd?.(true);
  expect(toEnd).toHaveBeenCalledWith(true);
});

const src = resolve(dirname(fileURLToPath(import.meta.url)), '../../src');

it('a browser’s build loads what is named when it is drawn, and leaves all other files alone', () => {
  const { load } = later(['EvidenceSheet']);
  const loaded = (path: string): unknown =>
    typeof load === 'function' && Reflect.apply(load, null, [resolve(src, path)]);
  const sheets = loaded('features/chat/AnswerSheets.vue');
  expect(sheets).toContain("const EvidenceSheet = loadLater(() => import('@/features/evidence/EvidenceSheet.vue'));");
  expect(sheets).not.toContain('import EvidenceSheet');
  expect(loaded('features/evidence/EvidenceSheet.vue')).toBeUndefined();
  expect(loaded('features/chat/ChatPane.vue')).toBeUndefined();
});
