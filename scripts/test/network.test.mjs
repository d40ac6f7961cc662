import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { lanAddresses } from '../lib/lan.mjs';
import { freePort, isFree } from '../lib/ports.mjs';

/** @param {string} address */
const v4 = (address, internal = false) => ({ address, family: 'IPv4', internal });

describe('the addresses for a phone', () => {
  it('begin with the real network and end with virtual ones', () => {
    const found = lanAddresses({
      lo: [v4('127.0.0.1', true)],
      docker0: [v4('172.17.0.1')],
      tailscale0: [v4('100.101.1.2')],
      eth0: [{ address: 'fe80::1', family: 'IPv6', internal: false }, v4('10.1.2.3')],
      wlan0: [v4('192.168.1.20')],
    });
    expect(found).toEqual(['192.168.1.20', '10.1.2.3', '172.17.0.1', '100.101.1.2']);
  });
  it('leave out what an interface gave itself for want of a network', () => {
    expect(lanAddresses({ eth0: [v4('169.254.7.7')] })).toEqual([]);
  });
});

describe('a port', () => {
  /** @type {Array<import('node:net').Server>} */
  const servers = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  it.each(['127.0.0.1', '0.0.0.0', '::'])('is seen as taken by a program on %s', async (host) => {
    const server = createServer();
    servers.push(server);
    await new Promise((resolve) => server.listen(0, host, () => resolve(undefined)));
    const address = server.address();
    expect(await isFree(typeof address === 'object' && address ? address.port : 0)).toBe(false);
  });
  it('is free where nobody listens', async () => {
    expect(await isFree(await freePort())).toBe(true);
    expect(await isFree(0)).toBe(true);
  });
});
