// @vitest-environment node
import { afterAll, beforeAll, expect, it } from 'vitest';
import { device, startForDevices } from './device';
import type { Servers } from './servers';

let servers: Servers;

beforeAll(async () => {
  servers = await startForDevices();
}, 60_000);

afterAll(() => servers.close());

it('reports an answer of one’s own, and none that is not', async () => {
  const { api, chat, connection, ended, last } = await device();
  await servers.plan({ text: '一个回答', tokensPerSecond: 2_000 });
  await chat.ask('一个问题');
  await ended('complete');
  await api.report({ messageId: last()?.id ?? '', reason: 'wrong', text: '不对' });
  await expect(api.report({ messageId: 'another', reason: 'wrong' })).rejects.toMatchObject({ code: 'not_found' });
  connection.close();
});

it('asks for a share’s report without a log-in where none can be had', async () => {
  const { api, setCredentials, WireFailure } = await import('@/transport');
  const none = () => Promise.reject(new WireFailure('internal', 'no session'));
  setCredentials({ ensure: none, renew: none });
  // It comes as far as the server, which knows no such share.
  await expect(api.report({ shareId: 'another', reason: 'other' })).rejects.toMatchObject({ code: 'not_found' });
  await expect(api.report({ messageId: 'another', reason: 'other' })).rejects.toMatchObject({ code: 'internal' });
});
