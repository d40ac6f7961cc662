import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startModelServer, type ModelServer } from '@huati/local/model';
import type { Attachment, StageEvent } from '@huati/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createModel } from '../src/upstreams/model/openai';
import { SQUARE } from '../src/upstreams/model/vision';
import { createReadPicture } from '../src/features/evidence/read-picture';
import { readConfig } from '../src/config';
import { api, type TestClient } from './client';
import { databases } from './databases';
import { startBff, type Bff } from './harness';
import { png } from './png';
import { uploaded } from './uploads';

const PICTURE = png(64);
const ENV = { LLM_TITLES: 'off', LLM_SUMMARY: 'off' };

type Part = { type: 'text'; text: string } | { type: 'image_url'; image_url: { url: string } };
const contentOf = (bff: Bff, model = bff.model): string | Part[] => {
  const { messages } = model.completions().at(-1)?.body as { messages: { content: string | Part[] }[] };
  return messages.at(-1)?.content ?? '';
};

async function asked(bff: Bff, client: TestClient, text: string, attachmentIds: string[], topicId?: string) {
  const ack = await client.call('ask', { askId: randomUUID(), text, attachmentIds, ...(topicId && { topicId }) });
  const ids = ack as unknown as { answerId: string; topicId: string };
  expect(await client.done(ids.answerId)).toMatchObject({ status: 'complete' });
  return ids;
}

/** An uploaded file once it is read. */
async function read(bff: Bff, client: TestClient, name: string, content: Uint8Array<ArrayBuffer>): Promise<Attachment> {
  const { id } = await uploaded(bff, client.token, name, content);
  return vi.waitFor(
    async () => {
      const { attachment } = (await api(bff.url, client.token, `/api/uploads/${id}`)).body as {
        attachment: Attachment;
      };
      expect(attachment.status).toBe('ready');
      return attachment;
    },
    { timeout: 20_000, interval: 50 },
  );
}

