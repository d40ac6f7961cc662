import { randomUUID } from 'node:crypto';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { startModelServer, type ModelServer } from '@huati/local/model';
import type { SharedTopic } from '@huati/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { api, type TestClient } from './client';
import { databases } from './databases';
import { startBff, type Bff } from './harness';
import { png } from './png';
import { read, share } from './sharing';
import { uploaded } from './uploads';

const SECRET_PLACE = 'GPS 31.2304N 121.4737E';

/** A photo with words in its metadata, as phones write where it was taken. */
async function photo(width: number, height: number): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#c33';
  context.fillRect(0, 0, width / 2, height);
  const jpeg = await canvas.encode('jpeg', 80);
  const words = Buffer.from(`Exif\0\0${SECRET_PLACE}`, 'latin1');
  const head = Buffer.from([0xff, 0xe1, 0, words.length + 2]);
  return Uint8Array.from(Buffer.concat([jpeg.subarray(0, 2), head, words, jpeg.subarray(2)]));
}

describe.each(databases)('pictures of shares on $name', ({ prepare }) => {
  let bff: Bff;
  let client: TestClient;
  let model: ModelServer;
  beforeAll(async () => {
    model = await startModelServer({ vision: true, plan: { text: '好' } });
    const settings = { LLM_TITLES: 'off', ASKS_PER_MINUTE: '0', LLM_BASE_URL: `${model.url}/v1` };
    bff = await startBff({ ...settings, ...(await prepare()) });
    client = await bff.client(randomUUID());
  });
  afterAll(async () => {
    await bff.close();
    await model.close();
  });

  const asked = async (files: { name: string; content: string | Uint8Array<ArrayBuffer> }[], topicId?: string) => {
    const stored = [];
    for (const { name, content } of files) stored.push(await uploaded(bff, client.token, name, content));
    const ids = await client.ask('看图', { attachmentIds: stored.map(({ id }) => id), ...(topicId && { topicId }) });
    await client.done(ids.answerId);
    return { ...ids, stored };
  };
  const pictureIn = ({ messages }: SharedTopic, at = 0) =>
    messages.flatMap(({ attachments }) => attachments ?? [])[at]?.picture;
  /** The id of the first picture of a share, as whoever has these sees it. */
  const idIn = async (shareId: string, by: { pass?: string } = {}) => {
    const picture = pictureIn((await read(bff, shareId, by)).body);
    if (!picture) throw new Error('it shows no picture');
    return picture.id;
  };
  const fetched = (shareId: string, pictureId: string, headers: Record<string, string> = {}) =>
    fetch(`${bff.url}/api/shares/${shareId}/pictures/${pictureId}`, { headers });
  const photographed = async () => {
    const { stored, ...ids } = await asked([
      { name: '照片.jpg', content: await photo(2400, 1200) },
      { name: '账本.txt', content: '一百' },
    ]);
    const [image, text] = stored;
    if (!image || !text) throw new Error('not stored');
    return { ...ids, image, text };
  };

  it('are small copies without metadata', async () => {
    const { topicId } = await photographed();
    const made = await share(bff, client.token, topicId);
    const shared = (await read(bff, made.id)).body;
    expect(shared.messages[0]?.attachments).toEqual([
      { name: '照片.jpg', picture: { id: expect.stringMatching(/^[\w-]{22,}$/) as string, width: 1600, height: 800 } },
      { name: '账本.txt' },
    ]);
    const id = await idIn(made.id);
    const reply = await fetched(made.id, id);
    expect(reply.status).toBe(200);
    expect(Object.fromEntries(reply.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'cache-control': 'private, no-cache',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex',
      etag: `"${id}"`,
    });
    const bytes = Buffer.from(await reply.arrayBuffer());
    expect(bytes.subarray(0, 2).toString('hex')).toBe('ffd8');
    expect([bytes.includes('Exif'), bytes.includes(SECRET_PLACE)]).toEqual([false, false]);
    const drawn = await loadImage(bytes);
    expect([drawn.width, drawn.height]).toEqual([1600, 800]);
    const again = await fetched(made.id, id, { 'If-None-Match': `"${id}"` });
    expect([again.status, (await again.arrayBuffer()).byteLength]).toEqual([304, 0]);
  });

  it('open nothing else of their owner’s, and name none of it', async () => {
    const { topicId, answerId, image, text } = await photographed();
    const made = await share(bff, client.token, topicId);
    const all = JSON.stringify((await read(bff, made.id)).body);
    for (const hidden of [image.id, text.id, image.sha256, topicId]) expect(all).not.toContain(hidden);
    for (const id of [image.id, text.id, image.sha256, '__proto__', 'x']) {
      expect((await fetched(made.id, id)).status).toBe(404);
    }
    const stranger = await bff.token(randomUUID());
    for (const path of ['', '/content', '/picture', '/pages/1']) {
      expect((await api(bff.url, undefined, `/api/uploads/${image.id}${path}`)).status).toBe(401);
      expect((await api(bff.url, stranger, `/api/uploads/${image.id}${path}`)).status).toBe(404);
    }
    const picture = await idIn(made.id);
    // Another share of the same topic that shows no question, and one without pictures.
    for (const body of [{ messageIds: [answerId] }, { pictures: false }]) {
      const other = await share(bff, client.token, topicId, body);
      expect((await fetched(other.id, picture)).status).toBe(404);
      expect(pictureIn((await read(bff, other.id)).body)).toBeUndefined();
    }
  });

  it('are also of what an answer cites, without its question', async () => {
    model.plan({ text: '见图[1]。' });
    const { topicId, answerId } = await asked([{ name: '图.png', content: png(64) }]);
    const { id } = await share(bff, client.token, topicId, { messageIds: [answerId] });
    const [answer] = (await read(bff, id)).body.messages;
    const [source] = answer?.sources ?? [];
    expect(source).toMatchObject({ n: 1, title: '图.png', picture: { width: 64, height: 64 } });
    expect((await fetched(id, source?.picture?.id ?? '')).status).toBe(200);
  });

  it('go with the share, and with the file', async () => {
    const { topicId, stored } = await asked([{ name: '图.png', content: png(64) }]);
    const one = (await share(bff, client.token, topicId)).id;
    const two = (await share(bff, client.token, topicId)).id;
    const [first, second] = [await idIn(one), await idIn(two)];
    expect(first).not.toBe(second);
    await api(bff.url, client.token, `/api/shares/${one}`, { method: 'DELETE' });
    expect((await fetched(one, first)).status).toBe(404);
    expect((await fetched(two, second)).status).toBe(200);
    for (const { id } of stored) await api(bff.url, client.token, `/api/uploads/${id}`, { method: 'DELETE' });
    expect((await fetched(two, second)).status).toBe(404);
    expect((await read(bff, two)).body.messages[0]?.attachments?.[0]?.name).toBe('图.png');
  });

  it('of a locked share need its pass', async () => {
    const { topicId } = await asked([{ name: '图.png', content: png(64) }]);
    const { id } = await share(bff, client.token, topicId, { password: 'abcdef' });
    const unlocked = await api(bff.url, undefined, `/api/shares/${id}/unlock`, {
      method: 'POST',
      body: { password: 'abcdef' },
    });
    const { pass } = unlocked.body as { pass: string };
    const picture = await idIn(id, { pass });
    expect((await fetched(id, picture)).status).toBe(403);
    expect((await fetched(id, picture, { 'X-Share-Pass': pass })).status).toBe(200);
    expect((await fetched(id, picture, { Authorization: `Bearer ${client.token}` })).status).toBe(200);
  });

  it('of a live share come with its later questions too', async () => {
    const { topicId } = await asked([{ name: '一.png', content: png(64) }]);
    const { id } = await share(bff, client.token, topicId, { live: true });
    const first = pictureIn((await read(bff, id)).body);
    await asked([{ name: '二.png', content: png(96, 48) }], topicId);
    const readers = await Promise.all(Array.from({ length: 5 }, () => read(bff, id)));
    const [shared] = readers.map(({ body }) => body);
    for (const { body } of readers) expect(body).toEqual(shared);
    expect(shared && pictureIn(shared)).toEqual(first);
    const second = shared && pictureIn(shared, 1);
    expect(second).toMatchObject({ width: 96, height: 48 });
    expect((await fetched(id, second?.id ?? '')).status).toBe(200);
  });
});
