import type { Fault } from '@huati/local/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBff, type Bff } from './harness';

const cases: [string, Fault, string, number][] = [
  ['500', { kind: 'status', status: 500 }, 'reported', 0],
  ['400', { kind: 'status', status: 400 }, 'rejected', 0],
  ['429', { kind: 'status', status: 429, retryAfterSeconds: 7 }, 'overloaded', 0],
  ['a refused connection', { kind: 'refuse' }, 'refused', 0],
  ['no headers', { kind: 'hang' }, 'timeout', 0],
  ['no first token', { kind: 'hangAfterHeaders' }, 'timeout', 0],
  ['a stall', { kind: 'stall', afterUnits: 6 }, 'stalled', 6],
  ['a cut', { kind: 'cut', afterUnits: 6 }, 'cut', 6],
  ['a malformed chunk', { kind: 'malformed', afterUnits: 6 }, 'malformed', 6],
  ['an error chunk', { kind: 'errorChunk', afterUnits: 6, message: 'out of memory' }, 'reported', 6],
  ['an empty answer', { kind: 'empty' }, 'empty', 0],
  ['no finish_reason', { kind: 'noFinish' }, 'cut', 12],
  ['no end', { kind: 'noDone' }, 'cut', 12],
];

describe('a fault of the model', () => {
  let ordinary: Bff;
  /** Each is impatient of one thing alone: what is no matter of time is given as much as it takes. */
  let unheard: Bff;
  let unfinished: Bff;
  beforeAll(async () => {
    const start = (env: Record<string, string> = {}) =>
      startBff({ ASKS_PER_MINUTE: '0', ...env }, { text: '一二三四五六七八九十甲乙', chunkSize: 2 });
    ordinary = await start();
    unheard = await start({ LLM_FIRST_TOKEN_TIMEOUT_MS: '400' });
    unfinished = await start({ LLM_IDLE_TIMEOUT_MS: '1500' });
  });
  afterAll(() => Promise.all([ordinary, unheard, unfinished].map((bff) => bff.close())));
  const bffFor = ({ kind }: Fault): Bff => {
    if (kind === 'hang' || kind === 'hangAfterHeaders') return unheard;
    return kind === 'stall' ? unfinished : ordinary;
  };

  it.each(cases)('ends the answer with a reason and keeps what is written: %s', async (_what, fault, reason, kept) => {
    const bff = bffFor(fault);
    bff.model.clear();
    // A kept connection that breaks before anything came back is taken for an idle one closed: tried once more.
    bff.model.plan({ fault }, { times: fault.kind === 'refuse' ? 2 : 1 });
    const client = await bff.client();
    const { answerId, ref } = await client.ask('试试');
    const end = await client.done(answerId);
    expect(end).toMatchObject({ status: 'failed', error: { code: 'upstream_unavailable', reason } });
    expect(end.length).toBe(kept);
    expect(client.text(ref)).toBe('一二三四五六七八九十甲乙'.slice(0, kept));
    if (reason === 'overloaded') expect(end.error?.retryAfterMs).toBe(7000);
    if (fault.kind !== 'refuse') expect(bff.model.completions()).toHaveLength(1);
    expect(await client.follow(answerId, 0)).toMatchObject({ status: 'failed', length: kept });
  });

  it('is told apart from a full answer', async () => {
    ordinary.model.plan({ finishReason: 'length' });
    const client = await ordinary.client();
    expect((await client.done((await client.ask('够长')).answerId)).status).toBe('length');
  });
});
