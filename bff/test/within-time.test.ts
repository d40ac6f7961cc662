import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { pause } from '../src/pause';
import { createWatchdog } from '../src/upstreams/model/watchdog';
import { deadline, withinTime } from '../src/within-time';

/** Nothing else happens in this process meanwhile, as where the machine stands still. */
function standStill(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

describe('a time that is set', () => {
  const server = createServer((_, res) => {
    res.end('in time');
    // It is on its way now, and the process cannot read it before all the time has passed.
    standStill(300);
  });
  let url: string;
  beforeAll(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('takes what came in time, though it is read late', async () => {
    expect(await (await fetch(url, { signal: deadline(200) })).text()).toBe('in time');
    const read = fetch(url).then((response) => response.text());
    expect(await withinTime(read, 200, 'nothing')).toBe('in time');
  });

  it('does not take for silence what was said meanwhile', async () => {
    const watchdog = createWatchdog(new AbortController().signal, 200, 200);
    await fetch(url, { signal: watchdog.signal });
    watchdog.pet();
    expect(watchdog.bite).toBeUndefined();
    await vi.waitFor(() => expect(watchdog.bite).toBe('stalled'));
    expect(watchdog.signal.aborted).toBe(true);
  });

  it('ends', async () => {
    await expect(withinTime(new Promise(() => undefined), 20, 'no verdict')).rejects.toThrow('no verdict within 20 ms');
    const signal = deadline(20);
    await pause(60);
    expect(signal.reason).toMatchObject({ name: 'TimeoutError' });
  });
});
