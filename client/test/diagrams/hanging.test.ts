import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { drawDiagram as draw } from '@/platform/diagrams';

let drawDiagram: typeof draw;
/** What is asked of the frame that is there. */
let asked: { id: number; source: string }[] = [];

const frames = (): HTMLIFrameElement[] => [...document.querySelectorAll('iframe')];
const frame = (): HTMLIFrameElement | undefined => frames()[0];

/** A message as it comes from a frame without an origin, or from somewhere else. */
function say(data: object, { origin = 'null', source = frame()?.contentWindow ?? null } = {}): void {
  window.dispatchEvent(Object.assign(new Event('message'), { data, origin, source }));
}

/** Lets the frame say that it is there, and notes what it is asked. */
async function loaded(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
  const inside = frame()?.contentWindow;
  if (!inside) throw new Error('there is no frame');
  inside.postMessage = ((data: { id: number; source: string }) => void asked.push(data)) as typeof inside.postMessage;
  say({ ready: true });
  await vi.advanceTimersByTimeAsync(0);
}

const last = (): { id: number } => asked[asked.length - 1] ?? { id: -1 };

beforeEach(async () => {
  vi.useFakeTimers();
  vi.resetModules();
  // Nothing is loaded: the test says what the page in it would.
  vi.spyOn(HTMLIFrameElement.prototype, 'src', 'set').mockImplementation(() => undefined);
  asked = [];
  ({ drawDiagram } = await import('@/platform/diagrams'));
});
afterEach(() => {
  vi.useRealTimers();
  document.body.innerHTML = '';
});

it('gives up a diagram that hangs, takes its frame away, and draws the next one in another', async () => {
  const hanging = drawDiagram('mermaid', 'graph TD', false, 300);
  const next = drawDiagram('mermaid', 'pie', false, 300);
  await loaded();
  const hung = frame();
  expect(hung?.getAttribute('sandbox')).toBe('allow-scripts');
  await vi.advanceTimersByTimeAsync(9_900);
  expect(hung?.isConnected).toBe(true);
  await vi.advanceTimersByTimeAsync(200);
  expect(await hanging).toBe('undrawable');
  expect(hung?.isConnected).toBe(false);
  await loaded();
  say({ ...last(), svg: '<svg></svg>', width: 10, height: 20 });
  expect(await next).toEqual({ src: 'data:image/svg+xml;charset=utf-8,%3Csvg%3E%3C%2Fsvg%3E', width: 10, height: 20 });
});

it('tries one that hung again when it is asked again, and what is no diagram never', async () => {
  const first = drawDiagram('mermaid', 'graph TD', false, 300);
  await loaded();
  await vi.advanceTimersByTimeAsync(10_100);
  expect(await first).toBe('undrawable');
  const second = drawDiagram('mermaid', 'graph TD', false, 300);
  await loaded();
  expect(asked).toHaveLength(2);
  say({ id: last().id, failed: true });
  expect(await second).toBe('undrawable');
  expect(await drawDiagram('mermaid', 'graph TD', false, 300)).toBe('undrawable');
  expect(asked).toHaveLength(2);
});

it('tries again what could not be reached, in another frame: the page, and what draws in it', async () => {
  const first = drawDiagram('mermaid', 'graph TD', false, 300);
  await vi.advanceTimersByTimeAsync(0);
  frame()?.dispatchEvent(new Event('load'));
  await vi.advanceTimersByTimeAsync(2_100);
  expect(await first).toBe('unreached');
  expect(frames()).toHaveLength(0);
  const second = drawDiagram('mermaid', 'graph TD', false, 300);
  await loaded();
  say({ id: last().id, unreached: true });
  expect(await second).toBe('unreached');
  expect(frames()).toHaveLength(0);
  const third = drawDiagram('mermaid', 'graph TD', false, 300);
  await loaded();
  frame()?.dispatchEvent(new Event('load'));
  await vi.advanceTimersByTimeAsync(2_100);
  say({ ...last(), svg: '<svg></svg>', width: 10, height: 20 });
  expect(await third).toMatchObject({ width: 10, height: 20 });
});

it('has time to come over a slow network, as long as its frame says that it waits, but not for ever', async () => {
  const slow = drawDiagram('mermaid', 'graph TD', false, 300);
  const next = drawDiagram('mermaid', 'pie', false, 300);
  await loaded();
  for (let ms = 0; ms < 30_000; ms += 2_000) {
    say({ id: last().id, waiting: true });
    await vi.advanceTimersByTimeAsync(2_000);
  }
  say({ ...last(), svg: '<svg></svg>', width: 10, height: 20 });
  expect(await slow).toMatchObject({ width: 10, height: 20 });
  await vi.advanceTimersByTimeAsync(0);
  for (let ms = 0; ms <= 60_000; ms += 2_000) {
    say({ id: last().id, waiting: true });
    await vi.advanceTimersByTimeAsync(2_000);
  }
  expect(await next).toBe('unreached');
});

it('takes a drawing from nobody but its frame', async () => {
  const drawn = drawDiagram('mermaid', 'graph TD', false, 300);
  await loaded();
  const forged = { ...last(), svg: '<svg>forged</svg>', width: 10, height: 20 };
  say(forged, { source: window as unknown as Window });
  say(forged, { origin: location.origin });
  say({ ...forged, id: 99 });
  say({ id: last().id, svg: '<svg>own</svg>', width: 10, height: 20 });
  expect(await drawn).toMatchObject({ src: expect.stringContaining('own') as string });
});

it('goes when nothing was drawn for a while, and asks for nothing that is too long', async () => {
  expect(await drawDiagram('mermaid', 'x'.repeat(20_001), false, 300)).toBe('undrawable');
  expect(frames()).toHaveLength(0);
  const drawn = drawDiagram('mermaid', 'graph TD', false, 300);
  await loaded();
  say({ id: last().id, failed: true });
  await drawn;
  await vi.advanceTimersByTimeAsync(31_000);
  expect(frames()).toHaveLength(0);
});
