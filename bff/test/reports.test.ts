import { REPORT_TEXT_MAX } from '@huati/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../src/db/database';
import { createReportsService } from '../src/features/reports/reports.service';
import { createLogger } from '../src/logger';
import { api } from './client';
import { databases } from './databases';
import { startBff, type Bff } from './harness';

describe.each(databases)('reports on $name', ({ prepare }) => {
  let bff: Bff;
  beforeAll(async () => {
    bff = await startBff({ LOG_LEVEL: 'info', ...(await prepare()) });
  });
  afterAll(() => bff.close());
  const report = (token: string | undefined, body: object) =>
    api(bff.url, token, '/api/reports', { method: 'POST', body });
  const stored = async () => {
    const database = await openDatabase(bff.env.DATABASE_URL ?? '');
    const rows = await database.kysely.selectFrom('reports').selectAll().orderBy('id').execute();
    await database.close();
    return rows;
  };

  it('keep the message as it read, and tell the operator without a word of it', async () => {
    const client = await bff.client();
    const { answerId } = await client.ask('会说错话吗');
    await client.done(answerId);
    const answer = await report(client.token, { messageId: answerId, reason: 'wrong', text: ' 说错了😀 ' });
    expect([answer.status, answer.body]).toEqual([201, { ok: true }]);
    const [row] = await stored();
    expect(row).toMatchObject({
      message_id: answerId,
      share_id: null,
      reason: 'wrong',
      text: '说错了😀',
      message_text: '你好，世界',
    });
    const line = bff.logs.find((each) => each.includes('something was reported')) ?? '';
    expect(JSON.parse(line)).toMatchObject({ level: 40, reason: 'wrong', messageId: answerId, userId: row?.user_id });
    expect(line).not.toContain('说错了');
  });

  it.each([
    ['neither', { reason: 'wrong' }],
    ['both', { messageId: 'a', shareId: 'b', reason: 'wrong' }],
    ['no reason', { messageId: 'a' }],
    ['another reason', { messageId: 'a', reason: 'dull' }],
    ['too long a text', { messageId: 'a', reason: 'other', text: 'x'.repeat(REPORT_TEXT_MAX + 1) }],
    ['half a pair', { messageId: 'a', reason: 'other', text: '\ud83d' }],
  ])('are refused with %s', async (_what, body) => {
    expect(await report(await bff.token(), body)).toMatchObject({ status: 400, body: { code: 'invalid' } });
  });

  it('are of one’s own messages, and of shares that are there', async () => {
    const client = await bff.client('owner');
    const { questionId } = await client.ask('我的');
    const about = { messageId: questionId, reason: 'privacy' };
    expect((await report(await bff.token('other'), about)).status).toBe(404);
    expect((await report(undefined, about)).status).toBe(401);
    expect((await report('bad', about)).status).toBe(401);
    expect((await report('bad', { shareId: 'nope', reason: 'illegal' })).status).toBe(404);
    expect((await report(undefined, { shareId: 'nope', reason: 'illegal' })).status).toBe(404);
  });

  it('are not without limit', async () => {
    const token = await bff.token('angry');
    const about = { messageId: 'nope', reason: 'harmful' };
    const answers = await Promise.all(Array.from({ length: 11 }, () => report(token, about)));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array.from({ length: 10 }, () => 404), 429]);
  });
});

it('a share is reported by anybody', async () => {
  const rows: object[] = [];
  const events: object[] = [];
  const reports = createReportsService({
    repository: { insert: (row) => Promise.resolve(void rows.push(row)) },
    findMessage: () => Promise.resolve(undefined),
    shareExists: (shareId) => Promise.resolve(shareId === 'there'),
    record: (event) => void events.push(event),
    admit: () => Promise.resolve(),
    logger: createLogger('silent'),
  });
  const nobody = { user: undefined, address: '10.0.0.1' };
  await reports.report(nobody, { shareId: 'there', reason: 'illegal' });
  expect(rows).toMatchObject([{ share_id: 'there', user_id: null, message_text: null }]);
  expect(events).toMatchObject([{ action: 'share.reported', subject: 'there', address: '10.0.0.1' }]);
  await expect(reports.report(nobody, { shareId: 'gone', reason: 'illegal' })).rejects.toMatchObject({
    code: 'not_found',
  });
});
