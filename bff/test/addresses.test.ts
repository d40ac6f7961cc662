import { describe, expect, it } from 'vitest';
import { addressKey } from '../src/http/client-address';

describe('addresses that are counted', () => {
  it('are one of IPv4 each, however it is written', () => {
    expect(addressKey('203.0.113.7')).toBe('203.0.113.7');
    expect(addressKey('::ffff:203.0.113.7')).toBe('203.0.113.7');
    expect(addressKey('::FFFF:cb00:7107')).toBe('203.0.113.7');
  });

  it('are a network of IPv6, of which one person has every address', () => {
    const key = addressKey('2001:db8:0:1::1');
    expect(key).toBe('2001:db8:0:1::/64');
    for (const same of ['2001:0DB8:0:1:ffff:ffff:ffff:ffff', '2001:db8::1:a:0:0:b']) expect(addressKey(same)).toBe(key);
    expect(addressKey('2001:db8:0:2::1')).not.toBe(key);
    expect(addressKey('::1')).toBe('0:0:0:0::/64');
    expect(addressKey('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
  });

  it('are what they are where they are none', () => {
    for (const odd of ['', 'unknown', '_hidden', '1.2.3.4:80']) expect(addressKey(odd)).toBe(odd);
  });
});
