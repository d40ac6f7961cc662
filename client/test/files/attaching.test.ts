import type { Attachment } from '@huati/shared';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Attaching } from '@/features/files/attaching';
import type { PickedFile } from '@/platform/pick-files';
import { WireFailure, type FailureCode } from '@/transport';

const stored = (id: string, part: Partial<Attachment> = {}): Attachment => ({
  id,
  name: `${id}.md`,
  mime: 'text/plain',
  bytes: 6,
  sha256: 'x',
  status: 'ready',
  ...part,
});
const file = (name: string): PickedFile => ({ name, bytes: 6, path: `/tmp/${name}`, picture: false });

/** A server that answers when the test says so. */
function set() {
  const running: {
    name: string;
    progress: (part: number) => void;
    end: (outcome: Attachment | FailureCode) => Promise<unknown>;
    aborted: boolean;
  }[] = [];
  const world = {
    online: true,
    forgotten: [] as string[],
    again: [] as string[],
    againFails: null as FailureCode | null,
    states: [] as (Attachment | FailureCode)[],
    asked: 0,
  };
  const settle = () => vi.advanceTimersByTimeAsync(0);
  const failure = (code: FailureCode) => new WireFailure(code, code);
  const attaching = new Attaching({
    upload({ name }, progress) {
      let end = (outcome: Attachment | FailureCode): void => void outcome;
      const done = new Promise<Attachment>((resolve, reject) => {
        end = (outcome) => (typeof outcome === 'string' ? reject(failure(outcome)) : resolve(outcome));
      });
      const call = {
        name,
        progress,
        aborted: false,
        end: (outcome: Attachment | FailureCode) => (end(outcome), settle()),
      };
      running.push(call);
      return { done, abort: () => ((call.aborted = true), end('offline')) };
    },
    state() {
      world.asked += 1;
      const next = world.states.shift() ?? 'offline';
      return typeof next === 'string' ? Promise.reject(failure(next)) : Promise.resolve(next);
    },
    forget: (id) => (world.forgotten.push(id), Promise.resolve()),
    readAgain: (id) => {
      world.again.push(id);
      return world.againFails ? Promise.reject(failure(world.againFails)) : Promise.resolve();
    },
    online: () => world.online,
  });
  const states = () => attaching.list.value.map(({ state }) => state);
  return { attaching, running, world, states };
}

