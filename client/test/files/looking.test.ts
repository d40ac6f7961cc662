import type { Attachment, Passage } from '@huati/shared';
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import FileText from '@/features/files/FileText.vue';
import FileView from '@/features/files/FileView.vue';
import { Pictures } from '@/features/files/pictures';
import { TopicFiles } from '@/features/files/topic-files';
import { useTopicFiles } from '@/features/files/topic-files.store';
import TopicFileList from '@/features/files/TopicFileList.vue';
import AnswerText from '@/platform/AnswerText.vue';
import { api, WireFailure } from '@/transport';
import { connection } from '@/transport/connection';
import { snackbar } from '@/ui/snackbar';

const file = (id: string, more: Partial<Attachment> = {}): Attachment => ({
  id,
  name: `${id}.txt`,
  bytes: 9,
  mime: 'text/plain',
  sha256: '',
  status: 'ready',
  ...more,
});
const read = file('f1', { status: 'processing' });

enableAutoUnmount(afterEach);
beforeEach(() => {
  setActivePinia(createPinia());
  vi.useFakeTimers();
});
afterEach(() => void vi.useRealTimers());

describe('a file that is looked at', () => {
  const view = () => mount(FileView, { props: { initial: read, fromList: false } });

  it('is not asked after any more once the view is gone', async () => {
    let answer = (found: Attachment): void => void found;
    const state = vi.spyOn(api, 'attachment').mockReturnValue(new Promise((resolve) => (answer = resolve)));
    const wrapper = view();
    wrapper.unmount();
    answer(read);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(state).toHaveBeenCalledTimes(1);
  });

  it('says that it is gone where the server has it no more', async () => {
    const state = vi.spyOn(api, 'attachment').mockRejectedValue(new WireFailure('not_found', ''));
    const wrapper = view();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(state).toHaveBeenCalledTimes(1);
    expect(wrapper.get('[role="alert"]').text()).toBe('已失效，请重新添加');
    expect(wrapper.find('[role="status"]').exists()).toBe(false);
  });
});

describe('the files of a topic', () => {
  it('are asked for again only after an answer, and no more once all are read', async () => {
    const answers: ((files: Attachment[]) => void)[] = [];
    const list = vi.spyOn(api, 'topicFiles').mockImplementation(() => new Promise((resolve) => answers.push(resolve)));
    const store = useTopicFiles();
    vi.spyOn(connection, 'status').mockReturnValue('online');
    store.open('t1');
    mount(TopicFileList);
    answers[0]?.([read]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(list).toHaveBeenCalledTimes(2);
    answers[1]?.([read]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(list).toHaveBeenCalledTimes(3);
    answers[2]?.([file('f1')]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(list).toHaveBeenCalledTimes(3);
  });

  it('are what was told last of what was asked for last', async () => {
    const answers: ((files: Attachment[]) => void)[] = [];
    const book = new TopicFiles(() => new Promise((resolve) => answers.push(resolve)));
    book.open('t1');
    const both = [book.refresh(), book.refresh()];
    answers[1]?.([file('new')]);
    answers[0]?.([file('old')]);
    await Promise.all(both);
    expect(book.all.value.map(({ id }) => id)).toEqual(['new']);
  });

  it('have pictures that are not fetched again and again where they cannot be had', async () => {
    const download = vi.fn(() => Promise.reject(new WireFailure('not_found', '')));
    const pictures = new Pictures(download);
    const picture = file('p1', { mime: 'image/png' });
    for (const round of [1, 2, 3]) {
      pictures.want(picture);
      await flushPromises();
      expect(download, `round ${round}`).toHaveBeenCalledTimes(1);
    }
    pictures.reconnected();
    pictures.want(picture);
    expect(download).toHaveBeenCalledTimes(2);
  });
});

describe('files that were just taken away', () => {
  it('are gone before a question of their topic leaves, without a way back', async () => {
    const erased: string[] = [];
    vi.spyOn(api, 'deleteAttachment').mockImplementation(async (id) => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      erased.push(id);
    });
    const store = useTopicFiles();
    store.open('t1');
    store.remove(file('f1'));
    store.open('t2');
    store.remove(file('f2'));
    const asked = store.beforeAsking('t2').then(() => [...erased]);
    expect(snackbar.value).toBeNull();
    await vi.advanceTimersByTimeAsync(200);
    expect(await asked).toEqual(['f2']);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(erased).toEqual(['f2', 'f1']);
    await store.beforeAsking('t1');
  });

  it('hold a question up for three seconds at most, and go later where that was not enough', async () => {
    const erase = vi.spyOn(api, 'deleteAttachment').mockReturnValueOnce(new Promise(() => undefined));
    const store = useTopicFiles();
    store.open('t1');
    store.remove(file('f1'));
    const done = vi.fn();
    void store.beforeAsking('t1').then(done);
    await vi.advanceTimersByTimeAsync(2_900);
    expect(done).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(200);
    expect(done).toHaveBeenCalled();
    erase.mockRejectedValue(new WireFailure('offline', ''));
    store.remove(file('f2'));
    await vi.advanceTimersByTimeAsync(0);
    void store.beforeAsking('t1').then(done);
    await vi.advanceTimersByTimeAsync(3_100);
    expect(done).toHaveBeenCalledTimes(2);
    expect(store.hidden.has('f2')).toBe(true);
  });
});

describe('what was read of a file', () => {
  it('says where a part of it could not be had, and draws nothing anew for the next', async () => {
    const part = (from: number): Passage[] =>
      Array.from({ length: 20 }, (_, at) => ({ n: from + at, text: `第${from + at}段`, place: { page: from + at } }));
    const passages = vi
      .spyOn(api, 'passages')
      .mockResolvedValueOnce({ items: part(1), nextCursor: '20', prevCursor: null })
      .mockRejectedValueOnce(new WireFailure('offline', ''))
      .mockResolvedValueOnce({ items: part(21), nextCursor: null, prevCursor: null });
    const wrapper = mount(FileText, { props: { fileId: 'f1' } });
    await flushPromises();
    const before = wrapper.findAllComponents(AnswerText).map((row) => row.props<'read'>('read'));
    await wrapper.get('.file-text').trigger('scrolltolower');
    await flushPromises();
    expect(wrapper.get('[role="alert"]').text()).toContain('后面的文字没能加载');
    await wrapper.get('[role="alert"] .ui-button').trigger('tap');
    await flushPromises();
    expect(wrapper.find('[role="alert"]').exists()).toBe(false);
    const after = wrapper.findAllComponents(AnswerText).map((row) => row.props<'read'>('read'));
    expect([after.length, passages.mock.calls.length]).toEqual([40, 3]);
    expect(after.slice(0, 20)).toEqual(before);
    expect(after.slice(0, 20).every((each, at) => each === before[at])).toBe(true);
  });
});
