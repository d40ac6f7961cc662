import { describe, expect, it, vi } from 'vitest';
import { createContinuation } from '../src/upstreams/model/continuation';
import type { Model, Take } from '../src/upstreams/model/model';
import { api } from './client';
import { databases } from './databases';
import { closedGate } from './gate';
import { startBff, type Bff } from './harness';

const TEXT = '第一句话😀，第二句话。'.repeat(40);
/** Where it stands still until its process is gone, in UTF-16 units. */
const CUT_AT = 60;

describe.each(databases)('an answer that its process left, on $name', ({ prepare }) => {
  /** Whoever writes it on does so once `goOn` was called. */
  const cutInTheMiddle = async (bff: Bff) => {
    const going = closedGate();
    bff.model.plan({ fault: { kind: 'stall', afterUnits: CUT_AT } });
    bff.model.plan({ held: () => going.opened });
    const client = await bff.client();
    const asked = await client.ask('很长');
    await vi.waitFor(() => expect(client.text(asked.ref).length).toBeGreaterThan(20), { interval: 5 });
    const seen = client.text(asked.ref);
    await bff.restart();
    return { ...asked, seen, goOn: going.open };
  };

  it('is written on from the very character, and streams to whoever follows', async () => {
    const bff = await startBff(await prepare(), { text: TEXT });
    const { answerId, seen, goOn } = await cutInTheMiddle(bff);
    const client = await bff.client();
    const { ref, status, offset } = await client.follow(answerId, seen.length);
    expect([status, offset]).toEqual(['streaming', seen.length]);
    goOn();
    const end = await client.done(answerId);
    expect(end).toMatchObject({ status: 'complete', length: TEXT.length });
    expect(seen + client.text(ref).slice(seen.length)).toBe(TEXT);
    const continued = bff.model.completions()[1]?.body;
    expect(continued).toMatchObject({ continue_final_message: true, add_generation_prompt: false });
    await bff.close();
  });

  it('ends interrupted, with all that was seen, where the endpoint cannot go on; another answer is one call', async () => {
    const bff = await startBff({ ...(await prepare()), LLM_CONTINUE: 'off' }, { text: TEXT });
    const { answerId, seen } = await cutInTheMiddle(bff);
    const client = await bff.client();
    await vi.waitFor(async () => expect((await client.follow(answerId, 0)).status).toBe('interrupted'));
    expect((await client.follow(answerId, 0)).text.startsWith(seen)).toBe(true);
    expect(bff.model.completions()).toHaveLength(1);
    const again = await client.call('regenerate', { askId: 'again', answerId });
    expect(again).toMatchObject({ ok: true });
    await bff.close();
  });

  it('is written from its beginning where nothing was written yet, also when it was only queued', async () => {
    const bff = await startBff({ ...(await prepare()), MAX_RUNNING_ANSWERS: '1' }, { text: '好' });
    const followed = closedGate();
    bff.model.plan({ held: () => new Promise(() => undefined) });
    bff.model.plan({ held: () => followed.opened }, { times: 2 });
    const client = await bff.client();
    const asked = [await client.ask('一'), await client.ask('二')];
    // The one runs, and the other waits for it.
    await vi.waitFor(() => expect(bff.model.completions()).toHaveLength(1));
    await bff.restart();
    const back = await bff.client();
    for (const { answerId } of asked) await back.follow(answerId, 0);
    followed.open();
    for (const { answerId } of asked)
      expect(await back.done(answerId)).toMatchObject({ status: 'complete', length: 1 });
    await bff.close();
  });

  it('keeps a stop that came when nobody wrote it', async () => {
    const bff = await startBff({ ...(await prepare()), LLM_CONTINUE: 'on' }, { text: TEXT });
    const { answerId, goOn } = await cutInTheMiddle(bff);
    const client = await bff.client();
    expect(await client.call('stop', { answerId })).toMatchObject({ ok: true, status: 'stopped' });
    goOn();
    const { body } = await api(bff.url, client.token, '/api/topics');
    expect(body).toMatchObject({ items: [{}] });
    await bff.close();
  });
});

describe('an endpoint asked to go on with a text', () => {
  const events =
    (...texts: string[]): Model['stream'] =>
    (_request, take) =>
      // As the real one does: what `take` throws rejects it.
      Promise.resolve().then(() => {
        for (const text of texts) take({ kind: 'text', text });
        take({ kind: 'finish', reason: 'stop' });
      });
  const WRITTEN = '从前有一座山，山里有一座庙，庙里有个老和尚在讲故事。';
  const request = {
    messages: [{ role: 'assistant' as const, content: WRITTEN }],
    model: undefined,
    maxTokens: 1,
    signal: new AbortController().signal,
  };
  const read = async (run: (take: Take) => Promise<void>): Promise<string> => {
    let text = '';
    await run((event) => {
      if (event.kind === 'text') text += event.text;
    });
    return text;
  };

  it('is believed once it does, whatever the size of its pieces', async () => {
    const continuation = createContinuation('auto');
    const guarded = (stream: Model['stream']) => read((take) => continuation.guard(request, take, stream));
    expect(await guarded(events('讲', '的', '是', '从前'))).toBe('讲的是从前');
    expect(await guarded(events())).toBe('');
    expect(continuation.possible()).toBe(true);
  });

  it('is found out where it begins anew, and not asked again', async () => {
    const continuation = createContinuation('auto');
    const anew = read((take) => continuation.guard(request, take, events(...Array.from(WRITTEN))));
    await expect(anew).rejects.toMatchObject({ reason: 'rejected' });
    expect(continuation.possible()).toBe(false);
  });

  it('may repeat the beginning of a text that repeats itself', async () => {
    const messages = [{ role: 'assistant' as const, content: '甲乙丙丁。'.repeat(6) }];
    const continuation = createContinuation('auto');
    const more = '甲乙丙丁。'.repeat(7);
    expect(await read((take) => continuation.guard({ ...request, messages }, take, events(more)))).toBe(more);
  });

  it('is asked or not asked as the setting says', () => {
    expect([createContinuation('on').possible(), createContinuation('off').possible()]).toEqual([true, false]);
  });
});
