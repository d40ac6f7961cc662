import { flushPromises, mount } from '@vue/test-utils';
import { describe, expect, it, vi } from 'vitest';
import { useChat } from '@/features/chat';
import Composer from '@/features/chat/Composer.vue';
import { useFiles } from '@/features/files';
import { connection } from '@/transport/connection';
import { keepsAsked } from './asked';

/** Ends the upload of the file that is attached. */
const transfer = vi.hoisted(() => ({ arrive: (): void => undefined }));
vi.mock('@/transport', async (original) => ({
  ...(await original<object>()),
  upload: () => ({
    done: new Promise((resolve) => {
      transfer.arrive = () => resolve({ id: 'f1', name: '年报.pdf', bytes: 9, mime: 'text/plain', status: 'ready' });
    }),
    abort: () => undefined,
  }),
}));

// uni's field tells of what is put into it as an event of its own; the plain one here does not.
vi.mock('@/platform/text-field', async (original) => ({ ...(await original<object>()), writeField: () => undefined }));

/** Until an id was made for the question. */
const ASKED_MS = 50;

const asked = keepsAsked();

/** A composer with a file on its way and a question that is to leave with it. */
async function armed(text = '总结一下') {
  const wrapper = mount(Composer, { attachTo: document.body });
  const field = wrapper.get('textarea').element as HTMLTextAreaElement;
  const type = (value: string): void => {
    field.value = value;
    useChat().write(value);
  };
  useFiles().add([{ name: '年报.pdf', path: 'blob:1', bytes: 9, picture: false }]);
  type(text);
  await flushPromises();
  await wrapper.get('[aria-label="发送"]').trigger('tap');
  expect(asked()).toEqual([]);
  expect(wrapper.get('[role="status"]').text()).not.toBe('');
  return { wrapper, field, type };
}

async function arrived(): Promise<void> {
  transfer.arrive();
  await flushPromises();
  await new Promise((resolve) => setTimeout(resolve, ASKED_MS));
}

describe('a question that waits for its files', () => {
  it('leaves by itself as it was', async () => {
    await armed();
    await arrived();
    expect(asked()).toEqual(['总结一下']);
  });

  it('stays where words are being composed in the field that nobody told of yet', async () => {
    const { wrapper, field } = await armed();
    field.value = '总结一下 di er';
    await arrived();
    expect(asked()).toEqual([]);
    expect(wrapper.get('[aria-label="发送"]').attributes('aria-disabled')).not.toBe('true');
  });

  it('stays where its words were changed, also back to what they were', async () => {
    const { type } = await armed();
    type('总结一下第二章');
    type('总结一下');
    await arrived();
    expect(asked()).toEqual([]);
  });

  it('stays while another question is being worded anew', async () => {
    await armed();
    const chat = useChat();
    const edited = vi.spyOn(connection, 'edit').mockReturnValue(new Promise(() => undefined));
    void chat.open('t1');
    void chat.open(null);
    chat.startEdit('q1', '总结一下');
    await arrived();
    expect([asked(), edited.mock.calls]).toEqual([[], []]);
  });
});
