import type { IncomingMessage } from 'node:http';
import express from 'express';
import ipaddr from 'ipaddr.js';

/** Says where a request came from, behind the proxies that are trusted: an address, or nothing known. */
export type AddressOf = (request: Pick<IncomingMessage, 'headers' | 'socket'>) => string;

/** The groups of an IPv6 address that name its network: whoever has one address there has all of them. */
const NETWORK_GROUPS = 4;

/** `setting` is TRUST_PROXY: a number of hops, or addresses and networks; empty: nobody is believed. */
export function clientAddress(setting: string): AddressOf {
  const app = express();
  if (setting !== '') app.set('trust proxy', trusted(setting));
  const trusts = app.get('trust proxy fn') as (address: string, hop: number) => boolean;
  return ({ headers, socket }) => {
    const told = headers['x-forwarded-for'];
    const before = (Array.isArray(told) ? told.join(',') : (told ?? '')).split(',').map((each) => each.trim());
    let address = socket.remoteAddress ?? '';
    for (const [hop, next] of before.reverse().entries()) {
      if (next === '' || !trusts(address, hop)) break;
      address = next;
    }
    return address;
  };
}

/** Express takes a number of hops, or addresses and networks. */
export function trusted(setting: string): number | string {
  return /^\d+$/.test(setting) ? Number(setting) : setting;
}

/** What is counted together of addresses: one of IPv4, and the /64 of one of IPv6; what is neither as it is. */
export function addressKey(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  // One of IPv4 that came to a socket of IPv6 is the same one.
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  const groups = (parsed as ipaddr.IPv6).parts.slice(0, NETWORK_GROUPS);
  return `${groups.map((group) => group.toString(16)).join(':')}::/64`;
}
