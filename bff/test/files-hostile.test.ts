import { randomUUID } from 'node:crypto';
import { createServer, request, type ClientRequest, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { endStalled, letPass } from '../src/features/files/stalled';
import { pause } from '../src/pause';
import { startBff, type Bff } from './harness';
import { storedFiles, upload } from './uploads';

const LIMIT = 1_000_000;

/** Sends a file that has no end, as fast as it is taken; tells how much was sent and what was answered. */
function endless(bff: Bff, token: string): Promise<{ sent: number; status: number | undefined; body: string }> {
  return new Promise((resolve) => {
    const chunk = Buffer.from('没完没了的文字。'.repeat(2000));
    const answered: { status: number | undefined; body: string } = { status: undefined, body: '' };
    let sent = 0;
    const sending = request(`${bff.url}/api/uploads`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'multipart/form-data; boundary=x' },
    });
    const end = (): void => {
      sending.destroy();
      resolve({ sent, ...answered });
    };
    const send = (): void => {
      while (!sending.destroyed) {
        sent += chunk.length;
        if (!sending.write(chunk)) {
          sending.once('drain', send);
          return;
        }
      }
    };
    sending.on('error', end);
    sending.on('response', (response) => {
      answered.status = response.statusCode;
      response.on('data', (bytes: Buffer) => (answered.body += bytes.toString()));
      response.on('end', end);
    });
    sending.write('--x\r\nContent-Disposition: form-data; name="file"; filename="../../etc/无尽.txt"\r\n\r\n');
    send();
  });
}

describe('uploads that mean no good', () => {
  let bff: Bff;
  let token: string;
  beforeAll(async () => {
    bff = await startBff({ UPLOADS_PER_MINUTE: '6', UPLOAD_MAX_BYTES: String(LIMIT) });
    token = await bff.token(randomUUID());
  });
  afterAll(() => bff.close());

  it('are cut off where they never end, and leave nothing', async () => {
    const { sent, status, body } = await endless(bff, token);
    expect([status, JSON.parse(body)]).toMatchObject([413, { code: 'too_large' }]);
    expect(sent).toBeGreaterThan(LIMIT);
    await vi.waitFor(async () => {
      expect([...(await storedFiles(bff)), ...(await storedFiles(bff, 'uploads'))]).toEqual([]);
    });
    const { kysely } = await bff.database();
    expect(await kysely.selectFrom('files').select('id').execute()).toEqual([]);
  });

  it('come no more often than they may, in parts too', async () => {
    const codes: unknown[] = [];
    for (let n = 0; n < 7; n += 1) codes.push((await upload(bff, token, [{ name: 'a', content: '' }])).body.code);
    expect(codes.at(0)).toBe('invalid');
    expect(codes.at(-1)).toBe('rate_limited');
    const parts = await fetch(`${bff.url}/api/tus`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0', 'upload-length': '5' },
    });
    expect(parts.status).toBe(429);
  });
});

describe('a body that stops coming', () => {
  let server: Server | undefined;
  afterAll(() => server?.close());

  const sendTo = async (handle: (req: IncomingMessage) => void) => {
    server?.close();
    server = createServer((req, res) => {
      handle(req);
      req.on('end', () => res.end('all'));
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const sending = request({ port, host: '127.0.0.1', method: 'POST' });
    const ended = new Promise<string>((resolve) => {
      sending.on('error', () => resolve('cut'));
      sending.on('response', (response) => response.on('data', (bytes: Buffer) => resolve(bytes.toString())));
    });
    return { sending, ended };
  };

  /** Writes now and then for longer than may pass without a byte, and gives the longest pause that there was, in ms. */
  const writeSlowly = async (sending: ClientRequest): Promise<number> => {
    let longest = 0;
    for (let n = 0; n < 4; n += 1) {
      const since = performance.now();
      sending.write('还在');
      await pause(80);
      longest = Math.max(longest, performance.now() - since);
    }
    return longest;
  };

  it('is given up, unless more comes in time', async () => {
    const stalling = () =>
      sendTo((req) => {
        endStalled(req, 150);
        req.resume();
      });
    let slow = await stalling();
    // Where this machine itself stood still, it was silent for too long: that says nothing of what is tested.
    for (let tries = 1; (await writeSlowly(slow.sending)) > 120 && tries < 20; tries += 1) {
      slow.sending.destroy();
      slow = await stalling();
    }
    expect(slow.sending.destroyed).toBe(false);
    expect(await slow.ended).toBe('cut');
    const { sending: whole, ended: answered } = await stalling();
    whole.end('都在');
    expect(await answered).toBe('all');
  });

  it('is let pass only so long once it is refused', async () => {
    const { sending, ended } = await sendTo((req) => letPass(req, 150));
    const timer = setInterval(() => sending.write('还有'), 20);
    expect(await ended).toBe('cut');
    clearInterval(timer);
  });
});
