import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AnswerLog } from '../src/features/chat/answer-log';
import { AnswerWriter } from '../src/features/chat/answer-writer';
import type { Journal } from '../src/features/chat/journal/journal';
import { createLogger } from '../src/logger';

const GATHER_MS = 110;
/** The same where no other answer is written. */
const MOST_MS = 90;

/** A writer of an answer of which some has left already, beside `running` others, and when each piece becomes seen, ms. */
async function begun(running: number) {
  const log = new AnswerLog('a');
  const seen: [number, string][] = [];
  const write: Journal['write'] = () => Promise.resolve('kept');
  const writer = new AnswerWriter({
    log,
    journal: { gatherMs: GATHER_MS, write } as Journal,
    lease: { generation: 1, certain: () => true, store: () => Promise.resolve(true) },
    logger: createLogger('silent'),
    running: () => running,
    onLost: () => undefined,
  });
  writer.append('text', '第一个字等不得，');
  await vi.advanceTimersByTimeAsync(0);
  const since = performance.now();
  const held = log.text.length;
  log.read({
    grew: () => void seen.push([Math.round(performance.now() - since), log.text.slice(held)]),
    staged: () => undefined,
    sourced: () => undefined,
    ended: () => undefined,
  });
  return { writer, log, seen };
}

describe('the writer of an answer', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  it('lets the first text leave at once', async () => {
    const { log } = await begun(1);
    expect(log.text).toBe('第一个字等不得，');
  });

  it('lets text leave as soon as there is enough of it, but not too often', async () => {
    const { writer, seen } = await begun(1);
    writer.append('text', '五个汉字了');
    await vi.advanceTimersByTimeAsync(60);
    expect(seen).toEqual([[50, '五个汉字了']]);
    writer.append('text', '一');
    await vi.advanceTimersByTimeAsync(60);
    writer.append('text', '二三四五');
    await vi.advanceTimersByTimeAsync(1);
    expect(seen[1]).toEqual([120, '五个汉字了一二三四五']);
  });

  it('lets what is less leave after its time', async () => {
    const { writer, seen } = await begun(1);
    writer.append('text', '一');
    await vi.advanceTimersByTimeAsync(200);
    expect(seen).toEqual([[MOST_MS, '一']]);
  });

  it('makes larger pieces where the process writes many answers', async () => {
    const { writer, seen } = await begun(200);
    writer.append('text', '五个汉字了');
    writer.append('text', '十个汉字了');
    await vi.advanceTimersByTimeAsync(200);
    expect(seen).toEqual([[GATHER_MS, '五个汉字了十个汉字了']]);
    writer.append('text', '一');
    await vi.advanceTimersByTimeAsync(200);
    expect(seen[1]).toEqual([2 * GATHER_MS, '五个汉字了十个汉字了一']);
  });

  it('does not wait for more once no more will come', async () => {
    const { writer, seen } = await begun(1);
    await vi.advanceTimersByTimeAsync(60);
    writer.append('text', '完');
    const sealed = writer.seal();
    await vi.advanceTimersByTimeAsync(1);
    await sealed;
    expect(seen).toEqual([[60, '完']]);
  });
});
