import { randomUUID } from 'node:crypto';
import type { SourcesEvent } from '@huati/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { api, type TestClient } from './client';
import { databases } from './databases';
import { storeFile } from './evidence-files';
import { startBff, type Bff } from './harness';

const AT_ONCE = 20;

describe.each(databases)('answers from files on $name', ({ prepare }) => {
  let bff: Bff;
  let client: TestClient;
  let userId: string;
  beforeAll(async () => {
    const env = { ASKS_PER_MINUTE: '0', LLM_TITLES: 'off', ...(await prepare()) };
    bff = await startBff(env, { text: '三十天[1]。' });
    client = await bff.client(randomUUID());
    userId = ((await api(bff.url, client.token, '/api/me')).body as { id: string }).id;
  });
  afterAll(() => bff.close());

  it('are all complete, with what they cite, where many are asked at once', async () => {
    const database = await bff.database();
    const files = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, n) => storeFile(database, userId, `${n}.txt`, [{ text: `期限${n}天。` }])),
    );
    const asked = await Promise.all(files.map(({ id }) => client.ask('期限？', { attachmentIds: [id] })));
    const ends = await Promise.all(asked.map(({ answerId }) => client.done(answerId)));
    expect(ends.map(({ status }) => status)).toEqual(asked.map(() => 'complete'));
    const told = client.events.filter(({ name }) => name === 'sources').map(({ args }) => args[0] as SourcesEvent);
    for (const [n, { answerId }] of asked.entries()) {
      const cited = told.findLast((event) => event.answerId === answerId)?.sources;
      expect(cited).toMatchObject([{ n: 1, text: `期限${n}天。` }]);
    }
  });
});
