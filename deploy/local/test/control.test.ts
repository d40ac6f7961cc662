import { describe, expect, it } from 'vitest';
import type { ModelServer, RecordedRequest } from '../src/model/server';
import { ask, readStream, start } from './client';

async function control(server: ModelServer, method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(`${server.url}${path}`, { method, body: body === undefined ? undefined : JSON.stringify(body) });
}

async function answer(server: ModelServer): Promise<string> {
  return (await readStream(await ask(server))).text;
}

describe('plans', () => {
  it('are used in order, so many times each, on top of the default', async () => {
    const server = await start({ plan: { text: '常', reasoning: '想' } });
    server.plan({ text: '二' }, { times: 2 });
    server.plan({ text: '一' });
    const answers = [await answer(server), await answer(server), await answer(server), await answer(server)];
    expect(answers).toEqual(['二', '二', '一', '常']);
    expect(server.completions().every(({ sentReasoning }) => sentReasoning === '想')).toBe(true);
    server.setDefault({ text: '新' });
    expect((await readStream(await ask(server))).reasoning).toBe('');
  });

  it('are forgotten with the requests, the default excepted', async () => {
    const server = await start({ plan: { text: '常' } });
    server.plan({ text: '一' });
    await fetch(`${server.url}/v1/models`);
    server.clear();
    expect(server.requests).toEqual([]);
    expect(await answer(server)).toBe('常');
  });
});

describe('control over HTTP', () => {
  it('plans, shows and forgets', async () => {
    const server = await start({ control: true });
    expect((await control(server, 'PUT', '/__plan', { text: '常' })).status).toBe(204);
    expect((await control(server, 'POST', '/__plan', { plan: { text: '一' }, times: 2 })).status).toBe(204);
    expect([await answer(server), await answer(server), await answer(server)]).toEqual(['一', '一', '常']);
    const shown = (await (await control(server, 'GET', '/__requests')).json()) as RecordedRequest[];
    expect(shown.map(({ sentText, outcome }) => [sentText, outcome])).toEqual([
      ['一', 'complete'],
      ['一', 'complete'],
      ['常', 'complete'],
    ]);
    await control(server, 'POST', '/__plan', { plan: { text: '一' } });
    expect((await control(server, 'DELETE', '/__plan')).status).toBe(204);
    expect(await answer(server)).toBe('常');
    expect((await control(server, 'DELETE', '/__requests')).status).toBe(204);
    expect(await (await control(server, 'GET', '/__requests')).json()).toEqual([]);
  });

  it.each([
    ['PUT', { tokensPerSecond: -1 }],
    ['PUT', { sped: 1 }],
    ['POST', { plan: { fault: { kind: 'stall' } } }],
    ['POST', { plan: {}, times: 0 }],
    ['POST', { text: '一' }],
  ])('%s refuses %j', async (method, body) => {
    const server = await start({ control: true });
    expect((await control(server, method, '/__plan', body)).status).toBe(400);
  });
});

describe('records', () => {
  it('keep what was asked, without the key', async () => {
    const server = await start();
    await fetch(`${server.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: 'Bearer secret', 'x-request-id': 'r1' },
      body: JSON.stringify({ model: 'huati-demo', messages: [{ role: 'user', content: '问' }], temperature: 0.5 }),
    });
    const [record] = server.requests;
    expect(record?.headers).toMatchObject({ authorization: 'masked', 'x-request-id': 'r1' });
    expect(record?.body).toMatchObject({ messages: [{ role: 'user', content: '问' }], temperature: 0.5 });
    expect(record?.endedAt).toBeGreaterThanOrEqual(record?.startedAt ?? Infinity);
    expect(JSON.stringify(server.requests)).not.toContain('secret');
  });

  it('are as many as are to be kept, the newest', async () => {
    const server = await start({ keepRequests: 2 });
    for (const text of ['一', '二', '三']) {
      server.plan({ text });
      await answer(server);
    }
    expect(server.requests.map(({ sentText }) => sentText)).toEqual(['二', '三']);
  });
});
