import type { AnswerStatus } from '@huati/shared';
import { createPinia, setActivePinia } from 'pinia';
import { expect, vi } from 'vitest';
import { request } from './request';
import { startServers, type Servers } from './servers';

export type Device = Awaited<ReturnType<typeof device>>;

const OF_MINI_PROGRAM = import.meta.glob('/src/platform/*.mp-weixin.ts');
/** There is no document here, as in a mini-program. */
const WITHOUT_DOCUMENT = [
  'blob-path',
  'haptics',
  'language',
  'lifecycle',
  'pages',
  'storage',
  'stored-elsewhere',
  'updates',
];

/** Starts the servers, and leads every client after that to them, with `parts` of uni beside its requests. */
export async function startForDevices(parts: object = {}): Promise<Servers> {
  const servers = await startServers();
  vi.stubEnv('VITE_API_ORIGIN', servers.origin);
  for (const name of WITHOUT_DOCUMENT) {
    const load = OF_MINI_PROGRAM[`/src/platform/${name}.mp-weixin.ts`];
    if (load) vi.doMock(`@/platform/${name}`, load);
  }
  Object.assign(uni, { request, onAppHide: () => undefined, ...parts });
  return servers;
}

/** A client as the program that was just started, with modules of its own; it shows nothing and has not connected. */
export async function program() {
  vi.resetModules();
  setActivePinia(createPinia());
  const { setCredentials, api } = await import('@/transport');
  const { connection } = await import('@/transport/connection');
  const { useSession } = await import('@/features/account');
  const { useChat } = await import('@/features/chat');
  setCredentials(useSession());
  const online = () => vi.waitFor(() => expect(connection.status()).toBe('online'), 10_000);
  return { chat: useChat(), connection, api, online };
}

/** A client that has begun a new topic and is connected. */
export async function device() {
  const started = await program();
  const { chat, connection, online } = started;
  chat.start(null);
  connection.connect();
  await online();
  const last = () => {
    const item = chat.items[chat.items.length - 1];
    return item?.kind === 'answer' ? item.message : undefined;
  };
  const shown = (): string => {
    const message = last();
    return message ? (chat.live.get(message.id)?.text ?? message.text) : '';
  };
  const ended = (status: AnswerStatus) =>
    vi.waitFor(() => {
      const rows = chat.items.map((item) => {
        if (item.kind === 'outbox') return `${item.question.state} ${item.question.failure}`;
        return item.kind === 'answer' ? item.message.status : item.kind;
      });
      expect(last()?.status, `${connection.status()}, ${chat.phase}: ${rows.join()}`).toBe(status);
    }, 20_000);
  return { ...started, last, shown, ended };
}
