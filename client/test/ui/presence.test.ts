import { mount } from '@vue/test-utils';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { defineComponent, h, nextTick } from 'vue';
import { usePresence } from '@/ui/presence';

const shown = vi.fn(() => () => undefined);
const Owner = defineComponent({
  props: { open: Boolean },
  setup(props) {
    const { mounted } = usePresence(() => props.open, shown);
    return () => (mounted.value ? h('i') : null);
  },
});

beforeEach(() => {
  vi.useFakeTimers();
  shown.mockClear();
});
afterEach(() => {
  vi.useRealTimers();
});

it('holds nothing for an element that is gone before it was seen', async () => {
  const early = mount(Owner, { props: { open: true } });
  early.unmount();
  const late = mount(Owner, { props: { open: true } });
  await nextTick();
  late.unmount();
  await vi.advanceTimersByTimeAsync(1000);
  expect(shown).not.toHaveBeenCalled();
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
