import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FAIR, startProxy, type Proxy } from './proxy';
import { seeded, textOf } from './random';

describe('the proxy', () => {
  let echo: Server;
  let proxy: Proxy;
  beforeEach(async () => {
    echo = createServer((socket) => socket.on('error', () => socket.destroy()).pipe(socket));
    await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
    proxy = await startProxy(() => (echo.address() as AddressInfo).port);
  });
  afterEach(async () => {
    await proxy.close();
    echo.close();
  });
  const dial = (): Promise<Socket> =>
    new Promise((resolve) => {
      const socket = connect(proxy.port, '127.0.0.1', () => resolve(socket)).on('error', () => undefined);
    });
  /** How long `text` takes there and back, in ms; undefined where it does not come within `limitMs`. */
  const roundTrip = (socket: Socket, text: string, limitMs = 1000): Promise<number | undefined> =>
    new Promise((resolve) => {
      const began = performance.now();
      let back = '';
      setTimeout(() => resolve(undefined), limitMs).unref();
      socket.on('data', (bytes) => {
        back += bytes.toString();
        if (back === text) resolve(performance.now() - began);
      });
      socket.write(text);
    });

  it('carries every byte and counts it', async () => {
    expect(await roundTrip(await dial(), '字😀'.repeat(1000))).toBeDefined();
    expect(proxy.carried).toEqual({ up: 7000, down: 7000 });
  });

  it('is as late and as slow as the weather', async () => {
    proxy.weather = { ...FAIR, delayMs: 60 };
    expect(await roundTrip(await dial(), 'x')).toBeGreaterThan(115);
    proxy.weather = { ...FAIR, bytesPerSecond: 10_000 };
    expect(await roundTrip(await dial(), 'x'.repeat(2000))).toBeGreaterThan(350);
  });

  it('cuts at once, and after so many bytes', async () => {
    const first = await dial();
    const gone = new Promise((resolve) => first.once('close', resolve));
    await roundTrip(first, 'x');
    proxy.cut();
    await gone;
    proxy.weather = { ...FAIR, cutAfterBytes: 10 };
    const second = await dial();
    const cut = new Promise((resolve) => second.resume().once('close', resolve));
    second.write('x'.repeat(20));
    await cut;
  });

  it('freezes without a word, and lets new connections through', async () => {
    const frozen = await dial();
    await roundTrip(frozen, 'x');
    proxy.freeze();
    expect(await roundTrip(frozen, 'y', 200)).toBeUndefined();
    expect(frozen.destroyed).toBe(false);
    expect(await roundTrip(await dial(), 'z')).toBeDefined();
  });
});

describe('the seed', () => {
  it('brings the same numbers and the same text again, and another one others', () => {
    const draw = (seed: number) => Array.from({ length: 5 }, () => seeded(seed).between(1, 1e9));
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    expect(textOf(seeded(3), 500)).toBe(textOf(seeded(3), 500));
    expect(textOf(seeded(3), 500).isWellFormed()).toBe(true);
  });
});
