// @vitest-environment node
import { createPinia, setActivePinia } from 'pinia';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { request } from './request';
import { startServers, type Servers } from './servers';

const address = vi.hoisted(() => ({ origin: '' }));
vi.mock('@/config', () => ({
  get apiOrigin() {
    return address.origin;
  },
}));

// There is no document here, as in a mini-program.
vi.mock('@/platform/lifecycle', () => import('@/platform/lifecycle.mp-weixin'));

let servers: Servers;

beforeAll(async () => {
  servers = await startServers();
  address.origin = servers.origin;
  Object.assign(uni, { request, onAppHide: () => undefined });
}, 60_000);

afterAll(() => servers.close());

it('reports an answer of one’s own, and none that is not', async () => {
  setActivePinia(createPinia());
  const { api, connection, setCredentials } = await import('@/transport');
  const { useSession } = await import('@/features/account');
  const { useChat } = await import('@/features/chat');
  setCredentials(useSession());
  const chat = useChat();
  chat.start(null);
  connection.connect();
  await vi.waitFor(() => expect(connection.status()).toBe('online'), 10_000);
  await servers.plan({ text: '一个回答', tokensPerSecond: 2_000 });
  await chat.ask('一个问题');
  const answer = await vi.waitFor(() => {
    const last = chat.items[chat.items.length - 1];
    if (last?.kind !== 'answer' || last.message.status !== 'complete') throw new Error('not yet');
    return last.message;
  }, 20_000);
  await api.report({ messageId: answer.id, reason: 'wrong', text: '不对' });
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
