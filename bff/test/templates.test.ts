import { TEMPLATE_NAME_MAX, TEMPLATE_TEXT_MAX, TEMPLATES_MAX, type Page, type Template } from '@huati/shared';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { api } from './client';
import { databases } from './databases';
import { startBff, type Bff } from './harness';

describe.each(databases)('templates of questions on $name', ({ prepare }) => {
  let bff: Bff;
  beforeAll(async () => {
    bff = await startBff(await prepare());
  });
  afterAll(() => bff.close());
  const list = async (token: string) => ((await api(bff.url, token, '/api/templates')).body as Page<Template>).items;
  const put = (token: string, id: string, body: object) =>
    api(bff.url, token, `/api/templates/${id}`, { method: 'PUT', body });
  const remove = (token: string, id: string) => api(bff.url, token, `/api/templates/${id}`, { method: 'DELETE' });

  it('are kept, changed and deleted under the id that the client gave', async () => {
    const token = await bff.token('writer');
    const [a, b] = [randomUUID(), randomUUID()];
    expect(await list(token)).toEqual([]);
    expect(await put(token, a, { name: ' 周报 ', text: '写周报：{事项}😀' })).toMatchObject({
      status: 200,
      body: { id: a, name: '周报', text: '写周报：{事项}😀' },
    });
    await put(token, b, { name: '译', text: '翻译：{内容}' });
    // The same again is the same one; times are in ms.
    await new Promise((resolve) => setTimeout(resolve, 5));
    await put(token, a.toUpperCase(), { name: '周报', text: '改过' });
    expect(await list(token)).toEqual([
      { id: a, name: '周报', text: '改过' },
      { id: b, name: '译', text: '翻译：{内容}' },
    ]);
    expect((await remove(token, a)).status).toBe(204);
    expect((await remove(token, a)).status).toBe(404);
    expect((await put(token, a, { name: '周报', text: '改过' })).status).toBe(200);
    expect((await list(token)).length).toBe(2);
  });

  it('are each user’s own', async () => {
    const [owner, other] = [await bff.token('owner'), await bff.token('other')];
    const id = randomUUID();
    await put(owner, id, { name: '一', text: '二' });
    expect(await list(other)).toEqual([]);
    expect(await put(other, id, { name: '三', text: '四' })).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    });
    expect((await remove(other, id)).status).toBe(404);
    expect(await list(owner)).toEqual([{ id, name: '一', text: '二' }]);
    expect((await api(bff.url, undefined, '/api/templates')).status).toBe(401);
  });

  it.each([
    ['no name', { name: ' ', text: 'x' }],
    ['no text', { name: 'x', text: '' }],
    ['too long a name', { name: 'x'.repeat(TEMPLATE_NAME_MAX + 1), text: 'x' }],
    ['too long a text', { name: 'x', text: 'x'.repeat(TEMPLATE_TEXT_MAX + 1) }],
    ['half a pair', { name: 'x', text: '\ud83d' }],
    ['a NUL', { name: 'x', text: 'a\0b' }],
    ['another type', { name: 1, text: 'x' }],
  ])('are refused with %s', async (_what, body) => {
    expect(await put(await bff.token(), randomUUID(), body)).toMatchObject({ status: 400, body: { code: 'invalid' } });
  });

  it('have UUIDs', async () => {
    const refused = await put(await bff.token(), 'mine', { name: 'x', text: 'y' });
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid' } });
  });

  it('are no more than the limit, also from two devices at once', async () => {
    const token = await bff.token('collector');
    const one = (n: number) => put(token, randomUUID(), { name: `第 ${n}`, text: 'x' });
    for (let n = 1; n < TEMPLATES_MAX; n += 1) expect((await one(n)).status).toBe(200);
    const both = await Promise.all([one(TEMPLATES_MAX), one(TEMPLATES_MAX)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400]);
    const items = await list(token);
    expect(items.length).toBe(TEMPLATES_MAX);
    expect((await put(token, items[0]?.id ?? '', { name: '改', text: 'y' })).status).toBe(200);
  });
});
