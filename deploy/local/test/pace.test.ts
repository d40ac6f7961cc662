import { connect } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { ask, piecesOf, readStream, start } from './client';

/** How long the text of an answer took from its first event that carries text to its last, and when that came, in ms. */
async function time(response: Response, sentAt: number): Promise<{ firstMs: number; spanMs: number }> {
  let first: number | undefined;
  let last = 0;
  for await (const piece of piecesOf(response)) {
    if (!/"content":"[^"]/.test(Buffer.from(piece).toString('utf8'))) continue;
    last = performance.now();
    first ??= last;
  }
  return { firstMs: (first ?? 0) - sentAt, spanMs: last - (first ?? 0) };
}

/** A clock is looked at: where the machine stands still meanwhile, that says nothing, and it is measured anew. */
const MEASURED = { retry: 3 };

describe('pace', MEASURED, () => {
  it.each([40, 400])('holds %i tokens a second over two seconds', async (tokensPerSecond) => {
    const server = await start({ plan: { text: '字'.repeat(tokensPerSecond * 2 + 1), tokensPerSecond } });
    const { spanMs } = await time(await ask(server), performance.now());
    expect(spanMs).toBeGreaterThan(1_700);
    expect(spanMs).toBeLessThan(2_300);
  });

  it('holds for 200 streams at once', async () => {
    const server = await start({ plan: { text: '字'.repeat(81), tokensPerSecond: 40 } });
    const streams = Array.from({ length: 200 }, async () => time(await ask(server), performance.now()));
    const spans = (await Promise.all(streams)).map(({ spanMs }) => spanMs).sort((left, right) => left - right);
    expect(spans[100]).toBeGreaterThan(1_700);
    expect(spans[100]).toBeLessThan(2_300);
  });

  it('waits before the first token, with the headers sent already', async () => {
    const server = await start({ plan: { text: '字', firstTokenDelayMs: 400 } });
    const sentAt = performance.now();
    const response = await ask(server);
    expect(performance.now() - sentAt).toBeLessThan(300);
    const { firstMs } = await time(response, sentAt);
    expect(firstMs).toBeGreaterThan(390);
    expect(firstMs).toBeLessThan(800);
  });

  it('says nothing before it may', async () => {
    let letGo = (): void => undefined;
    const held = () => new Promise<void>((resolve) => (letGo = resolve));
    const server = await start({ plan: { text: '字', held } });
    const response = await ask(server);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(server.requests[0]).toMatchObject({ sentText: '', outcome: 'running' });
    letGo();
    expect((await readStream(response)).text).toBe('字');
  });

  it('streams a million units quickly where there is no pace', async () => {
    const server = await start({ maxModelLen: 10_000_000, plan: { length: 1_000_000, chunkSize: 50 } });
    const { text } = await readStream(await ask(server));
    expect(text).toBe(server.requests[0]?.sentText);
    expect(text).toHaveLength(1_000_000);
  });
});

describe('a client that leaves', () => {
  it('is recorded as aborted soon, and nothing more is written', MEASURED, async () => {
    const server = await start({ plan: { length: 5_000, tokensPerSecond: 100 } });
    const controller = new AbortController();
    const response = await ask(server, {}, controller.signal);
    await response.body?.getReader().read();
    const [record] = server.requests;
    await vi.waitFor(() => expect(record?.chunksSent).toBeGreaterThan(5));
    const abortedAt = Date.now();
    controller.abort();
    await vi.waitFor(() => expect(record?.outcome).toBe('aborted'), { interval: 5 });
    expect(Date.now() - abortedAt).toBeLessThan(200);
    const sent = record?.sentText;
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(record?.sentText).toBe(sent);
    expect(sent?.length).toBeLessThan(5_000);
  });

  it('is noticed while it waits for the first token', async () => {
    const server = await start({ plan: { text: '字', firstTokenDelayMs: 60_000 } });
    const controller = new AbortController();
    await ask(server, {}, controller.signal);
    controller.abort();
    await vi.waitFor(() => expect(server.requests[0]).toMatchObject({ outcome: 'aborted', sentText: '' }));
  });
});

describe('a client that does not read', () => {
  it('holds the writing back', async () => {
    const server = await start({ maxModelLen: 100_000_000, plan: { length: 4_000_000, chunkSize: 20 } });
    const body = JSON.stringify({ model: 'huati-demo', stream: true, messages: [{ role: 'user', content: '长' }] });
    const socket = connect(server.port, '127.0.0.1');
    socket.pause();
    socket.write(
      `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    const record = await vi.waitFor(() => {
      const [first] = server.requests;
      if (!first || first.chunksSent === 0) throw new Error('not begun');
      return first;
    }, 5_000);
    // What the two kernels' buffers take is sent; then it stands still.
    await vi.waitFor(async () => {
      const before = record.sentText.length;
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(record.sentText.length).toBe(before);
    }, 5_000);
    expect(record.sentText.length).toBeLessThan(4_000_000);
    expect(record.outcome).toBe('running');
    socket.destroy();
    await vi.waitFor(() => expect(record.outcome).toBe('aborted'));
  });
});
