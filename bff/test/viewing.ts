import { randomUUID } from 'node:crypto';
import type { Share, SharedEvent, SharedTopic, Watched } from '@huati/shared';
import { api, connect, type TestClient } from './client';
import type { Bff } from './harness';

/** Somebody without a session who watches a share. */
export interface Viewer extends TestClient {
  watched: Watched;
  /** What it was told of the share, oldest first. */
  told(): SharedEvent[];
  lastOf<K extends SharedEvent['kind']>(kind: K): Extract<SharedEvent, { kind: K }> | undefined;
}

/** Connects without a session and watches; rejects where that is refused. */
export async function view({ url }: Pick<Bff, 'url'>, request: Parameters<TestClient['watch']>[0]): Promise<Viewer> {
  const client = await connect(url);
  const watched = await client.watch(request);
  const told = () => client.events.filter(({ name }) => name === 'shared').map(({ args }) => args[0] as SharedEvent);
  return {
    ...client,
    watched,
    told,
    lastOf: (kind) =>
      told().findLast((event): event is Extract<SharedEvent, { kind: typeof kind }> => event.kind === kind),
  };
}

/** Shares a topic live. */
export async function shareLive(bff: Pick<Bff, 'url'>, token: string, topicId: string, more = {}): Promise<Share> {
  const body = { live: true, ...more };
  const reply = await api(bff.url, token, `/api/topics/${topicId}/shares`, { method: 'POST', body });
  if (reply.status !== 201) throw new Error(`the share was refused: ${JSON.stringify(reply.body)}`);
  return (reply.body as { share: Share }).share;
}

export async function readShare({ url }: Pick<Bff, 'url'>, shareId: string): Promise<SharedTopic> {
  return (await api(url, undefined, `/api/shares/${shareId}`)).body as SharedTopic;
}

/** Asks, and does not wait for the answer. */
export function asked(client: TestClient, text: string, topicId?: string) {
  return client.ask(text, { askId: randomUUID(), ...(topicId !== undefined && { topicId }) });
}
