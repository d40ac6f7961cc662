import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OwnShare, Page, Share, SharedTopic } from '@huati/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../src/db/database';
import { api, type TestClient } from './client';
import { databases } from './databases';
import { startBff, type Bff } from './harness';

/** As the reader's page is built: where the server puts what. */
const TEMPLATE = `<!doctype html>
<html lang="zh-CN"><head><meta charset="UTF-8" /><!--head--></head>
<body><div id="app"><!--content--></div><!--data--></body></html>`;

/** The client as built, with or without the reader's page. */
async function clientDir(template?: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'huati-client-'));
  await mkdir(join(folder, 'reader'));
  if (template !== undefined) await writeFile(join(folder, 'reader/index.html'), template);
  return folder;
}

const unescaped = (html: string): string =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
/** What the page's head says under this name. */
const meta = (html: string, name: string): string | undefined => {
  const [, content] = new RegExp(`<meta (?:name|property)="${name}" content="([^"]*)"`).exec(html) ?? [];
  return content === undefined ? undefined : unescaped(content);
};
const titleOf = (html: string): string => unescaped(/<title>(.*?)<\/title>/s.exec(html)?.[1] ?? '');
/** The share as the page's script would read it. */
const dataOf = (html: string): unknown => {
  const [, json] = /<script type="application\/json" id="shared">(.*?)<\/script>/s.exec(html) ?? [];
  return json === undefined ? undefined : JSON.parse(json);
};