describe('files that are attached', () => {
  beforeEach(() => {
    localStorage.clear();
    vi.useFakeTimers();
  });
  afterEach(() => void vi.useRealTimers());

  it('leave two at a time, tell how far they are, and go with the question', async () => {
    const { attaching, running, states } = set();
    attaching.add(['a', 'b', 'c'].map(file));
    expect(states()).toEqual(['sending', 'sending', 'waiting']);
    running[0]?.progress(0.5);
    expect(attaching.list.value[0]?.progress).toBe(0.5);
    for (const n of [0, 1, 2]) await running[n]?.end(stored(`id-${n}`));
    expect(states()).toEqual(['ready', 'ready', 'ready']);
    expect(attaching.take().map(({ id }) => id)).toEqual(['id-0', 'id-1', 'id-2']);
    expect(states()).toEqual([]);
  });

  it('belong to their topic, and to a new one once it has its id', async () => {
    const { attaching, running, states } = set();
    attaching.add([file('a')]);
    attaching.open('other');
    expect(states()).toEqual([]);
    attaching.open(null);
    attaching.become('t');
    await running[0]?.end(stored('id'));
    attaching.open(null);
    expect(states()).toEqual([]);
    attaching.open('t');
    expect(states()).toEqual(['ready']);
  });

  it('wait for the network, and are sent again as long as it was the network', async () => {
    const { attaching, running, world, states } = set();
    world.online = false;
    attaching.add([file('a')]);
    expect([states(), running.length]).toEqual([['waiting'], 0]);
    world.online = true;
    attaching.flush();
    world.online = false;
    for (let n = 0; n < 8; n += 1) {
      await running[n]?.end('offline');
      expect(states()).toEqual(['waiting']);
      world.online = true;
      await vi.advanceTimersByTimeAsync(3_000);
      world.online = false;
      attaching.flush();
    }
    await running[8]?.end(stored('id'));
    expect(states()).toEqual(['ready']);
  });

  it('give up over a connection that works, and are tried again when told', async () => {
    const { attaching, running, states } = set();
    attaching.add([file('a')]);
    for (let n = 0; n < 4; n += 1) {
      await running[n]?.end('timeout');
      await vi.advanceTimersByTimeAsync(3_000);
    }
    expect([states(), running.length]).toEqual([['failed'], 4]);
    attaching.retry(attaching.list.value[0]?.key ?? '');
    await running[4]?.end('unsupported_type');
    expect(attaching.list.value).toMatchObject([{ state: 'failed', failure: 'unsupported_type' }]);
  });

  it('are ready only when the server has read them', async () => {
    const { attaching, running, world, states } = set();
    attaching.add(['a', 'b'].map(file));
    await running[0]?.end(stored('id', { status: 'processing' }));
    await running[1]?.end(stored('bad', { status: 'failed', error: { code: 'unsupported_type', message: '' } }));
    expect(states()).toEqual(['reading', 'failed']);
    world.states.push('offline', stored('id'));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(states()).toEqual(['reading', 'failed']);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(states()).toEqual(['ready', 'failed']);
  });

  it('tell how far they are read, and are asked after less and less often', async () => {
    const { attaching, running, world, states } = set();
    attaching.add([file('a')]);
    const reading = (progress: number) => stored('id', { status: 'processing', progress, pages: 20 });
    await running[0]?.end(reading(0));
    world.states.push(...Array.from({ length: 40 }, (_, n) => reading(n / 40)));
    await vi.advanceTimersByTimeAsync(3_700);
    expect(world.asked).toBe(3);
    expect(attaching.list.value[0]?.attachment).toMatchObject({ progress: 2 / 40, pages: 20 });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(world.asked).toBeLessThan(20);
    world.states.splice(0, Infinity, stored('id', { pages: 20, passages: 31 }));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(states()).toEqual(['ready']);
    const { asked } = world;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(world.asked).toBe(asked);
  });

  it('that could not be read are read again, and not sent again', async () => {
    const { attaching, running, world } = set();
    attaching.add([file('a')]);
    const error = { code: 'unreadable', message: '', reason: 'too_slow' } as const;
    await running[0]?.end(stored('id', { status: 'failed', error }));
    const key = attaching.list.value[0]?.key ?? '';
    expect(attaching.list.value).toMatchObject([{ state: 'failed', failure: 'unreadable', reason: 'too_slow' }]);
    world.againFails = 'offline';
    attaching.retry(key);
    await vi.advanceTimersByTimeAsync(0);
    expect(attaching.list.value).toMatchObject([{ state: 'failed', failure: 'unreadable', reason: 'too_slow' }]);
    world.againFails = null;
    world.states.push(stored('id', { status: 'processing', progress: 0.5 }), stored('id'));
    attaching.retry(key);
    expect(attaching.list.value).toMatchObject([{ state: 'reading', failure: null, reason: undefined }]);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(attaching.list.value).toMatchObject([{ state: 'ready' }]);
    expect([world.again, running.length]).toEqual([['id', 'id'], 1]);
  });

  it('that were cut go on where they were, and what lies at the server is let go of with them', async () => {
    const { attaching, running, states } = set();
    attaching.add([file('a')]);
    running[0]?.progress(0.6);
    await running[0]?.end('offline');
    expect([states(), attaching.list.value[0]?.progress]).toEqual([['waiting'], 0.6]);
    await vi.advanceTimersByTimeAsync(3_000);
    running[1]?.progress(0.62);
    expect(attaching.list.value).toMatchObject([{ state: 'sending', progress: 0.6 }]);
    running[1]?.progress(0.1);
    expect(attaching.list.value).toMatchObject([{ progress: 0.1 }]);
    await running[1]?.end('timeout');
    attaching.remove(attaching.list.value[0]?.key ?? '');
    expect(running[1]?.aborted).toBe(true);
  });

  it('that are taken away are stopped, or forgotten at the server', async () => {
    const { attaching, running, world, states } = set();
    attaching.add(['a', 'b', 'c'].map(file));
    await running[0]?.end(stored('id'));
    for (const { key } of attaching.list.value) attaching.remove(key);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(states()).toEqual([]);
    expect(running.slice(1).map(({ aborted }) => aborted)).toEqual([true, true]);
    expect(world.forgotten).toEqual(['id']);
  });

  it('of a question that was refused come back, as far as the server still has them', async () => {
    const { attaching, world } = set();
    world.states.push(stored('a'), 'not_found');
    attaching.putBack('t', [stored('a'), stored('b')], true);
    attaching.open('t');
    await vi.advanceTimersByTimeAsync(0);
    expect(attaching.list.value).toMatchObject([
      { name: 'a.md', state: 'ready' },
      { state: 'failed', failure: 'not_found' },
    ]);
    expect(attaching.take().map(({ id }) => id)).toEqual(['a']);
  });

  it('that are at the server are attached again after a reload, each topic its own, until they are asked about', async () => {
    const before = set();
    before.attaching.open('t');
    before.attaching.add(['a', 'b'].map(file));
    await before.running[0]?.end(stored('a'));
    await before.running[1]?.end(stored('b', { status: 'processing' }));
    const after = set();
    expect(after.states()).toEqual([]);
    after.world.states.push(stored('a'), stored('b'));
    after.attaching.open('t');
    expect(after.states()).toEqual(['ready', 'reading']);
    await vi.advanceTimersByTimeAsync(0);
    expect(after.attaching.take().map(({ id }) => id)).toEqual(['a', 'b']);
    const later = set();
    later.attaching.open('t');
    expect(later.states()).toEqual([]);
  });
});
