import { mount } from '@vue/test-utils';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { showSnackbar, snackbar } from '@/ui/snackbar';
import UiSnackbar from '@/ui/UiSnackbar.vue';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('shows the newest note for its time', async () => {
  const hideFirst = showSnackbar({ text: '一', ms: 1000 });
  await vi.advanceTimersByTimeAsync(900);
  showSnackbar({ text: '二', ms: 1000 });
  hideFirst();
  await vi.advanceTimersByTimeAsync(900);
  expect(snackbar.value?.text).toBe('二');
  await vi.advanceTimersByTimeAsync(200);
  expect(snackbar.value).toBeNull();
});

it('runs its action once and leaves', async () => {
  const wrapper = mount(UiSnackbar);
  const run = vi.fn();
  showSnackbar({ text: '已删除', action: { label: '撤销', run } });
  await vi.advanceTimersByTimeAsync(100);
  expect(wrapper.text()).toContain('已删除');
  const action = wrapper.get('[role="button"]');
  await action.trigger('tap');
  await action.trigger('tap');
  expect(run).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(300);
  expect(wrapper.find('[role="button"]').exists()).toBe(false);
});

it('runs its action also while it leaves, as long as it is seen', async () => {
  const wrapper = mount(UiSnackbar);
  const run = vi.fn();
  showSnackbar({ text: '已删除', action: { label: '撤销', run }, ms: 1000 });
  await vi.advanceTimersByTimeAsync(1100);
  expect(snackbar.value).toBeNull();
  await wrapper.get('[role="button"]').trigger('tap');
  expect(run).toHaveBeenCalledTimes(1);
});