describe.each(databases)('pictures on $name', ({ prepare }) => {
  it('are read by a model that sees, and shown to it, also in later rounds', async () => {
    const model = await startModelServer({ vision: true, plan: { text: '好' } });
    const bff = await startBff({ ...ENV, ...(await prepare()), LLM_BASE_URL: `${model.url}/v1` });
    try {
      const client = await bff.client();
      const picture = await read(bff, client, '图 1.png', PICTURE);
      const { topicId } = await asked(bff, client, '图里有什么？', [picture.id]);
      const [text, name, image] = contentOf(bff, model) as Part[];
      expect(text).toMatchObject({ type: 'text', text: expect.stringMatching(/^图里有什么？[^]*演示转写/) as string });
      expect(name).toEqual({ type: 'text', text: '\n\nPicture "图 1.png":' });
      expect(image?.type === 'image_url' && image.image_url.url).toMatch(/^data:image\/jpeg;base64,\/9j\//);
      await asked(bff, client, '再看看', [], topicId);
      expect(contentOf(bff, model)).toHaveLength(3);
      const tasks = model.asides().map(({ body }) => JSON.stringify(body));
      expect(tasks.filter((task) => task.includes('Task: look'))).toHaveLength(1);
      expect(tasks.filter((task) => task.includes('Task: transcribe'))).toHaveLength(1);
    } finally {
      await bff.close();
      await model.close();
    }
  });
});

describe.each([
  { takes: 1, refusals: 0, parts: 3 },
  { takes: 0, refusals: 2, parts: undefined },
])('a model that takes fewer pictures ($takes)', ({ takes, refusals, parts }) => {
  it('is asked again with what it takes, and at once from then on', async () => {
    const model = await startModelServer({ vision: takes || true, plan: { text: '好' } });
    const bff = await startBff({ ...ENV, LLM_BASE_URL: `${model.url}/v1` });
    try {
      const client = await bff.client();
      const pictures = [await read(bff, client, '一.png', png(64)), await read(bff, client, '二.png', png(80))];
      if (refusals > 0) model.plan({ fault: { kind: 'status', status: 400 } }, { times: refusals });
      const ids = pictures.map(({ id }) => id);
      const { topicId } = await asked(bff, client, '图里有什么？', ids);
      const shown = () => {
        const content = contentOf(bff, model);
        return typeof content === 'string' ? undefined : content.length;
      };
      expect(shown()).toBe(parts);
      const tried = model.completions().length;
      expect(tried).toBe(refusals + 1 + takes);
      await asked(bff, client, '再看看', [], topicId);
      expect(shown()).toBe(parts);
      expect(model.completions()).toHaveLength(tried + 1);
    } finally {
      await bff.close();
      await model.close();
    }
  });
});

describe('pictures of a question', () => {
  let model: ModelServer;
  let bff: Bff;
  let client: TestClient;
  const LIMIT = 8192;
  const SLOW = { text: '慢慢说'.repeat(300), tokensPerSecond: 20 };
  beforeAll(async () => {
    model = await startModelServer({ vision: true, maxModelLen: LIMIT, plan: { text: '好' } });
    const limits = { LLM_MAX_MODEL_LEN: String(LIMIT), LLM_MAX_OUTPUT_TOKENS: '500', MAX_RUNNING_ANSWERS: '1' };
    bff = await startBff({ ...ENV, ...limits, LLM_BASE_URL: `${model.url}/v1` });
    client = await bff.client();
  });
  beforeEach(() => model.clear());
  afterAll(async () => {
    await bff.close();
    await model.close();
  });

  const shown = (): number => {
    const content = contentOf(bff, model);
    return typeof content === 'string' ? 0 : content.filter(({ type }) => type === 'image_url').length;
  };

  it('fit into the window with what was said before, however large they are', async () => {
    const names = ['一', '二', '三', '四'].map((name) => `${name.repeat(60)}.png`);
    const ids: string[] = [];
    for (const name of names) ids.push((await read(bff, client, name, png(1500))).id);
    const { topicId } = await asked(bff, client, '这些图里有什么？', ids.slice(0, 2));
    expect(shown()).toBe(2);
    await asked(bff, client, '说一说。'.repeat(900), [], topicId);
    await asked(bff, client, '还有这些呢？', ids.slice(2), topicId);
    expect(shown()).toBeGreaterThan(0);
    // None was refused and sent again with less.
    expect(model.completions()).toHaveLength(3);
  });

  it('are left out where they are narrower than models take', async () => {
    const [strip, picture] = [
      await read(bff, client, '条.png', png(1900, 40)),
      await read(bff, client, '图.png', png(40)),
    ];
    await asked(bff, client, '图里有什么？', [strip.id, picture.id]);
    expect(shown()).toBe(1);
    expect(model.completions()).toHaveLength(1);
  });

  it('are drawn in its turn, and not held while it waits', async () => {
    const picture = await read(bff, client, '排队.png', png(300, 200));
    model.plan(SLOW);
    const first = await client.ask('一');
    await vi.waitFor(() => expect(client.text(first.ref)).not.toBe(''));
    const second = await client.ask('图里有什么？', { attachmentIds: [picture.id] });
    await vi.waitFor(() => {
      const stages = client.events.filter(({ name }) => name === 'stage').map(({ args }) => args[0] as StageEvent);
      expect(stages).toContainEqual(expect.objectContaining({ answerId: second.answerId, stage: 'queued' }));
    });
    await rm(join(bff.env.DATA_DIR ?? '', 'files'), { recursive: true });
    await client.call('stop', { answerId: first.answerId });
    expect(await client.done(second.answerId)).toMatchObject({ status: 'complete' });
    expect(shown()).toBe(0);
  });
});

describe('a model', () => {
  const make = (url: string, vision: string) =>
    createModel(readConfig({ LLM_BASE_URL: `${url}/v1`, LLM_MODEL: 'huati-demo', LLM_VISION: vision }).model);
  const jpeg = png(64);
  const { signal } = new AbortController();

  it('is asked once whether it sees, and taken at its word', async () => {
    const [blind, sees] = [await startModelServer(), await startModelServer({ vision: true })];
    try {
      const [a, b] = [make(blind.url, 'auto'), make(sees.url, 'auto')];
      for (const name of ['huati-demo', undefined]) {
        expect([await a.takesPictures(name), await b.takesPictures(name)]).toEqual([false, true]);
      }
      expect([blind.requests.length, sees.requests.length]).toEqual([1, 1]);
      expect(await make(blind.url, 'on').takesPictures(undefined)).toBe(true);
      expect(await make(sees.url, 'off').takesPictures(undefined)).toBe(false);
      expect([blind.requests.length, sees.requests.length]).toEqual([1, 1]);
      await expect(createReadPicture(a)(jpeg, signal)).rejects.toMatchObject({ code: 'not_configured' });
      expect(await createReadPicture(b)(jpeg, signal)).toMatch(/^# 演示转写\n\n/);
    } finally {
      await blind.close();
      await sees.close();
    }
  });

  it('that refused to look is asked again later, and one that looked is not', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const model = await startModelServer({ vision: true, plan: { fault: { kind: 'status', status: 404 } } });
    try {
      const loading = make(model.url, 'auto');
      expect(await loading.takesPictures(undefined)).toBe(false);
      model.setDefault({});
      vi.advanceTimersByTime(9 * 60_000);
      expect(await loading.takesPictures(undefined)).toBe(false);
      vi.advanceTimersByTime(60_000);
      expect(await loading.takesPictures(undefined)).toBe(true);
      vi.advanceTimersByTime(24 * 60 * 60_000);
      expect(await loading.takesPictures(undefined)).toBe(true);
      expect(model.requests).toHaveLength(2);
    } finally {
      vi.useRealTimers();
      await model.close();
    }
  });

  it('that refuses for other reasons than pictures says so', async () => {
    const model = await startModelServer({ vision: true, plan: { fault: { kind: 'status', status: 400 } } });
    try {
      const { stream, mostPictures } = make(model.url, 'on');
      const messages = [{ role: 'user' as const, content: '看', pictures: [{ name: '图', url: SQUARE }] }];
      const request = { messages, model: undefined, maxTokens: 10, fewerPictures: true, signal };
      await expect(stream(request, () => undefined)).rejects.toMatchObject({ reason: 'rejected' });
      expect(model.requests).toHaveLength(2);
      expect(mostPictures(undefined)).toBe(Infinity);
    } finally {
      await model.close();
    }
  });

  it('that has no word for a picture, or not all of them, leaves reading it to others', async () => {
    const model = await startModelServer({ vision: true });
    const read = createReadPicture(make(model.url, 'on'));
    const plans = [
      { text: '', reasoning: '想不完', finishReason: 'length' as const },
      { text: '' },
      { text: '一半', finishReason: 'length' as const },
      { text: '```\n\n```' },
    ];
    try {
      for (const plan of plans) {
        model.setDefault({ ...plan, asides: false });
        await expect(read(jpeg, signal)).rejects.toMatchObject({ reason: 'empty' });
      }
      model.setDefault({ text: '整页', asides: false });
      expect(await read(jpeg, signal)).toBe('整页');
    } finally {
      await model.close();
    }
  });

  it('reads pictures without thinking where it can do without', async () => {
    const model = await startModelServer({ vision: true });
    try {
      await createReadPicture(make(model.url, 'on'))(jpeg, signal);
      const sent = model.asides().map(({ body }) => body);
      expect(sent).toEqual([expect.objectContaining({ chat_template_kwargs: { enable_thinking: false } })]);
    } finally {
      await model.close();
    }
  });

  it('that is away is not taken to be blind for ever', async () => {
    const model = await startModelServer({ vision: true });
    await model.close();
    const away = make(model.url, 'auto');
    expect(await away.takesPictures(undefined)).toBe(false);
    await expect(createReadPicture(away)(jpeg, signal)).rejects.toThrow();
  });
});
