import type { IncomingMessage } from 'node:http';
import express from 'express';

/** Says where a request came from, behind the proxies that are trusted: an address, or nothing known. */
export type AddressOf = (request: Pick<IncomingMessage, 'headers' | 'socket'>) => string;

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
