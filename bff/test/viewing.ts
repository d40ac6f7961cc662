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

/** How often it is looked whether this process stood still, and how late that may be without being counted, in ms. */
const LOOK_MS = 20;
const PUNCTUAL_MS = 40;

/** How long something took, and how much of that the process itself, with client and server in it, stood still, in ms. */
export interface StallMeter {
  elapsed(): number;
  lost(): number;
  stop(): void;
}

/** Measures from now on. What a machine that stands still takes of a time says nothing of what is waited for. */
export function stallMeter(): StallMeter {
  const since = performance.now();
  let looked = since;
  let lost = 0;
  const look = () => {
    const now = performance.now();
    lost += Math.max(0, now - looked - PUNCTUAL_MS);
    looked = now;
  };
  const timer = setInterval(look, LOOK_MS).unref();
  return {
    elapsed: () => performance.now() - since,
    lost: () => {
      look();
      return lost;
    },
    stop: () => clearInterval(timer),
  };
}
