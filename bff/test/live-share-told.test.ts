import type { SharedEvent, SharedMessage } from '@huati/shared';
import { describe, expect, it } from 'vitest';
import { AnswerLog } from '../src/features/chat/answer-log';
import { createDelivery } from '../src/features/chat/delivery';
import { PublishedLog } from '../src/features/sharing/live/published-log';
import { WatchedShare } from '../src/features/sharing/live/watched-share';
import type { NowShown } from '../src/features/sharing/shown-now';
import { createLogger } from '../src/logger';
import { pause } from '../src/pause';

const logger = createLogger('silent');

function message(id: string, text: string, more: Partial<SharedMessage> = {}): SharedMessage {
  return { id, role: 'assistant', text, status: 'complete', createdAt: '', ...more };
}

/** A share of which this test says what it shows. */
async function watched(first: NowShown, log = new AnswerLog('a')) {
  const now = { shown: first };
  const share = new WatchedShare({
    shareId: 's',
    state: () => Promise.resolve({ id: 's', userId: 'u', topicId: 't', title: '', leaf: null }),
    shown: () => Promise.resolve(now.shown),
    publish: (_, answerId, left) =>
      Promise.resolve(
        new PublishedLog(log, {
          ended: () => Promise.resolve(now.shown.messages.find(({ id }) => id === answerId)),
          check: undefined,
          refused: () => Promise.resolve(),
          left,
          logger,
        }),
      ),
    reach: () => Promise.resolve(),
    viewers: () => 1,
    counted: () => undefined,
    ended: () => undefined,
    logger,
  });
  await share.refresh();
  return { share, now };
}

function viewer() {
  const told: SharedEvent[] = [];
  const events: unknown[][] = [];
  const delivery = createDelivery({
    emit: (...event) => void events.push(event),
    congested: () => false,
    paceMs: () => 0,
    busy: () => undefined,
  });
  return {
    caller: { user: undefined, delivery, tell: (event: SharedEvent) => void told.push(event), onGone: () => undefined },
    told,
    events,
  };
}

describe('a share that is watched', () => {
  it('tells the end of an answer that ended while the acknowledgement was on its way', async () => {
    const log = new AnswerLog('a', '已经写的');
    const { share, now } = await watched({ title: '', messages: [message('a', '', { status: 'streaming' })] }, log);
    for (const enter of ['watch', 'follow'] as const) {
      const { caller, events } = viewer();
      const { reply, after } =
        enter === 'watch' ? await share.enter(caller, { shareId: 's', offset: 0 }) : await share.follow(caller, 'a', 0);
      if (enter === 'watch') {
        expect(reply).toMatchObject({ status: 'streaming', text: '已经写的' });
        now.shown = { title: '', messages: [message('a', '已经写的，写完')] };
        log.append('text', '，写完');
        log.finish({ status: 'complete' });
        await pause(20);
      }
      after();
      await pause(20);
      const ends = events.filter(([name]) => name === 'done');
      expect(ends).toEqual(enter === 'watch' ? [['done', { answerId: 'a', length: 7, status: 'complete' }]] : []);
      if (enter === 'watch') expect(events).toContainEqual(['delta', 1, 4, '，写完']);
      else expect(reply).toMatchObject({ status: 'complete', text: '已经写的，写完' });
    }
    share.close();
  });

  it('sends what came while that is little, and has much of it read', async () => {
    const { share, now } = await watched({ title: '', messages: [message('0', '先前')] });
    const { caller, told } = viewer();
    (await share.enter(caller, { shareId: 's', offset: 0 })).after();
    now.shown = { title: '', messages: [message('1', '短'), message('2', '也短')] };
    await share.refresh();
    expect(told.at(-1)).toMatchObject({ kind: 'changed', ids: ['1', '2'], messages: now.shown.messages });
    expect(told.at(-1)).not.toHaveProperty('partial');

    const long = Array.from({ length: 40 }, (_, at) => message(`long ${at}`, '长'.repeat(2000)));
    const refused = message('refused', '', { withheld: true });
    now.shown = { title: '', messages: [...long, refused] };
    await share.refresh();
    expect(told.at(-1)).toMatchObject({ kind: 'changed', partial: true, messages: [refused] });
    expect(JSON.stringify(told.at(-1)).length).toBeLessThan(2000);
    now.shown = { title: '', messages: [message('one', '长'.repeat(1_000_000))] };
    await share.refresh();
    expect(told.at(-1)).toMatchObject({ partial: true, ids: ['one'], messages: [] });
    share.close();
  });

  it('tells of an answer once it is known what it rests on, where that was not at its end', async () => {
    const log = new AnswerLog('a', '写好的[1]');
    const { share, now } = await watched({ title: '', messages: [message('a', '', { status: 'streaming' })] }, log);
    const { caller, told, events } = viewer();
    (await share.enter(caller, { shareId: 's', offset: 0 })).after();
    // Nothing of it can be read just then.
    now.shown = { title: '', messages: [] };
    log.finish({ status: 'complete' });
    await pause(20);
    expect(events.filter(([name]) => name === 'done')).toHaveLength(1);
    const whole = message('a', '写好的[1]', { retrieval: 'chunk', sources: [{ n: 1, title: '书', text: '句' }] });
    now.shown = { title: '', messages: [whole] };
    await share.refresh();
    expect(told.at(-1)).toMatchObject({ kind: 'changed', ids: ['a'], messages: [whole] });
    share.close();
  });
});
