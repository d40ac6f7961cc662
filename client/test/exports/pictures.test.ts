import { beforeEach, expect, it, vi } from 'vitest';
import type { Exported } from '@/features/exports/content';
import { drawPictures } from '@/features/exports/pictures';
import { Cancelled, type Task } from '@/features/exports/slices';
import type { Canvas } from '@/platform/brush';

/** A canvas of a phone, as far as a test can have one: what was begun, finished and let go. */
const device = vi.hoisted(() => ({
  opened: 0,
  finished: 0,
  kept: new Set<string>(),
  onFinish: (): void => undefined,
  onOpen: (): void => undefined,
}));

vi.mock('@/platform/canvas', () => ({
  canvasLimits: { side: 4_096, area: 8_000_000 },
  pixelRatio: () => 2,
  createRuler: () => Promise.resolve((text: string, { size }: { size: number }) => text.length * size),
  openCanvas: async (): Promise<Canvas> => {
    device.opened += 1;
    await Promise.resolve();
    device.onOpen();
    return {
      brush: { text: () => undefined, box: () => undefined },
      finish: async (name) => {
        await Promise.resolve();
        device.finished += 1;
        device.onFinish();
        device.kept.add(name);
        return { path: name, name };
      },
    };
  },
}));
vi.mock('@/platform/blob-path', () => ({ letGo: (path: string) => device.kept.delete(path) }));

const look = { theme: 'light', link: null } as const;
const exported = (paragraphs: number): Exported => ({
  title: '长文',
  createdAt: '2026-01-01T00:00:00.000Z',
  messages: [
    {
      id: 'a',
      question: false,
      text: '手机走进电梯时信号会断，出来以后要接着读。\n\n'.repeat(paragraphs),
      files: [],
      cited: [],
      stored: false,
    },
  ],
});

let task: Task;
beforeEach(() => {
  task = { cancelled: false, progress: () => undefined };
  Object.assign(device, { opened: 0, finished: 0, onOpen: () => undefined, onFinish: () => undefined });
  device.kept.clear();
});

it('nothing is begun that was called off before', async () => {
  task.cancelled = true;
  await expect(drawPictures(exported(1), look, task)).rejects.toThrow(Cancelled);
  expect(device.opened).toBe(0);
});

it('a short picture that is called off is not finished', async () => {
  device.onOpen = () => (task.cancelled = true);
  await expect(drawPictures(exported(1), look, task)).rejects.toThrow(Cancelled);
  expect(device.finished).toBe(0);
});

it('what is called off while it is finished is let go, and no other canvas is taken', async () => {
  device.onFinish = () => (task.cancelled = true);
  await expect(drawPictures(exported(150), look, task)).rejects.toThrow(Cancelled);
  expect(device.opened).toBe(1);
  expect(device.kept.size).toBe(0);
});

it('what was drawn is let go where the device fails', async () => {
  device.onFinish = () => {
    if (device.finished === 2) throw new Error('no memory');
  };
  await expect(drawPictures(exported(150), look, task)).rejects.toThrow('no memory');
  expect(device.opened).toBe(2);
  expect(device.kept.size).toBe(0);
});

it('there are about twenty pictures at most, and it is told that there would be more', async () => {
  const { pictures, whole } = await drawPictures(exported(2_000), look, task);
  expect(whole).toBe(false);
  expect(pictures.length).toBeGreaterThanOrEqual(18);
  expect(pictures.length).toBeLessThanOrEqual(24);
  expect((await drawPictures(exported(100), look, task)).whole).toBe(true);
});
