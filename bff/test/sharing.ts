import type { Share, SharedTopic } from '@huati/shared';
import { api } from './client';
import type { Bff } from './harness';

/** A reply of the API with the body that it is expected to have. */
export interface Reply<T> {
  status: number;
  headers: Headers;
  body: T & { code?: string };
}

/** Shares the topic; throws where that is refused. */
export async function share(
  { url }: Pick<Bff, 'url'>,
  token: string,
  topicId: string,
  body: unknown = {},
): Promise<Share> {
  const reply = await api(url, token, `/api/topics/${topicId}/shares`, { method: 'POST', body });
  if (reply.status !== 201) throw new Error(`not shared: ${JSON.stringify(reply.body)}`);
  return (reply.body as { share: Share }).share;
}

/** Reads a share: with a session, a pass, or as anybody. */
export async function read(
  { url }: Pick<Bff, 'url'>,
  shareId: string,
  { token, pass }: { token?: string; pass?: string } = {},
): Promise<Reply<SharedTopic>> {
  const headers = pass !== undefined && { headers: { 'X-Share-Pass': pass } };
  const reply = await api(url, token, `/api/shares/${shareId}`, { ...headers });
  return reply as Reply<SharedTopic>;
}
