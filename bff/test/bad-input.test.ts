import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { api, connect } from './client';
import { startBff, type Bff } from './harness';

describe('bad input', () => {
  let bff: Bff;
  beforeAll(async () => {
    bff = await startBff({ ASKS_PER_MINUTE: '3' });
  });
  afterAll(() => bff.close());

  it.each([
    ['an unknown event', 'nope', {}, 'invalid'],
    ['no payload', 'ask', null, 'invalid'],
    ['a payload that is no object', 'follow', 7, 'invalid'],
    ['an empty question', 'ask', { askId: 'a', text: '' }, 'invalid'],
    ['a blank question', 'ask', { askId: 'a', text: ' \n ' }, 'invalid'],
    ['a NUL', 'ask', { askId: 'a', text: 'a\0b' }, 'invalid'],
    ['half a surrogate pair', 'ask', { askId: 'a', text: '\ud83d' }, 'invalid'],
    ['a megabyte', 'ask', { askId: 'a', text: '啊'.repeat(1_000_000) }, 'input_too_long'],
    ['no such topic', 'ask', { askId: 'a', topicId: 'nope', text: '?' }, 'not_found'],
    ['no such attachment', 'ask', { askId: 'a', attachmentIds: ['x'], text: '?' }, 'not_found'],
    ['no such answer', 'stop', { answerId: 'nope' }, 'not_found'],
    ['a negative offset', 'follow', { answerId: 'x', offset: -1 }, 'invalid'],
    ['half an offset', 'follow', { answerId: 'x', offset: 0.5 }, 'invalid'],
  ])('is acknowledged with a code: %s', async (_what, event, payload, code) => {
    const client = await bff.client();
    const ack = await client.call(event, payload);
    expect(ack).toMatchObject({ ok: false, error: { code } });
    expect((await api(bff.url, undefined, '/healthz')).status).toBe(200);
  });

  it('is met without an acknowledgement too', async () => {
    const client = await bff.client();
    client.socket.emit('ask', 'nonsense' as never, undefined as never);
    (client.socket.emit as (event: string) => void)('nope');
    expect(await client.call('stop', { answerId: 'nope' })).toMatchObject({ ok: false });
  });

  it('is refused at the handshake with the code as the message', async () => {
    await expect(connect(bff.url, 'not a token')).rejects.toThrow('unauthorized');
    const [head, body] = (await bff.token()).split('.');
    await expect(connect(bff.url, `${head}.${body}.AAAA`)).rejects.toThrow('unauthorized');
  });

  it.each([
    ['a body that is not JSON', 'POST', '/api/sessions', '{bad', 400, 'invalid'],
    ['a body that is too large', 'POST', '/api/sessions', { deviceId: 'x'.repeat(400_000) }, 413, 'too_large'],
    ['an unknown kind', 'POST', '/api/sessions', { kind: 'king' }, 400, 'invalid'],
    ['no body', 'POST', '/api/sessions', undefined, 400, 'invalid'],
    ['no session', 'GET', '/api/topics', undefined, 401, 'unauthorized'],
    ['no such address', 'GET', '/api/nope', undefined, 404, 'not_found'],
  ])('is answered with a problem document: %s', async (...[, method, path, body, status, code]) => {
    const answer = await api(bff.url, undefined, path, { method, body });
    expect(answer.status).toBe(status);
    expect(answer.type).toContain('application/problem+json');
    expect(answer.body).toMatchObject({ code, status, requestId: answer.headers.get('x-request-id') });
  });

  it.each(['limit=0', 'limit=x', 'cursor=nope', `cursor=${'a'.repeat(600)}`])('in a list: %s', async (query) => {
    const answer = await api(bff.url, await bff.token(), `/api/topics?${query}`);
    expect([answer.status, answer.body]).toMatchObject([400, { code: 'invalid' }]);
  });

  it('asks too often: told how long to wait, and known asks still answered', async () => {
    const client = await bff.client('hasty');
    const askId = randomUUID();
    const first = await client.ask('一', { askId });
    await client.ask('二');
    await client.ask('三');
    const refused = await client.call('ask', { askId: randomUUID(), text: '四' });
    expect(refused).toMatchObject({ ok: false, error: { code: 'rate_limited' } });
    if (!refused.ok) expect(refused.error.retryAfterMs).toBeGreaterThan(0);
    expect((await client.ask('一', { askId })).answerId).toBe(first.answerId);
  });
});
