import { mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nextTick } from 'vue';
import { placeMenu } from '@/ui/menu';
import UiMenu from '@/ui/UiMenu.vue';

const room = { width: 1280, height: 800 };
const menu = { width: 200, height: 150 };

describe('placeMenu', () => {
  it.each([
    [
      { x: 100, y: 100 },
      { left: '100px', top: '100px' },
    ],
    [
      { x: 1270, y: 100 },
      { left: '1072px', top: '100px' },
    ],
    [
      { x: 100, y: 790 },
      { left: '100px', top: '640px' },
    ],
    [
      { x: -50, y: -50 },
      { left: '8px', top: '8px' },
    ],
  ])('at %j', (anchor, place) => expect(placeMenu(anchor, menu, room)).toEqual(place));
});

describe.each([
  ['on a phone', 390],
  ['on a desktop', 1280],
])('UiMenu %s', (_where, width) => {
  beforeEach(() => {
    vi.useFakeTimers();
    window.innerWidth = width;
  });
  afterEach(() => vi.useRealTimers());

  it('tells what was picked and closes', async () => {
    const items = [
      { key: 'pin', label: '置顶' },
      { key: 'delete', label: '删除', danger: true },
    ];
    const wrapper = mount(UiMenu, { props: { open: false, items }, attachTo: document.body });
    await wrapper.setProps({ open: true });
    await vi.advanceTimersByTimeAsync(300);
    const options = wrapper.findAll('[role="menuitem"]');
    expect(options.map((option) => option.text())).toEqual(['置顶', '删除']);
    await options[1]?.trigger('tap');
    expect(wrapper.emitted('pick')).toEqual([['delete']]);
    expect(wrapper.emitted('update:open')).toEqual([[false]]);
    await wrapper.setProps({ open: false });
    await vi.advanceTimersByTimeAsync(300);
    await nextTick();
    expect(wrapper.find('[role="menuitem"]').exists()).toBe(false);
    wrapper.unmount();
  });
});
