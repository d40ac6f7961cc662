import { randomUUID } from 'node:crypto';
import { startGraphRagServer, type GraphRagServer, type GraphRagServerOptions } from '@huati/local/graphrag';
import type { Knowledge, Page, Place } from '@huati/shared';
import { expect, vi } from 'vitest';
import { api } from './client';
import { startBff, type Bff } from './harness';

export type { GraphRagServer };

/** How long the service works on a document, so that it is asked more than once, and how late a slow answer is, in ms. */
const PACE = { processingMs: 80, slowMs: 400 };
/** How long a state may take to come, in ms: some pauses before the next try are in it. */
const WITHIN = { timeout: 15_000, interval: 30 };

/** A scripted GraphRAG service that is quicker than people's. */
export function startGraphRag(options: GraphRagServerOptions = {}): Promise<GraphRagServer> {
  return startGraphRagServer({ ...PACE, ...options });
}

/** A BFF with a scripted GraphRAG service beside it, whose every line of log is kept. */
export async function startWithGraphRag(
  env: Record<string, string>,
  options: GraphRagServerOptions = {},
): Promise<{ bff: Bff; service: GraphRagServer; close(): Promise<void> }> {
  const service = await startGraphRag(options);
  const bff = await startBff({ RAG_URL: service.url, LOG_LEVEL: 'trace', ...env });
  return {
    bff,
    service,
    close: async () => {
      await bff.close();
      await service.close();
    },
  };
}

export interface Text {
  name: string;
  passages: { text: string; place: Place }[];
}

/** A file of the user as it is once it was read. Gives its ids as attachment and as content. */
export async function readFile(
  bff: Bff,
  token: string,
  { name, passages }: Text,
  status: 'ready' | 'processing' = 'ready',
): Promise<{ attachmentId: string; fileId: string }> {
  const { kysely } = await bff.database();
  const { id: userId } = (await api(bff.url, token, '/api/me')).body as { id: string };
  const [fileId, attachmentId] = [randomUUID(), randomUUID()];
  const content = { bytes: 100, mime: 'application/pdf', charset: null, created_at: Date.now() };
  await kysely
    .insertInto('files')
    .values({ id: fileId, sha256: fileId, ...content, status, passages: passages.length })
    .execute();
  const rows = passages.map(({ text, place }, at) => ({
    file_id: fileId,
    n: at + 1,
    text,
    place_json: JSON.stringify(place),
    tokens: text.length,
  }));
  if (rows.length > 0) await kysely.insertInto('file_passages').values(rows).execute();
  await attach(bff, userId, { fileId, attachmentId, name });
  return { attachmentId, fileId };
}

/** Makes the user another attachment of a content. */
export async function attach(
  bff: Bff,
  userId: string,
  { fileId, attachmentId, name }: { fileId: string; attachmentId: string; name: string },
): Promise<void> {
  const { kysely } = await bff.database();
  const row = { id: attachmentId, user_id: userId, file_id: fileId, topic_id: null, name, created_at: Date.now() };
  await kysely.insertInto('attachments').values(row).execute();
}

/** The answer to sending an attachment on. */
export async function send(
  { url }: Pick<Bff, 'url'>,
  token: string,
  attachmentId: string,
): Promise<{ status: number; body: { knowledge?: Knowledge; code?: string } }> {
  const { status, body } = await api(url, token, `/api/uploads/${attachmentId}/knowledge`, { method: 'PUT' });
  return { status, body: body as { knowledge?: Knowledge; code?: string } };
}

/** Sends an attachment on and gives its knowledge. */
export async function sent(bff: Pick<Bff, 'url'>, token: string, attachmentId: string): Promise<Knowledge> {
  const { status, body } = await send(bff, token, attachmentId);
  if (status !== 202 || !body.knowledge) throw new Error(`refused: ${JSON.stringify(body)}`);
  return body.knowledge;
}

export async function knowledgeOf({ url }: Pick<Bff, 'url'>, token: string, query = ''): Promise<Page<Knowledge>> {
  return (await api(url, token, `/api/knowledge${query}`)).body as Page<Knowledge>;
}

/** Waits until the first of the user's knowledge is in that state, and gives it. */
export async function until(bff: Pick<Bff, 'url'>, token: string, status: Knowledge['status']): Promise<Knowledge> {
  return vi.waitFor(async () => {
    const [item] = (await knowledgeOf(bff, token)).items;
    expect(item?.status).toBe(status);
    if (!item) throw new Error('there is none');
    return item;
  }, WITHIN);
}

/** Waits until `check` holds. */
export function eventually(check: () => void | Promise<void>): Promise<void> {
  return vi.waitFor(check, WITHIN);
}
