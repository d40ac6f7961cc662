import { mount } from '@vue/test-utils';
import { describe, expect, it, vi } from 'vitest';
import { useChat } from '@/features/chat';
import Composer from '@/features/chat/Composer.vue';
import { Writing } from '@/features/chat/writing';
import { snackbar } from '@/ui/snackbar';
import { keepsAsked } from './asked';

const asked = keepsAsked();

describe('a quoted passage', () => {
  it('is asked about as Markdown, and gone from the composer then', async () => {
    const chat = useChat();
    const wrapper = mount(Composer);
    chat.quote({ text: ' 一\n\n二 ', messageId: 'a1' });
    chat.write('为什么？');
    await wrapper.vm.$nextTick();
    expect(wrapper.get('.quotation').text()).toContain('一');
    await chat.send().catch(() => undefined);
    expect([chat.quotation, chat.draft]).toEqual(['', '']);
    await vi.waitFor(() => expect(asked()).toEqual(['> 一\n>\n> 二\n\n为什么？']));
  });

  it('is not asked about without words', async () => {
    const chat = useChat();
    chat.quote({ text: '一', messageId: 'a1' });
    await chat.send();
    expect([asked(), chat.quotation]).toEqual([[], '一']);
  });

  it('is taken away, replaced, and had back', async () => {
    const chat = useChat();
    const wrapper = mount(Composer);
    chat.quote({ text: '一', messageId: 'a1' });
    await wrapper.vm.$nextTick();
    await wrapper.get('[aria-label="移除引用"]').trigger('tap');
    expect(chat.quotation).toBe('');
    snackbar.value?.action?.run();
    expect(chat.quotation).toBe('一');
    chat.quote({ text: '二', messageId: 'a1' });
    expect(chat.quotation).toBe('二');
    snackbar.value?.action?.run();
    expect(chat.quotation).toBe('一');
  });

  it('is not brought back into another topic', () => {
    const chat = useChat();
    chat.quote({ text: '一', messageId: 'a1' });
    chat.unquote();
    void chat.open('t2');
    snackbar.value?.action?.run();
    expect(chat.quotation).toBe('');
  });
});

describe('what is written about a passage', () => {
  it('is kept with it over a reload, each topic its own', () => {
    vi.useFakeTimers();
    const before = new Writing();
    before.open('t1');
    before.quote('一', 'a1');
    before.write('为什么？');
    before.open('t2');
    expect([before.quotation.value, before.draft.value]).toEqual(['', '']);
    vi.useRealTimers();
    const after = new Writing();
    after.open('t1');
    expect([after.quotation.value, after.draft.value, after.quotedFrom.value]).toEqual(['一', '为什么？', 'a1']);
  });

  it('is put back before what was written since', () => {
    const writing = new Writing();
    writing.open('t1');
    writing.write('后来');
    writing.putBack('t1', '> 一\n\n先前', null);
    expect([writing.quotation.value, writing.draft.value]).toEqual(['一', '先前\n后来']);
  });

  it('is worded anew with it', () => {
    const writing = new Writing();
    writing.open('t1');
    writing.edit('q1', '> 一\n\n先前');
    expect([writing.quotation.value, writing.draft.value]).toEqual(['一', '先前']);
    writing.quote('', null);
    writing.open('t1');
    expect([writing.quotation.value, writing.draft.value, writing.editing.value]).toEqual(['', '先前', 'q1']);
    writing.endEdit('t1');
    expect([writing.draft.value, writing.editing.value]).toEqual(['', null]);
  });
});
