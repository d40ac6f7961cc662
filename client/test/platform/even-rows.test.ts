import { mount } from '@vue/test-utils';
import { defineComponent, h, nextTick, shallowRef } from 'vue';
import { afterEach, expect, it, vi } from 'vitest';
import { useEvenRows, type EvenRow } from '@/platform/even-rows';

const ROW_PX = 50;
const HEAD_PX = 30;
const SEEN_PX = 600;

class Observer {
  static all: (() => void)[] = [];
  constructor(run: () => void) {
    Observer.all.push(run);
  }
  observe(): void {
    // Tests tell of sizes themselves.
  }
  disconnect(): void {
    Observer.all = [];
  }
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  document.body.innerHTML = '';
});

const items = shallowRef<EvenRow[]>([]);

function list() {
  vi.stubGlobal('ResizeObserver', Observer);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(SEEN_PX);
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockImplementation(function (this: HTMLElement) {
    return new DOMRect(0, 0, 300, this.dataset.kind === 'head' ? HEAD_PX : ROW_PX);
  });
  const one = defineComponent(() => {
    const { rows, box } = useEvenRows({ id: 'x', items: () => items.value, guess: { head: 20, row: 40 } });
    return () =>
      h('div', { id: 'x' }, [
        h(
          'div',
          { id: 'x-rows', style: box.value },
          rows.value.map(({ item, style }) =>
            h('div', { id: `x-${item.key}`, key: item.key, style, tabindex: 0, 'data-kind': item.kind }),
          ),
        ),
      ]);
  });
  return mount(one, { attachTo: document.body });
}

const drawn = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('#x-rows > *')];
const view = (): HTMLElement => document.querySelector<HTMLElement>('#x') ?? document.body;

async function scrollTo(top: number): Promise<void> {
  view().scrollTop = top;
  view().dispatchEvent(new Event('scroll'));
  await nextTick();
}

const many = (n: number): EvenRow[] => [
  { key: 'h', kind: 'head' },
  ...Array.from({ length: n }, (_, index) => ({ key: String(index), kind: 'row' })),
];

it('draws few of 10,000 rows, each where it belongs by the heights measured', async () => {
  items.value = many(10_000);
  const wrapper = list();
  for (const run of Observer.all) run();
  await nextTick();
  expect(document.getElementById('x-rows')?.style.height).toBe(`${HEAD_PX + 10_000 * ROW_PX}px`);
  expect(drawn()[0]?.id).toBe('x-h');
  await scrollTo(250_000);
  expect(drawn().length).toBeLessThan(60);
  const tops = drawn().map(({ style }) => parseFloat(style.top));
  expect(tops[0]).toBeLessThanOrEqual(250_000 - SEEN_PX);
  expect(tops[tops.length - 1]).toBeGreaterThanOrEqual(250_000 + 2 * SEEN_PX - ROW_PX);
  expect(tops.slice(1).every((top, index) => top - (tops[index] ?? 0) === ROW_PX)).toBe(true);
  await scrollTo(HEAD_PX + 10_000 * ROW_PX - SEEN_PX);
  expect(drawn().pop()?.id).toBe('x-9999');
  wrapper.unmount();
});

it('keeps the row with the focus, and is right again when topics come and go', async () => {
  items.value = many(1_000);
  const wrapper = list();
  for (const run of Observer.all) run();
  await nextTick();
  document.getElementById('x-3')?.focus();
  await scrollTo(20_000);
  expect(document.activeElement?.id).toBe('x-3');
  expect(
    drawn()
      .slice(0, 3)
      .map(({ id }) => id),
  ).toEqual(['x-2', 'x-3', 'x-4']);
  document.getElementById('x-3')?.blur();
  await nextTick();
  expect(document.getElementById('x-3')).toBeNull();
  items.value = many(2);
  await scrollTo(0);
  expect(drawn().map(({ id }) => id)).toEqual(['x-h', 'x-0', 'x-1']);
  wrapper.unmount();
});
