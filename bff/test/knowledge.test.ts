import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { KNOWLEDGE_PACE, againIn, askIn } from '../src/features/knowledge/again';
import { pause } from '../src/pause';
import { api } from './client';
import { databases } from './databases';
import { startBff, startSecond, type Bff } from './harness';
import {
  attach,
  eventually,
  knowledgeOf,
  readFile,
  send,
  sent,
  startGraphRag,
  startWithGraphRag,
  until,
  type GraphRagServer,
} from './knowledge';

const REPORT = [
  { text: '# 第三季度报告\n营收增长了百分之十二。', place: { page: 1, headings: ['第三季度报告'] } },
  { text: '| 部门 | 营收 |\n| --- | --- |\n| 华东 | 三千万 |', place: { page: 2, cells: 'A1:B2' } },
];
const DAY_MS = 24 * 3600_000;

describe.each(databases)('knowledge on $name', ({ prepare }) => {
  let bff: Bff;
  let service: GraphRagServer;
  let close: () => Promise<void>;
  let token: string;
  beforeAll(async () => {
    ({ bff, service, close } = await startWithGraphRag(await prepare()));
  });
  afterAll(() => close());
  beforeEach(async () => {
    const { kysely } = await bff.database();
    await kysely.deleteFrom('knowledge').execute();
    service.clear();
    token = await bff.token(randomUUID());
  });

  const file = (name: string, passages = REPORT, owner = token) => readFile(bff, owner, { name, passages });
  const take = (id: string, owner = token) => api(bff.url, owner, `/api/knowledge/${id}`, { method: 'DELETE' });
  const rows = async () => (await bff.database()).kysely.selectFrom('knowledge').selectAll().execute();
  const change = async (set: Record<string, unknown>) => {
    await (await bff.database()).kysely.updateTable('knowledge').set(set).execute();
  };
  const isThere = async (fileId: string) => {
    const { kysely } = await bff.database();
    return (await kysely.selectFrom('files').select('id').where('id', '=', fileId).executeTakeFirst()) !== undefined;
  };

  describe('sending', () => {
    it('takes the whole file there, as somebody without a name', async () => {
      const { attachmentId } = await file('季报（终稿）.pdf');
      const first = await send(bff, token, attachmentId);
      expect(first).toEqual({
        status: 202,
        body: {
          knowledge: { id: expect.any(String) as string, attachmentId, name: '季报（终稿）.pdf', status: 'sending' },
        },
      });
      const ready = await until(bff, token, 'ready');
      expect(ready).toEqual({ ...first.body.knowledge, status: 'ready' });
      const passages = REPORT.map((passage, at) => ({ n: at + 1, ...passage }));
      const { [ready.id]: document } = service.documents();
      expect(document).toEqual({
        owner: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        title: '季报（终稿）.pdf',
        mime: 'application/pdf',
        passages,
      });
      const { id: userId } = (await api(bff.url, token, '/api/me')).body as { id: string };
      expect(JSON.stringify(service.calls)).not.toContain(userId);
      expect(service.callsOf('PUT')).toHaveLength(1);
    });

    it('is the same once more, also by another attachment of the same content', async () => {
      const { attachmentId, fileId } = await file('a.pdf');
      const { id: userId } = (await api(bff.url, token, '/api/me')).body as { id: string };
      const again = randomUUID();
      await attach(bff, userId, { fileId, attachmentId: again, name: '另一个名字.pdf' });
      const all = await Promise.all([attachmentId, again, attachmentId, again].map((id) => sent(bff, token, id)));
      expect(new Set(all.map(({ id }) => id)).size).toBe(1);
      await until(bff, token, 'ready');
      expect(await sent(bff, token, again)).toMatchObject({ id: all[0]?.id, status: 'ready' });
      expect(service.callsOf('PUT')).toHaveLength(1);
      expect((await knowledgeOf(bff, token)).items).toHaveLength(1);
    });

    it('tells how far the service is', async () => {
      await sent(bff, token, (await file('long 报告.pdf')).attachmentId);
      await eventually(async () => {
        expect((await knowledgeOf(bff, token)).items).toMatchObject([{ status: 'processing', progress: 0.5 }]);
      });
    });

    it('is only for one’s own files that are read', async () => {
      const { attachmentId } = await file('a.pdf');
      const other = await bff.token('somebody else');
      expect(await send(bff, other, attachmentId)).toMatchObject({ status: 404, body: { code: 'not_found' } });
      expect(await send(bff, token, randomUUID())).toMatchObject({ status: 404, body: { code: 'not_found' } });
      const unread = await readFile(bff, token, { name: 'b.pdf', passages: [] }, 'processing');
      expect(await send(bff, token, unread.attachmentId)).toMatchObject({ status: 400, body: { code: 'invalid' } });
      const { id } = await sent(bff, token, attachmentId);
      expect((await knowledgeOf(bff, other)).items).toEqual([]);
      expect(await take(id, other)).toMatchObject({ status: 404, body: { code: 'not_found' } });
      expect((await api(bff.url, undefined, '/api/knowledge')).status).toBe(401);
      await until(bff, token, 'ready');
    });

    it('is listed newest first, page by page', async () => {
      const ids: string[] = [];
      for (const name of ['甲', '乙', '丙']) ids.unshift((await sent(bff, token, (await file(name)).attachmentId)).id);
      const first = await knowledgeOf(bff, token, '?limit=2');
      const next = await knowledgeOf(bff, token, `?limit=2&cursor=${first.nextCursor}`);
      expect([...first.items, ...next.items].map(({ id }) => id)).toEqual(ids);
      expect([first.items.length, next.nextCursor]).toEqual([2, null]);
      expect((await api(bff.url, token, '/api/knowledge?cursor=x')).status).toBe(400);
    });
  });

  describe('a service that', () => {
    it('is away gets it once it is back, also after a restart', async () => {
      await sent(bff, token, (await file('先.pdf')).attachmentId);
      await until(bff, token, 'ready');
      service.setAway(true);
      const { id } = await sent(bff, token, (await file('后.pdf')).attachmentId);
      await eventually(async () => expect((await rows()).find((row) => row.id === id)?.tries).toBeGreaterThan(0));
      expect((await knowledgeOf(bff, token)).items[0]).toMatchObject({ id, status: 'sending' });
      await bff.restart();
      // The service once more, with nothing in it. It kept its port meanwhile, which another test could take else.
      service.clear();
      service.setAway(false);
      await eventually(() => expect(Object.keys(service.documents())).toEqual([id]));
      await until(bff, token, 'ready');
    });

    it.each([503, 401, 404, 0])('answers %i now is asked again', async (status) => {
      service.fail('PUT', status);
      await sent(bff, token, (await file('a.pdf')).attachmentId);
      await until(bff, token, 'ready');
      expect(service.callsOf('PUT')).toHaveLength(2);
    });

    it('refuses a file is not asked again, unless its user says so', async () => {
      const { attachmentId } = await file('refuse 报告.pdf');
      const { id } = await sent(bff, token, attachmentId);
      const { error } = await until(bff, token, 'failed');
      expect(error).toMatchObject({ code: 'upstream_unavailable', reason: 'rejected' });
      expect(service.callsOf('PUT')).toHaveLength(1);
      expect(await sent(bff, token, attachmentId)).toEqual(
        expect.objectContaining({ id, status: 'sending' }) as unknown,
      );
      await eventually(() => expect(service.callsOf('PUT')).toHaveLength(2));
      expect(await until(bff, token, 'failed')).toMatchObject({ id });
    });

    it('cannot take it in is not quoted', async () => {
      await sent(bff, token, (await file('fail 机密.pdf')).attachmentId);
      const { error } = await until(bff, token, 'failed');
      expect(error).toMatchObject({ code: 'upstream_unavailable', reason: 'reported' });
      expect(JSON.stringify(error)).not.toMatch(/机密|营收/);
      expect(bff.logs.join('')).not.toMatch(/机密|营收/);
    });

    it('never answers is given up after a day', async () => {
      service.fail('PUT', 503, 1000);
      const { attachmentId } = await file('a.pdf');
      await sent(bff, token, attachmentId);
      await eventually(async () => expect((await rows())[0]?.tries).toBeGreaterThan(0));
      await change({ since: Date.now() - DAY_MS - 1000, due_at: 0 });
      expect((await until(bff, token, 'failed')).error).toMatchObject({ reason: 'overloaded' });
      service.clear();
      await sent(bff, token, attachmentId);
      await until(bff, token, 'ready');
    });

    it('loses what it takes is not sent it in a circle', async () => {
      const { attachmentId } = await file('lost.pdf');
      const began = performance.now();
      await sent(bff, token, attachmentId);
      await eventually(() => expect(service.callsOf('PUT').length).toBeGreaterThanOrEqual(5));
      // Four pauses, each twice as long as the one before; were they all alike, it would be 400 ms.
      expect(performance.now() - began).toBeGreaterThanOrEqual(100 + 200 + 400 + 800);
      await change({ since: Date.now() - DAY_MS - 1000, due_at: 0 });
      expect((await until(bff, token, 'failed')).error).toMatchObject({ reason: 'reported' });
    });
  });

  describe('taking back', () => {
    it('deletes it there, and the content once nobody uses it', async () => {
      const { attachmentId, fileId } = await file('a.pdf');
      const { id } = await sent(bff, token, attachmentId);
      await until(bff, token, 'ready');
      expect((await api(bff.url, token, `/api/uploads/${attachmentId}`, { method: 'DELETE' })).status).toBe(204);
      const [item] = (await knowledgeOf(bff, token)).items;
      expect(item).toEqual({ id, name: 'a.pdf', status: 'ready' });
      await bff.restart();
      await pause(300);
      expect(await isThere(fileId)).toBe(true);
      expect((await take(id)).status).toBe(204);
      expect((await knowledgeOf(bff, token)).items).toEqual([]);
      expect((await take(id)).status).toBe(404);
      await eventually(async () => {
        expect([service.documents(), await rows(), await isThere(fileId)]).toEqual([{}, [], false]);
      });
    });

    it('while it is being sent waits for that, and leaves nothing there', async () => {
      const { attachmentId } = await file('slow 报告.pdf');
      const { id } = await sent(bff, token, attachmentId);
      await eventually(() => expect(service.callsOf('PUT')).toHaveLength(1));
      expect((await take(id)).status).toBe(204);
      const again = await sent(bff, token, attachmentId);
      expect(again.id).not.toBe(id);
      await until(bff, token, 'ready');
      await eventually(() => expect(service.callsOf('DELETE')).toMatchObject([{ path: `/documents/${id}` }]));
      expect(Object.keys(service.documents())).toEqual([again.id]);
      await eventually(async () => expect((await rows()).map((row) => row.id)).toEqual([again.id]));
    });

    it('is not forgotten while the service is away', async () => {
      const { id } = await sent(bff, token, (await file('a.pdf')).attachmentId);
      await until(bff, token, 'ready');
      service.fail('DELETE', 503, 3);
      expect((await take(id)).status).toBe(204);
      await eventually(() => expect(service.callsOf('DELETE').length).toBeGreaterThan(0));
      expect(await rows()).toMatchObject([{ id, status: 'deleting', name: '', file_id: null }]);
      await bff.restart();
      await eventually(async () => expect([service.documents(), await rows()]).toEqual([{}, []]));
    });

    it('happens by itself where the user is gone', async () => {
      await sent(bff, token, (await file('a.pdf')).attachmentId);
      await until(bff, token, 'ready');
      const { id: userId } = (await api(bff.url, token, '/api/me')).body as { id: string };
      await (await bff.database()).kysely.deleteFrom('users').where('id', '=', userId).execute();
      await bff.restart();
      await eventually(async () => expect([service.documents(), await rows()]).toEqual([{}, []]));
    });
  });

  describe('processes', () => {
    it('that end in the middle leave it to the next start', async () => {
      await sent(bff, token, (await file('slow 报告.pdf')).attachmentId);
      await eventually(() => expect(service.callsOf('PUT')).toHaveLength(1));
      await bff.restart();
      await until(bff, token, 'ready');
      expect([Object.keys(service.documents()).length, (await rows()).length]).toEqual([1, 1]);
    });

    it('that are killed lose it once they are taken to be dead', async () => {
      const { id } = await sent(bff, token, (await file('long 报告.pdf')).attachmentId);
      await until(bff, token, 'processing');
      await change({ status: 'sending', due_at: 0, held_until: Date.now() + 3600_000, generation: 99 });
      service.clear();
      // It is looked twice meanwhile.
      await pause(450);
      expect(service.callsOf('PUT')).toEqual([]);
      await change({ held_until: Date.now() - 1 });
      await eventually(() => expect(Object.keys(service.documents())).toEqual([id]));
      expect((await rows())[0]?.generation).toBeGreaterThan(99);
    });

    it('send each file once, whichever of them', async () => {
      const second = await startSecond(bff);
      const files = await Promise.all(Array.from({ length: 20 }, (_, n) => file(`第 ${n} 份.pdf`)));
      await Promise.all(files.map(({ attachmentId }, n) => sent(n % 2 ? second : bff, token, attachmentId)));
      await eventually(async () => {
        const { items } = await knowledgeOf(bff, token);
        expect(items.filter(({ status }) => status === 'ready')).toHaveLength(20);
      });
      expect(service.callsOf('PUT')).toHaveLength(20);
      await second.close();
    });
  });

  it('is not configured without a service that takes documents', async () => {
    const database = await prepare();
    const without = async (env: Record<string, string>) => {
      const alone = await startBff({ ...database, ...env });
      const guest = await alone.token();
      const { attachmentId } = await readFile(alone, guest, { name: 'a.pdf', passages: REPORT });
      const answers = [
        await send(alone, guest, attachmentId),
        await api(alone.url, guest, '/api/knowledge'),
        await api(alone.url, guest, '/api/knowledge/x', { method: 'DELETE' }),
      ];
      await alone.close();
      return answers.map(({ status }) => status);
    };
    expect(await without({})).toEqual([501, 501, 501]);
    expect(await without({ RAG_URL: service.url, RAG_KIND: 'none' })).toEqual([501, 501, 501]);
    expect(await without({ RAG_URL: service.url, RAG_KIND: 'dify' })).toEqual([501, 501, 501]);
    // Nobody there, or nobody who takes documents: what was sent before can still be seen and taken back.
    expect(await without({ RAG_URL: 'http://127.0.0.1:1' })).toEqual([501, 200, 404]);
    const taking = await startGraphRag({ documents: false });
    expect(await without({ RAG_URL: taking.url })).toEqual([501, 200, 404]);
    await taking.close();
  });

  it('keeps nobody waiting for a service that hangs before they are told what there is', async () => {
    const hung = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(hung, 'listening');
    const { port } = hung.address() as AddressInfo;
    const env = { ...(await prepare()), RAG_URL: `http://127.0.0.1:${port}` };
    const longest = async (): Promise<number> => {
      const alone = await startBff(env);
      const took: number[] = [];
      for (const call of [1, 2]) {
        const since = performance.now();
        expect((await api(alone.url, undefined, `/api/about?${call}`)).body).toMatchObject({ knowledge: false });
        took.push(performance.now() - since);
      }
      await alone.close();
      return Math.max(...took);
    };
    // Whoever waited for the service would do so for two seconds every time; a machine that stands still does not.
    let quickest = await longest();
    for (let tries = 1; quickest >= 1000 && tries < 10; tries += 1) quickest = await longest();
    expect(quickest).toBeLessThan(1000);
    hung.closeAllConnections();
    hung.close();
  });
});

describe('the pace of the product', () => {
  it('doubles its pauses up to ten minutes, and up to an hour where something is to be deleted', () => {
    const after = (status: string) => [0, 1, 2, 30, 1e9].map((tries) => againIn(KNOWLEDGE_PACE, status, tries));
    expect(after('sending')).toEqual([1000, 2000, 4000, 600_000, 600_000]);
    expect(after('processing')).toEqual(after('sending'));
    expect(after('deleting')).toEqual([1000, 2000, 4000, 3600_000, 3600_000]);
  });

  it('asks the less often the longer a document takes, and once a minute at the least', () => {
    const took = [0, 5000, 60_000, 3600_000];
    expect(took.map((ms) => askIn(KNOWLEDGE_PACE, ms))).toEqual([1000, 1000, 12_000, 60_000]);
    expect(KNOWLEDGE_PACE.lookMs).toBe(2000);
  });
});
