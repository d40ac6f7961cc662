import { describe, expect, it, vi } from 'vitest';
import type { Fault } from '../src/model/server';
import { ask, interpret, readStream, readUntilBroken, start } from './client';

const TEXT = '一二三😀四五六七八九十';

async function startWith(fault: Fault) {
  return start({ plan: { text: TEXT, fault } });
}

describe('faults before the answer', () => {
  it('answers a status with its cure', async () => {
    const server = await startWith({ kind: 'status', status: 429, retryAfterSeconds: 7 });
    const response = await ask(server);
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('7');
    expect(await response.json()).toMatchObject({ error: { type: 'RateLimitError', code: 429 } });
    expect(server.requests[0]).toMatchObject({ outcome: 'fault', status: 429, sentText: '' });
  });

  it('answers a status with the body that is planned', async () => {
    const server = await startWith({ kind: 'status', status: 503, body: { detail: 'loading' } });
    const response = await ask(server);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ detail: 'loading' });
  });

  it('refuses by a reset connection', async () => {
    const server = await startWith({ kind: 'refuse' });
    await expect(ask(server)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect(server.requests[0]).toMatchObject({ outcome: 'fault', sentText: '' });
  });

  it('hangs without headers until the client gives up', async () => {
    const server = await startWith({ kind: 'hang' });
    await expect(ask(server, {}, AbortSignal.timeout(300))).rejects.toMatchObject({ name: 'TimeoutError' });
    await vi.waitFor(() => expect(server.requests[0]).toMatchObject({ outcome: 'aborted', sentText: '' }));
    expect(server.requests[0]?.status).toBeUndefined();
  });

  it('hangs after the headers', async () => {
    const server = await startWith({ kind: 'hangAfterHeaders' });
    const response = await ask(server, {}, AbortSignal.timeout(300));
    expect(response.status).toBe(200);
    const { bytes, error } = await readUntilBroken(response);
    expect(bytes).toBe('');
    expect(error).toMatchObject({ name: 'TimeoutError' });
    await vi.waitFor(() => expect(server.requests[0]?.outcome).toBe('aborted'));
  });
});

describe('faults in the middle', () => {
  it('stalls after so many units', async () => {
    const server = await startWith({ kind: 'stall', afterUnits: 6 });
    const { bytes, error } = await readUntilBroken(await ask(server, {}, AbortSignal.timeout(300)));
    expect(error).toMatchObject({ name: 'TimeoutError' });
    expect(interpret(bytes)).toMatchObject({ text: '一二三😀四', finishReason: null, done: false });
    await vi.waitFor(() => expect(server.requests[0]).toMatchObject({ outcome: 'aborted', sentText: '一二三😀四' }));
  });

  it('cuts the connection after so many units, all of which arrive', async () => {
    const server = await startWith({ kind: 'cut', afterUnits: 7 });
    const { bytes, error } = await readUntilBroken(await ask(server));
    expect(error).toMatchObject({ name: 'TypeError', message: 'terminated' });
    expect(interpret(bytes)).toMatchObject({ text: '一二三😀四五', finishReason: null, done: false });
    expect(server.requests[0]).toMatchObject({ outcome: 'fault', sentText: '一二三😀四五' });
  });

  it('cuts inside a pair only where pairs are split', async () => {
    const server = await startWith({ kind: 'cut', afterUnits: 4 });
    expect(interpret((await readUntilBroken(await ask(server))).bytes).text).toBe('一二三');
    server.plan({ splitSurrogates: true });
    expect(interpret((await readUntilBroken(await ask(server))).bytes).text).toBe('一二三\ud83d');
  });

  it('sends an event that is no JSON, and goes on', async () => {
    const server = await startWith({ kind: 'malformed', afterUnits: 2 });
    const { text, malformed, finishReason, done } = await readStream(await ask(server));
    expect(malformed).toHaveLength(1);
    expect({ text, finishReason, done }).toEqual({ text: TEXT, finishReason: 'stop', done: true });
    expect(server.requests[0]).toMatchObject({ outcome: 'fault', sentText: TEXT });
  });

  it('sends an error in an event, then [DONE]', async () => {
    const server = await startWith({ kind: 'errorChunk', afterUnits: 2, message: 'out of memory' });
    const { text, events, finishReason, done } = await readStream(await ask(server));
    expect({ text, finishReason, done }).toEqual({ text: '一二', finishReason: null, done: true });
    expect(events.at(-1)?.error).toMatchObject({ message: 'out of memory', code: 500 });
    expect(server.requests[0]).toMatchObject({ outcome: 'fault', sentText: '一二' });
  });

  it('plays a fault beyond the end of the text before the end is told', async () => {
    const server = await startWith({ kind: 'cut', afterUnits: 1_000 });
    const { bytes, error } = await readUntilBroken(await ask(server));
    expect(error).toBeDefined();
    expect(interpret(bytes)).toMatchObject({ text: TEXT, finishReason: null });
  });
});

describe('faults at the end', () => {
  it.each([
    ['empty', { text: '', finishReason: 'stop', done: true }],
    ['noFinish', { text: TEXT, finishReason: null, done: true }],
    ['noDone', { text: TEXT, finishReason: null, done: false }],
  ] as const)('%s', async (kind, expected) => {
    const server = await startWith({ kind });
    expect(await readStream(await ask(server))).toMatchObject(expected);
    expect(server.requests[0]).toMatchObject({ outcome: 'fault', sentText: expected.text });
  });
});

describe('faults of a completion in one piece', () => {
  const whole = { stream: false };

  it('cuts and stalls in the middle of the body', async () => {
    const server = await startWith({ kind: 'cut', afterUnits: 2 });
    const cut = await readUntilBroken(await ask(server, whole));
    expect(cut.error).toMatchObject({ message: 'terminated' });
    expect(cut.bytes.length).toBeGreaterThan(0);
    server.setDefault({ text: TEXT, fault: { kind: 'stall', afterUnits: 2 } });
    const stalled = await readUntilBroken(await ask(server, whole, AbortSignal.timeout(300)));
    expect(stalled.error).toMatchObject({ name: 'TimeoutError' });
    expect(stalled.bytes.length).toBeGreaterThan(0);
  });

  it('sends half a JSON, an error, nothing, or no reason', async () => {
    const server = await startWith({ kind: 'malformed', afterUnits: 2 });
    await expect((await ask(server, whole)).json()).rejects.toThrow(SyntaxError);
    server.plan({ fault: { kind: 'errorChunk', afterUnits: 0, message: 'out of memory' } });
    const failed = await ask(server, whole);
    expect(failed.status).toBe(500);
    expect(await failed.json()).toMatchObject({ error: { message: 'out of memory' } });
    server.plan({ fault: { kind: 'empty' } });
    expect(await (await ask(server, whole)).json()).toMatchObject({ choices: [{ message: { content: '' } }] });
    server.plan({ fault: { kind: 'noFinish' } });
    expect(await (await ask(server, whole)).json()).toMatchObject({ choices: [{ finish_reason: null }] });
  });
});
