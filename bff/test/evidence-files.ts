import type { Box, Place } from '@huati/shared';
import type { Database } from '../src/db/database';
import { newId } from '../src/ids';
import { estimateTokens } from '../src/upstreams/model/tokens/estimate';

export interface TestPassage {
  text: string;
  place?: Place;
  boxes?: Box[];
}

const CHUNK = 200;

/** Stores a file as if it had been uploaded and read into these passages; gives the attachment's id and the content's. */
export async function storeFile(
  { kysely }: Database,
  userId: string,
  name: string,
  passages: readonly TestPassage[],
  mime = 'application/pdf',
): Promise<{ id: string; fileId: string }> {
  const fileId = newId();
  const rows = passages.map(({ text, place = {}, boxes }, at) => ({
    file_id: fileId,
    n: at + 1,
    text,
    place_json: JSON.stringify(place),
    boxes_json: boxes ? JSON.stringify(boxes) : null,
    tokens: estimateTokens(text),
  }));
  const row = {
    id: fileId,
    sha256: fileId.replaceAll('-', '').padEnd(64, '0'),
    bytes: 1,
    mime,
    status: 'ready' as const,
    created_at: Date.now(),
    passages: rows.length,
    tokens: rows.reduce((sum, { tokens }) => sum + tokens, 0),
  };
  await kysely.insertInto('files').values(row).execute();
  for (let at = 0; at < rows.length; at += CHUNK) {
    await kysely
      .insertInto('file_passages')
      .values(rows.slice(at, at + CHUNK))
      .execute();
  }
  const id = newId();
  const attachment = { id, user_id: userId, file_id: fileId, topic_id: null, name, created_at: Date.now() };
  await kysely.insertInto('attachments').values(attachment).execute();
  return { id, fileId };
}