describe.each(databases)('the page of a share on $name', ({ prepare }) => {
  let bff: Bff;
  let client: TestClient;
  let database: Database;
  let folder: string;
  beforeAll(async () => {
    folder = await clientDir(TEMPLATE);
    const settings = { ASKS_PER_MINUTE: '0', LLM_TITLES: 'off', CLIENT_DIR: folder };
    bff = await startBff({ ...settings, ...(await prepare()) });
    database = await bff.database();
    client = await bff.client(randomUUID());
  });
  afterAll(async () => {
    await bff.close();
    await rm(folder, { recursive: true, force: true });
  });

  const get = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${bff.url}${path}`, { redirect: 'manual', ...init });
    return { response, html: await response.text() };
  };
  const picture = async (id: string) => {
    const response = await fetch(`${bff.url}/s/${id}/picture.png`);
    return { response, png: Buffer.from(await response.arrayBuffer()) };
  };
  /** A share of one question and its answer. */
  const shared = async (question: string, answer: string, body: unknown = {}): Promise<Share> => {
    bff.model.setDefault({ answer: () => answer });
    const { topicId, answerId } = await client.ask(question);
    await client.done(answerId);
    const init = { method: 'POST', body };
    const reply = await api(bff.url, client.token, `/api/topics/${topicId}/shares`, init);
    return (reply.body as { share: Share }).share;
  };
  const change = async (id: string, set: Record<string, string | number>) => {
    await database.kysely.updateTable('shares').set(set).where('id', '=', id).execute();
  };
  const own = async (id: string) =>
    ((await api(bff.url, client.token, '/api/shares')).body as Page<OwnShare>).items.find((each) => each.id === id);

  it('tells those that show links what it is, and its words to whoever runs no script', async () => {
    const { id } = await shared(
      '青岚科技是谁的？',
      '# 结论\n\n**青岚** 属于[远山](https://a.example/)[1]。\n\n- 甲\n- 乙',
    );
    const { response, html } = await get(`/s/${id}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(titleOf(html)).toBe('青岚科技是谁的？ · 话题 Huati');
    expect(meta(html, 'description')).toBe('结论 青岚 属于远山。 甲 乙');
    expect(meta(html, 'og:title')).toBe('青岚科技是谁的？');
    expect(meta(html, 'og:description')).toBe('结论 青岚 属于远山。 甲 乙');
    expect(meta(html, 'og:type')).toBe('article');
    expect(meta(html, 'og:url')).toBe(`${bff.url}/s/${id}`);
    expect(meta(html, 'og:image')).toBe(`${bff.url}/s/${id}/picture.png`);
    expect(meta(html, 'og:locale')).toBe('zh_CN');
    expect(meta(html, 'twitter:card')).toBe('summary_large_image');
    expect(JSON.parse(meta(html, 'AIGC') ?? '')).toMatchObject({ Label: '1', ContentProducer: 'Huati' });
    expect(html).toContain('<h1 dir="auto">青岚科技是谁的？</h1>\n<p dir="auto">内容由 AI 生成</p>\n<h2>提问</h2>');
    expect(html).toContain('<h2>回答</h2>\n<h3 dir="auto">结论</h3>\n<p dir="auto">青岚 属于远山[1]。</p>');
    const english = await get(`/s/${id}`, { headers: { 'accept-language': 'en-GB,en;q=0.9' } });
    expect(english.html).toContain('<html lang="en">');
    expect(english.html).toContain('<p dir="auto">Generated by AI</p>');
  });

  it('is kept by nobody, listed by nobody, told to nobody, and counts no view', async () => {
    const { id } = await shared('一', '答一');
    const { response, html } = await get(`/s/${id}`);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-robots-tag')).toBe('noindex, nofollow, noarchive');
    expect(meta(html, 'robots')).toBe('noindex, nofollow, noarchive');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    const policy = response.headers.get('content-security-policy') ?? '';
    const host = new URL(bff.url).host;
    for (const rule of [
      "default-src 'none'",
      "script-src 'self';",
      "style-src 'self';",
      `connect-src 'self' ws://${host} wss://${host};`,
    ]) {
      expect(policy).toContain(rule);
    }
    const head = await get(`/s/${id}`, { method: 'HEAD' });
    expect([head.response.status, head.html]).toEqual([200, '']);
    expect((await own(id))?.views).toBe(0);
    const data = dataOf(html) as SharedTopic;
    expect(data).toEqual((await api(bff.url, undefined, `/api/shares/${id}`)).body);
    const { id: userId } = (await api(bff.url, client.token, '/api/me')).body as { id: string };
    expect(html).not.toContain(userId);
    expect(html).not.toContain((await own(id))?.topicId);
    expect(bff.logs.join('')).not.toContain(id);
  });

  it('shows hostile words as words', async () => {
    const { id } = await shared('一', '答一');
    const evil = '</script></title><script>alert(1)</script><!--data-->$&$`"\' onload="x';
    const message = { id: 'm', role: 'user', text: evil, status: 'complete', createdAt: new Date().toISOString() };
    const hidden = String.fromCharCode(0xd800);
    const answer = { ...message, id: 'n', role: 'assistant', text: `${evil}\u0000${hidden}` };
    await change(id, { title: evil, snapshot_json: JSON.stringify({ messages: [message, answer] }) });
    const { html } = await get(`/s/${id}`);
    expect(titleOf(html)).toBe(`${evil} · 话题 Huati`);
    expect(meta(html, 'og:title')).toBe(evil);
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html.match(/<\/script/g)).toHaveLength(1);
    expect(html).not.toContain('\u0000');
    expect(html).not.toContain('onload="x');
    expect((dataOf(html) as SharedTopic).messages.map(({ text }) => text)).toEqual([evil, `${evil}\u0000${hidden}`]);

    await change(id, { title: `甲\u202e乙\u2066丙\u0007丁\n戊` });
    expect(titleOf((await get(`/s/${id}`)).html)).toBe('甲乙丙 丁 戊 · 话题 Huati');
    await change(id, { title: '😀'.repeat(200) });
    const long = titleOf((await get(`/s/${id}`)).html).replace(' · 话题 Huati', '');
    expect(long).toBe(`${'😀'.repeat(119)}…`);
    await change(id, { title: ' \u200b ' });
    expect((await get(`/s/${id}`)).response.status).toBe(200);
  });

  it('says no more than that it is locked, gone, or no share at all', async () => {
    const { id } = await shared('机密的问题', '机密的回答', { password: '芝麻开门 1' });
    const locked = await get(`/s/${id}`);
    expect(locked.response.status).toBe(200);
    expect(dataOf(locked.html)).toEqual({ locked: true });
    expect(titleOf(locked.html)).toBe('分享的话题 · 话题 Huati');
    expect(locked.html).not.toContain('机密');
    expect(meta(locked.html, 'AIGC')).toBeUndefined();
    const mark = (await picture(id)).png;
    const other = await shared('别的', '别的', { password: '芝麻开门 1' });
    expect((await picture(other.id)).png.equals(mark)).toBe(true);

    await api(bff.url, client.token, `/api/shares/${id}`, { method: 'DELETE' });
    for (const gone of [id, 'nothing', '%00', "'", encodeURIComponent('../x'), 'x'.repeat(500)]) {
      const { response, html } = await get(`/s/${gone}`);
      expect(response.status).toBe(404);
      expect(dataOf(html)).toEqual({ gone: true });
      expect(titleOf(html)).toBe('分享的话题 · 话题 Huati');
      expect(meta(html, 'og:image')).toBeUndefined();
      expect((await picture(gone)).response.status).toBe(404);
    }
  });

  it('leaves a long share to the page itself', async () => {
    const { id } = await shared('长', '短');
    const answer = { id: 'n', role: 'assistant', status: 'complete', createdAt: new Date().toISOString() };
    const messages = [{ ...answer, text: `# 长\n\n${'很长的一段。'.repeat(20_000)}` }];
    await change(id, { snapshot_json: JSON.stringify({ messages }) });
    const { html } = await get(`/s/${id}`);
    expect(dataOf(html)).toBeUndefined();
    expect(html.length).toBeLessThan(12_000);
    expect(html).toContain('很长的一段');
  });

  it('has a picture with its title and its label', async () => {
    const { id } = await shared('青岚科技的股东有哪些？', '远山。');
    const { response, png } = await picture(id);
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 630]);
    expect(png.includes('{"Label":"1"')).toBe(true);
    const again = (await picture(id)).png;
    expect(again.equals(png)).toBe(true);
    await change(id, { title: '别的标题' });
    const other = (await picture(id)).png;
    expect(other.equals(png)).toBe(false);
    expect((await own(id))?.views).toBe(0);
  });
});

describe('the page of a share', () => {
  it('is the app’s own where the client was built without it, and names PUBLIC_URL', async () => {
    const folder = await clientDir();
    const bff = await startBff({
      CLIENT_DIR: folder,
      PUBLIC_URL: 'https://chat.example.com',
      REQUESTS_PER_MINUTE: '5',
    });
    try {
      const went = await fetch(`${bff.url}/s/abc`, { redirect: 'manual' });
      expect([went.status, went.headers.get('location')]).toEqual([302, '/#/pages/share/index?id=abc&stay=1']);
      await writeFile(join(folder, 'reader/index.html'), TEMPLATE);
      const { share } = await sharedBy(bff);
      const html = await (await fetch(`${bff.url}/s/${share.id}`)).text();
      expect(meta(html, 'og:image')).toBe(`https://chat.example.com/s/${share.id}/picture.png`);
      expect((await fetch(`${bff.url}/s/${share.id}`)).status).toBe(429);
    } finally {
      await bff.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});

async function sharedBy(bff: Bff): Promise<{ share: Share }> {
  const client = await bff.client();
  const { topicId, answerId } = await client.ask('一');
  await client.done(answerId);
  return (await api(bff.url, client.token, `/api/topics/${topicId}/shares`, { method: 'POST' })).body as {
    share: Share;
  };
}
