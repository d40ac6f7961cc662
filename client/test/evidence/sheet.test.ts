import type { Source, SourceInPlace } from '@huati/shared';
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import EvidenceSheet from '@/features/evidence/EvidenceSheet.vue';
import { pathOf } from '@/features/evidence/pictures';
import { api, setCredentials, WireFailure } from '@/transport';

const pdf = { title: '年报.pdf', attachmentId: 'f1', mime: 'application/pdf' };
const sources: Source[] = [
  { ...pdf, n: 1, text: '营收 3 亿元', place: { page: 3 } },
  { n: 2, title: '销售.xlsx', text: '| 区域 | 金额 |', place: { sheet: '销售', cells: 'A1:B2' }, attachmentId: 'f2' },
];
const table = '| 区域 | 金额 |\n| --- | ---: |\n| 华东 | 1,204 |';
const places: Record<number, SourceInPlace> = {
  1: {
    source: { ...pdf, n: 1, text: '营收 3 亿元，同比增长 12%。', place: { page: 3 } },
    passage: { n: 7, text: '营收 3 亿元，同比增长 12%。', place: { page: 3 }, boxes: [[0.1, 0.4, 0.8, 0.03]] },
    before: { n: 6, text: '前一段', place: { page: 3 } },
    after: { n: 8, text: '后一段', place: { page: 4 } },
  },
  2: { source: { n: 2, title: '销售.xlsx', text: table, attachmentId: 'f2' } },
};
/** The pictures that were asked for. */
let downloads: string[];

beforeEach(() => {
  downloads = [];
  vi.stubGlobal('fetch', (url: string) => {
    downloads.push(url);
    return Promise.resolve(new Response('jpeg'));
  });
  setCredentials({ ensure: () => Promise.resolve('token'), renew: () => Promise.resolve('token') });
  vi.spyOn(api, 'source').mockImplementation((_, n) => {
    const found = places[n];
    return found ? Promise.resolve(found) : Promise.reject(new WireFailure('not_found', ''));
  });
});
enableAutoUnmount(afterEach);
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

async function opened(
  n: number,
  more: Partial<{ messageId: string | null; retrieval: 'degraded'; sources: Source[] }> = {},
) {
  const props = { open: false, messageId: 'a1', sources, retrieval: undefined, text: '见[1]与[2]', n, ...more };
  const wrapper = mount(EvidenceSheet, { props });
  await wrapper.setProps({ open: true });
  await flushPromises();
  return wrapper;
}

describe('EvidenceSheet', () => {
  it('shows the passage with what stands around it', async () => {
    const wrapper = await opened(1);
    expect(wrapper.get('[role="dialog"]').attributes('aria-label')).toBe('来源 1 / 2');
    expect(wrapper.get('.evidence-title').text()).toBe('年报.pdf');
    expect(wrapper.get('.evidence-number').text()).toBe('[1]');
    expect(wrapper.get('.evidence-place').text()).toBe('第 3 页');
    expect(wrapper.findAll('.evidence-part').map((part) => part.text())).toEqual([
      '前一段',
      '营收 3 亿元，同比增长 12%。',
      '后一段',
    ]);
    expect(wrapper.get('.is-passage').attributes('aria-label')).toBe('引用的原文');
  });

  it('goes to the next source, shows rows as a table, and says that its file was removed', async () => {
    const wrapper = await opened(1);
    await wrapper.get('[aria-label="下一处来源"]').trigger('tap');
    expect(wrapper.emitted('show')).toEqual([[2]]);
    await wrapper.setProps({ n: 2 });
    await flushPromises();
    expect(wrapper.findAll('td').map((cell) => cell.text())).toEqual(['华东', '1,204']);
    expect(wrapper.text()).toContain('原文件已移除');
    expect(wrapper.get('[aria-label="下一处来源"]').attributes('aria-disabled')).toBe('true');
  });

  it('keeps to what is here where the rest cannot be had, and tries again', async () => {
    vi.mocked(api.source).mockRejectedValueOnce(new WireFailure('offline', ''));
    const wrapper = await opened(1, { retrieval: 'degraded' });
    expect(wrapper.get('.is-passage').text()).toBe('营收 3 亿元');
    expect(wrapper.text()).toContain('没能读取原文');
    expect(wrapper.text()).toContain('部分检索服务暂时不可用');
    await wrapper.get('.evidence-problem .ui-button').trigger('tap');
    await flushPromises();
    expect(wrapper.get('.is-passage').text()).toBe('营收 3 亿元，同比增长 12%。');
    expect(wrapper.find('.evidence-problem').exists()).toBe(false);
  });

  it('keeps what is read until it closes, whatever the answer keeps at its end', async () => {
    const wrapper = await opened(2);
    await wrapper.setProps({ sources: sources.slice(0, 1), text: '见[1]' });
    expect(wrapper.get('[role="dialog"]').attributes('aria-label')).toBe('来源 2 / 2');
    expect(wrapper.get('.evidence-title').text()).toBe('销售.xlsx');
    await wrapper.setProps({ n: 1 });
    expect(wrapper.get('[role="dialog"]').attributes('aria-label')).toBe('来源 1 / 2');
    await wrapper.setProps({ sources: [], n: 2 });
    expect(wrapper.get('.evidence-title').text()).toBe('销售.xlsx');
    expect(wrapper.emitted('update:open')).toBeUndefined();
    await wrapper.setProps({ open: false });
    await wrapper.setProps({ open: true, n: 1, sources: sources.slice(0, 1) });
    expect(wrapper.get('[role="dialog"]').attributes('aria-label')).toBe('来源 1 / 1');
  });

  it('closes where nothing is there to be shown', async () => {
    const wrapper = await opened(1, { sources: [] });
    expect(wrapper.emitted('update:open')).toEqual([[false]]);
    const other = await opened(1);
    await other.setProps({ messageId: 'a2', sources: [] });
    expect(other.emitted('update:open')).toEqual([[false]]);
  });

  it('asks nobody where the texts are whole', async () => {
    const wrapper = await opened(2, { messageId: null });
    expect(wrapper.get('.is-passage').text()).toContain('区域');
    expect(api.source).not.toHaveBeenCalled();
    expect(wrapper.find('.sight').exists()).toBe(false);
    expect(wrapper.text()).not.toContain('原文件已移除');
    expect(downloads).toEqual([]);
  });
});

it('pictures of pages are kept by twelve, those looked at last, and freed then', async () => {
  const freed = vi.spyOn(URL, 'revokeObjectURL').mockReturnValue();
  let made = 0;
  vi.spyOn(URL, 'createObjectURL').mockImplementation(() => `blob:${(made += 1)}`);
  const page = (n: number) => pathOf({ kind: 'page', id: 'long', page: n });
  for (let n = 1; n <= 12; n += 1) expect(await page(n)).toBe(`blob:${n}`);
  freed.mockClear();
  expect([await page(1), await page(1), downloads.length]).toEqual(['blob:1', 'blob:1', 12]);
  await page(13);
  await flushPromises();
  expect(freed.mock.calls).toEqual([['blob:2']]);
  expect(await page(2)).toBe('blob:14');
});
