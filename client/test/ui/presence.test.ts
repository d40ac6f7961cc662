import { mount } from '@vue/test-utils';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { defineComponent, h, nextTick } from 'vue';
import { usePresence } from '@/ui/presence';

const letGo = vi.fn();
const held = vi.fn(() => letGo);
const Owner = defineComponent({
  props: { open: Boolean },
  setup(props) {
    const { mounted } = usePresence(() => props.open, held);
    return () => (mounted.value ? h('i') : null);
  },
});

beforeEach(() => {
  vi.useFakeTimers();
  held.mockClear();
  letGo.mockClear();
});
afterEach(() => {
  vi.useRealTimers();
});

it('holds nothing for an element that is gone before it was there, and nothing longer than it is', async () => {
  const early = mount(Owner, { props: { open: true } });
  early.unmount();
  await vi.advanceTimersByTimeAsync(1000);
  expect(held).not.toHaveBeenCalled();
  const late = mount(Owner, { props: { open: true } });
  await nextTick();
  expect([held.mock.calls.length, letGo.mock.calls.length]).toEqual([1, 0]);
  late.unmount();
  await vi.advanceTimersByTimeAsync(1000);
  expect([held.mock.calls.length, letGo.mock.calls.length]).toEqual([1, 1]);
});

it('stays where it is opened again while it leaves, or while it comes', async () => {
  const wrapper = mount(Owner, { props: { open: true } });
  await vi.advanceTimersByTimeAsync(100);
  await wrapper.setProps({ open: false });
  await wrapper.setProps({ open: true });
  await wrapper.setProps({ open: false });
  await vi.advanceTimersByTimeAsync(100);
  await wrapper.setProps({ open: true });
  await vi.advanceTimersByTimeAsync(1000);
  expect(wrapper.find('i').exists()).toBe(true);
  await wrapper.setProps({ open: false });
  await vi.advanceTimersByTimeAsync(1000);
  expect(wrapper.find('i').exists()).toBe(false);
});
