import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from './databases';
import type { Bff } from './harness';
import {
  attach,
  eventually,
  knowledgeOf,
  readFile,
  sent,
  startGraphRag,
  until,
  type GraphRagServer,
} from './knowledge';
import { sessionOf, startWithWeChat } from './wechat';

const TEXT = [{ text: '差旅住宿每晚不超过五百元。', place: { headings: ['差旅制度', '住宿'] } }];

describe.each(databases)("a guest's knowledge on $name", ({ prepare }) => {
  let bff: Bff;
  let service: GraphRagServer;
  let close: () => Promise<void>;
  beforeAll(async () => {
    service = await startGraphRag();
    const { close: end, ...started } = await startWithWeChat({ ...(await prepare()), RAG_URL: service.url });
    bff = started.bff;
    close = async () => {
      await end();
      await service.close();
    };
  });
  afterAll(() => close());

  const ownersOf = (...ids: string[]) => ids.map((id) => service.documents()[id]?.owner);

  it("becomes an account's, at the service too", async () => {
    const guest = await bff.token(randomUUID());
    const { attachmentId } = await readFile(bff, guest, { name: '差旅制度.pdf', passages: TEXT });
    const { id } = await sent(bff, guest, attachmentId);
    await until(bff, guest, 'ready');
    const [before] = ownersOf(id);
    const { token } = await sessionOf(bff.url, 'mover', guest);
    expect(await until(bff, token, 'ready')).toMatchObject({ id, attachmentId, name: '差旅制度.pdf' });
    await eventually(() => expect(ownersOf(id)).not.toEqual([before]));
    expect((await knowledgeOf(bff, guest)).items).toEqual([]);
    const more = await readFile(bff, token, { name: '报销.pdf', passages: TEXT });
    const own = await sent(bff, token, more.attachmentId);
    await until(bff, token, 'ready');
    const [moved, sentLater] = ownersOf(id, own.id);
    expect(moved).toBe(sentLater);
  });

  it('that the account has too is there once', async () => {
    const { token, user } = await sessionOf(bff.url, 'both');
    const guest = await bff.token(randomUUID());
    const { attachmentId, fileId } = await readFile(bff, guest, { name: '甲.pdf', passages: TEXT });
    const own = randomUUID();
    await attach(bff, user.id, { fileId, attachmentId: own, name: '乙.pdf' });
    const kept = await sent(bff, token, own);
    const gone = await sent(bff, guest, attachmentId);
    await until(bff, guest, 'ready');
    await sessionOf(bff.url, 'both', guest);
    await eventually(() => expect(Object.keys(service.documents())).not.toContain(gone.id));
    expect((await knowledgeOf(bff, token)).items).toMatchObject([{ id: kept.id, name: '乙.pdf' }]);
    expect(Object.keys(service.documents())).toContain(kept.id);
  });

  it('that is on its way arrives as the account’s', async () => {
    const guest = await bff.token(randomUUID());
    const { attachmentId } = await readFile(bff, guest, { name: 'slow 制度.pdf', passages: TEXT });
    const { id } = await sent(bff, guest, attachmentId);
    await eventually(() => expect(service.callsOf('PUT').map(({ path }) => path)).toContain(`/documents/${id}`));
    const { token } = await sessionOf(bff.url, 'hasty', guest);
    expect(await until(bff, token, 'ready')).toMatchObject({ id });
    const later = await readFile(bff, token, { name: '丙.pdf', passages: TEXT });
    const own = await sent(bff, token, later.attachmentId);
    await until(bff, token, 'ready');
    const [moved, sentLater] = ownersOf(id, own.id);
    expect(moved).toBe(sentLater);
    expect(service.callsOf('PUT').filter(({ path }) => path === `/documents/${id}`)).toHaveLength(2);
  });
});
