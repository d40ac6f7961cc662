import { mount } from '@vue/test-utils';
import { expect, it, vi } from 'vitest';
import { activateByKeyboard } from '@/platform/focus';
import { iconNames, iconUrl } from '@/ui/icons';
import UiButton from '@/ui/UiButton.vue';
import UiIconButton from '@/ui/UiIconButton.vue';

it('has a well-formed picture for each icon', () => {
  for (const name of iconNames) {
    const svg = decodeURIComponent(/^url\("data:image\/svg\+xml,(.*)"\)$/.exec(iconUrl(name))?.[1] ?? '');
    const picture = new DOMParser().parseFromString(svg, 'image/svg+xml');
    expect(picture.querySelector('path')?.getAttribute('d'), name).toMatch(/^M[-\d.\sMLHVCSQAZmlhvcsqaz]+$/);
  }
});

it('is pressed by Enter and by Space, and is a button to a screen reader', async () => {
  activateByKeyboard();
  const press = vi.fn();
  const wrapper = mount(UiIconButton, {
    props: { icon: 'menu', label: '话题', onClick: press },
    attachTo: document.body,
  });
  expect(wrapper.attributes()).toMatchObject({ role: 'button', 'aria-label': '话题', tabindex: '0' });
  await wrapper.trigger('keydown', { key: 'Enter' });
  await wrapper.trigger('keydown', { key: ' ' });
  await wrapper.trigger('keydown', { key: 'a' });
  expect(press).toHaveBeenCalledTimes(2);
  wrapper.unmount();
});

it('cannot be reached by keyboard while it is busy', () => {
  const wrapper = mount(UiButton, { props: { busy: true }, slots: { default: '保存' } });
  expect(wrapper.attributes()).toMatchObject({ tabindex: '-1', 'aria-disabled': 'true', 'aria-busy': 'true' });
});
