import { flushPromises, mount } from '@vue/test-utils';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { h, type Component } from 'vue';
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
