import { randomUUID } from 'node:crypto';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { startModelServer, type ModelServer } from '@huati/local/model';
import type { Attachment, Forked, Message, Page } from '@huati/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { api, type TestClient } from './client';
import { databases } from './databases';
import { startBff, type Bff } from './harness';
import { png } from './png';
import { share } from './sharing';
import { settled, uploaded } from './uploads';

async function photo(width: number, height: number): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#c33';
  context.fillRect(0, 0, width / 2, height);
  return Uint8Array.from(await canvas.encode('png'));
}

describe.each(databases)('pictures that come along from a share, on $name', ({ prepare }) => {
  let bff: Bff;
  let model: ModelServer;
  let owner: TestClient;
  let other: TestClient;
  beforeAll(async () => {
    model = await startModelServer({ vision: true, plan: { text: '好' } });
    const settings = { LLM_TITLES: 'off', ASKS_PER_MINUTE: '0', UPLOADS_PER_MINUTE: '0', REQUESTS_PER_MINUTE: '0' };
    const limits = { UPLOAD_QUOTA_BYTES: '200000', LLM_BASE_URL: `${model.url}/v1` };
    bff = await startBff({ ...settings, ...limits, ...(await prepare()) });
  });
  afterAll(async () => {
    await bff.close();
    await model.close();
  });
  beforeEach(async () => {
    owner = await bff.client(randomUUID());
    other = await bff.client(randomUUID());
  });

  const ask = async (pictures: readonly [string, Uint8Array<ArrayBuffer>][], topicId?: string) => {
    const stored = [];
    for (const [name, bytes] of pictures) stored.push(await uploaded(bff, owner.token, name, bytes));
    for (const file of stored) await settled(bff, owner.token, file);
    const attachmentIds = stored.map(({ id }) => id);
    const asked = await owner.ask('看图', { attachmentIds, ...(topicId !== undefined && { topicId }) });
    await owner.done(asked.answerId);
    return { ...asked, stored };
  };
  const fork = async (shareId: string) =>
    (await api(bff.url, other.token, `/api/shares/${shareId}/fork`, { method: 'POST' })).body as Forked;
  const questions = async ({ topicId }: Forked) => {
    const { body } = await api(bff.url, other.token, `/api/topics/${topicId}/messages?branch=shown`);
    return (body as Page<Message>).items.filter(({ role }) => role === 'user');
  };
  const contentOf = async ({ id }: Attachment) => {
    const headers = { authorization: `Bearer ${other.token}` };
    return Buffer.from(await (await fetch(`${bff.url}/api/uploads/${id}/content`, { headers })).arrayBuffer());
  };

  it.each([[false], [true]])('are small copies of one’s own, each with its question (live: %s)', async (live) => {
    const { topicId, stored } = await ask([['照片.png', await photo(2400, 1200)]]);
    await ask(
      [
        ['图一.png', png(40, 30)],
        ['图二.png', png(50, 30)],
      ],
      topicId,
    );
    const { id } = await share(bff, owner.token, topicId, { live });
    const forked = await fork(id);
    expect(forked).toEqual({ topicId: forked.topicId });
    const [one, two] = await questions(forked);
    expect(one?.attachments).toMatchObject([{ name: '照片.jpg', mime: 'image/jpeg' }]);
    expect(two?.attachments?.map(({ name }) => name)).toEqual(['图一.jpg', '图二.jpg']);
    const [copy] = one?.attachments ?? [];
    if (!copy) throw new Error('no copy');
    const { width, height } = await loadImage(await contentOf(copy));
    expect([width, height]).toEqual([1600, 800]);
    for (const original of stored) {
      expect(copy.id).not.toBe(original.id);
      expect((await api(bff.url, other.token, `/api/uploads/${original.id}`)).status).toBe(404);
    }
    // They stay when the owner ends it all.
    await api(bff.url, owner.token, `/api/topics/${topicId}`, { method: 'DELETE' });
    expect((await contentOf(copy)).length).toBeGreaterThan(100);
    // A question on what was forked is asked with them, as with one's own.
    const asked = await other.ask('图里有什么', { topicId: forked.topicId });
    await other.done(asked.answerId);
    expect(JSON.stringify(model.completions().at(-1)?.body)).toContain('data:image/jpeg;base64,');
  });

  it('stay where they are where the share has none, and where there is no room for them', async () => {
    const { topicId } = await ask([['照片.png', await photo(1200, 1200)]]);
    const bare = await fork((await share(bff, owner.token, topicId, { pictures: false })).id);
    expect(bare).not.toHaveProperty('filesLeftOut');
    expect((await questions(bare))[0]?.attachments ?? []).toEqual([]);
    const { id } = await share(bff, owner.token, topicId);
    await uploaded(bff, other.token, '大.txt', '大'.repeat(66_600));
    const full = await fork(id);
    expect(full.filesLeftOut).toBe(1);
    expect((await questions(full))[0]?.attachments ?? []).toEqual([]);
    expect(await questions(full)).toHaveLength(1);
  });

  it('are twenty at most', async () => {
    let topicId: string | undefined;
    for (let round = 0; round < 3; round += 1) {
      const pictures = Array.from(
        { length: 8 },
        (_, n) => [`${round}-${n}.png`, png(40 + n, 40 + round)] as [string, Uint8Array<ArrayBuffer>],
      );
      ({ topicId } = await ask(pictures, topicId));
    }
    const forked = await fork((await share(bff, owner.token, topicId ?? '')).id);
    expect(forked.filesLeftOut).toBe(4);
    expect((await questions(forked)).map(({ attachments }) => attachments?.length)).toEqual([8, 8, 4]);
  });
});
