import { mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { h } from 'vue';
import { activateByKeyboard } from '@/platform/focus';
import UiPrompt from '@/ui/UiPrompt.vue';
import UiSheet from '@/ui/UiSheet.vue';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(300);
const escape = (init: KeyboardEventInit = {}): boolean =>
  document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', cancelable: true, ...init }));

describe('UiSheet', () => {
  it('takes the focus, gives it back, and leaves the tree when it has moved out', async () => {
    const button = document.body.appendChild(document.createElement('button'));
    button.focus();
    const wrapper = mount(UiSheet, { props: { open: true, title: '设置' }, attachTo: document.body });
    await settle();
    const panel = wrapper.get('[role="dialog"]');
    expect(panel.attributes('aria-label')).toBe('设置');
    expect(document.activeElement).toBe(panel.element);
    await wrapper.setProps({ open: false });
    expect(document.activeElement).toBe(button);
    expect(wrapper.find('[role="dialog"]').exists()).toBe(true);
    await settle();
    expect(wrapper.find('[role="dialog"]').exists()).toBe(false);
    wrapper.unmount();
    button.remove();
  });

  it('closes by scrim, by the button, and by Esc unless an input method takes it', async () => {
    const wrapper = mount(UiSheet, { props: { open: true, title: '设置' }, attachTo: document.body });
    await settle();
    escape({ isComposing: true });
    expect(wrapper.emitted('update:open')).toBeUndefined();
    escape();
    await wrapper.get('.ui-sheet-scrim').trigger('tap');
    await wrapper.get('[aria-label="关闭"]').trigger('tap');
    const closes = wrapper.emitted('update:open');
    expect(closes).toEqual([[false], [false], [false]]);
    wrapper.unmount();
    escape();
    expect(closes).toHaveLength(3);
  });

  it('gives Esc to the topmost alone', async () => {
    const below = mount(UiSheet, { props: { open: true, title: '下' }, attachTo: document.body });
    await settle();
    const above = mount(UiSheet, { props: { open: true, title: '上' }, attachTo: document.body });
    await settle();
    escape();
    expect(above.emitted('update:open')).toHaveLength(1);
    expect(below.emitted('update:open')).toBeUndefined();
    above.unmount();
    below.unmount();
  });

  it('closes when it is pulled down far enough, and only then', async () => {
    const wrapper = mount(UiSheet, { props: { open: true, title: '设置' }, attachTo: document.body });
    await settle();
    const head = wrapper.get('.ui-sheet-head');
    const pull = async (to: number): Promise<void> => {
      await head.trigger('touchstart', { touches: [{ clientY: 100 }] });
      await head.trigger('touchmove', { touches: [{ clientY: to }] });
      await head.trigger('touchend', { touches: [] });
    };
    await pull(140);
    expect(wrapper.emitted('update:open')).toBeUndefined();
    await pull(220);
    expect(wrapper.emitted('update:open')).toEqual([[false]]);
    wrapper.unmount();
  });
});

describe('UiPrompt', () => {
  async function opened() {
    const wrapper = mount(UiPrompt, {
      props: { open: false, title: '重命名', value: '旧名' },
      attachTo: document.body,
    });
    await wrapper.setProps({ open: true });
    await settle();
    const input = wrapper.get('input');
    const type = (value: string): Promise<void> => input.trigger('input', { detail: { value } });
    const enter = (init: KeyboardEventInit = {}): boolean =>
      input.element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, ...init }));
    return { wrapper, type, enter };
  }

  it('gives the trimmed text on Enter, and never for an Enter of an input method', async () => {
    const { wrapper, type, enter } = await opened();
    await type('  新名 ');
    enter({ isComposing: true });
    enter({ keyCode: 229 });
    expect(wrapper.emitted('confirm')).toBeUndefined();
    enter();
    expect(wrapper.emitted('confirm')).toEqual([['新名']]);
    expect(wrapper.emitted('update:open')).toEqual([[false]]);
    wrapper.unmount();
  });

  it('takes no empty text', async () => {
    const { wrapper, type, enter } = await opened();
    await type('   ');
    enter();
    expect(wrapper.emitted('confirm')).toBeUndefined();
    expect(wrapper.get('.is-primary').attributes('aria-disabled')).toBe('true');
    wrapper.unmount();
  });
});

/** What has the focus while a prompt opens whose field takes it at once. */
async function prompting() {
  activateByKeyboard();
  const button = document.body.appendChild(document.createElement('button'));
  button.focus();
  const field = { mounted: () => document.getElementById('own')?.focus(), render: () => h('input', { id: 'own' }) };
  const wrapper = mount(UiSheet, {
    props: { open: true, title: '重命名' },
    slots: { default: () => h(field) },
    attachTo: document.body,
  });
  await vi.advanceTimersByTimeAsync(0);
  const remove = (): void => {
    wrapper.unmount();
    button.remove();
  };
  return { button, wrapper, remove };
}

it('gives the focus back from a prompt, whose field takes it before the sheet is there', async () => {
  const { button, wrapper, remove } = await prompting();
  await settle();
  expect(document.activeElement?.id).toBe('own');
  await wrapper.setProps({ open: false });
  expect(document.activeElement).toBe(button);
  remove();
});

it('takes keys, and gives the focus back, also before it has begun to move', async () => {
  const { button, wrapper, remove } = await prompting();
  expect(document.activeElement?.id).toBe('own');
  escape();
  expect(wrapper.emitted('update:open')).toEqual([[false]]);
  await wrapper.setProps({ open: false });
  expect(document.activeElement).toBe(button);
  remove();
});
