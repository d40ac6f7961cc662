import { afterEach, describe, expect, it, vi } from 'vitest';
import type { StageEvent } from '@huati/shared';
import type { TestClient } from './client';
import { startBff, type Bff } from './harness';

const SLOW = { text: '慢慢说'.repeat(300), tokensPerSecond: 20 };

describe('the queue', () => {
  let bff: Bff;
  afterEach(() => bff.close());

  const positions = (client: TestClient, answerId: string): (number | undefined)[] =>
    client.events
      .filter(({ name }) => name === 'stage')
      .map(({ args }) => args[0] as StageEvent)
      .filter((event) => event.answerId === answerId && event.stage === 'queued')
      .map(({ position }) => position);

  it('tells each its place, lets users take turns, and costs the model nothing for who leaves', async () => {
    bff = await startBff({ MAX_RUNNING_ANSWERS: '1' }, SLOW);
    const [greedy, modest] = [await bff.client('greedy'), await bff.client('modest')];
    const first = await greedy.ask('一');
    const second = await greedy.ask('二');
    const third = await greedy.ask('三');
    const other = await modest.ask('轮到我');
    await vi.waitFor(() => {
      expect(positions(modest, other.answerId)).toEqual([2]);
      expect(positions(greedy, second.answerId)).toEqual([1]);
      expect(positions(greedy, third.answerId)).toEqual([2, 3]);
    });
    expect(await greedy.call('stop', { answerId: second.answerId })).toMatchObject({ status: 'stopped' });
    await vi.waitFor(() => expect(positions(greedy, third.answerId)).toEqual([2, 3, 1]));
    await greedy.call('stop', { answerId: first.answerId });
    await vi.waitFor(() => expect(modest.text(other.ref) + greedy.text(third.ref)).not.toBe(''));
    expect(bff.model.completions()).toHaveLength(2);
  });

  it('gives one user no more than their share, and others theirs', async () => {
    bff = await startBff({ MAX_RUNNING_PER_USER: '2' }, SLOW);
    const [greedy, modest] = [await bff.client('greedy'), await bff.client('modest')];
    const asked = [await greedy.ask('一'), await greedy.ask('二'), await greedy.ask('三')];
    const other = await modest.ask('我的');
    await vi.waitFor(() => expect(modest.text(other.ref)).not.toBe(''));
    expect(positions(greedy, asked[2]?.answerId ?? '')).toEqual([1]);
    expect(bff.model.completions()).toHaveLength(3);
  });

  it('says when it is full, stores nothing then, and has room again later', async () => {
    bff = await startBff({ MAX_RUNNING_ANSWERS: '1', MAX_QUEUED_ANSWERS: '1' }, SLOW);
    const client = await bff.client();
    const running = await client.ask('一');
    await client.ask('二');
    const refused = await client.call('ask', { askId: 'full', text: '三' });
    expect(refused).toMatchObject({ ok: false, error: { code: 'busy' } });
    expect(refused).toHaveProperty('error.retryAfterMs');
    await client.call('stop', { answerId: running.answerId });
    expect(await client.call('ask', { askId: 'full', text: '三' })).toMatchObject({ ok: true });
  });
});
