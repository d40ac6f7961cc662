import { afterEach, expect, it, vi } from 'vitest';
import { onKeyboard } from '@/platform/keyboard';

class View extends EventTarget {
  height = 800;
  offsetTop = 0;
  scale = 1;
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
  document.body.innerHTML = '';
});

it('tells what a keyboard covers while somebody writes, and nothing of one that has gone or of two fingers', () => {
  vi.useFakeTimers();
  const view = new View();
  vi.stubGlobal('visualViewport', view);
  vi.stubGlobal('innerHeight', 800);
  document.body.innerHTML = '<textarea></textarea>';
  const field = document.querySelector('textarea');
  const told: number[] = [];
  const stop = onKeyboard((px) => told.push(px));
  const become = (height: number, scale = 1): void => {
    Object.assign(view, { height, scale });
    view.dispatchEvent(new Event('resize'));
  };

  become(500);
  expect(told).toEqual([]);
  field?.focus();
  become(500);
  become(740);
  become(460);
  become(400, 2);
  become(470);
  // The keyboard goes, and nothing tells of it: Safari's old height stays.
  field?.blur();
  vi.advanceTimersByTime(1_000);
  expect(told).toEqual([300, 0, 340, 0, 330, 0]);
  stop();
  field?.focus();
  become(500);
  expect(told).toHaveLength(6);
});
