import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileStore as PartialStore } from '@tus/file-store';
import { Failure } from '../../failure';
import { assertWithin } from './quota';
import { goneToUndefined } from './spool';

/** The most uploads that a user may have begun and not ended. */
export const OPEN_MAX = 20;
/** After so long without a byte an upload gives way to one that is begun, in ms. */
export const IDLE_MS = 10 * 60_000;

const INFO = '.json';

/** What has come so far of uploads in parts: in one folder, of which no database knows. */
export interface PartialUploads {
  /**
   * Makes sure that there is room for one of `bytes` bytes where the user's files have `used`: what was left lying of the user's
   * gives way. Throws `rate_limited` where too many are under way, `too_large` beyond `quotaBytes`; 0: no limit.
   */
  makeRoom(userId: string, bytes: number, used: number): Promise<void>;
  forget(id: string): Promise<void>;
}

interface Open {
  id: string;
  bytes: number;
  touchedAt: number;
}

export function createPartialUploads(folder: string, store: PartialStore, quotaBytes: number): PartialUploads {
  /** Of those that are there: neither changes once an upload is begun. */
  let known = new Map<string, { owner: string | undefined; bytes: number }>();

  const forget = async (id: string): Promise<void> => {
    await Promise.all([id, `${id}${INFO}`].map((name) => rm(join(folder, name), { force: true })));
  };

  /** The user's, those first of which nothing has come for the longest time. */
  const openOf = async (userId: string): Promise<Open[]> => {
    const there = (await readdir(folder))
      .filter((name) => name.endsWith(INFO))
      .map((name) => name.slice(0, -INFO.length));
    const ids = new Set(there);
    known = new Map([...known].filter(([id]) => ids.has(id)));
    const open: Open[] = [];
    for (const id of there) {
      const begun = known.get(id) ?? (await infoOf(store, id));
      if (!begun) continue;
      known.set(id, begun);
      if (begun.owner !== userId) continue;
      // One that ends just now is not there any more.
      const found = await stat(join(folder, id)).catch(goneToUndefined);
      if (found) open.push({ id, bytes: begun.bytes, touchedAt: found.mtimeMs });
    }
    return open.sort((a, b) => a.touchedAt - b.touchedAt);
  };

  return {
    makeRoom: async (userId, bytes, used) => {
      assertWithin(quotaBytes, used + bytes);
      const open = await openOf(userId);
      const idle = open.filter(({ touchedAt }) => touchedAt < Date.now() - IDLE_MS);
      let count = open.length;
      let all = open.reduce((sum, one) => sum + one.bytes, used + bytes);
      for (const { id, bytes: freed } of idle) {
        if (count < OPEN_MAX && (quotaBytes === 0 || all <= quotaBytes)) return;
        await forget(id);
        count -= 1;
        all -= freed;
      }
      if (count >= OPEN_MAX) throw new Failure('rate_limited', `${OPEN_MAX} uploads are under way: let them end first`);
      assertWithin(quotaBytes, all);
    },
    forget,
  };
}

async function infoOf(
  store: PartialStore,
  id: string,
): Promise<{ owner: string | undefined; bytes: number } | undefined> {
  const info = await store.configstore.get(id);
  return info && { owner: info.metadata?.owner ?? undefined, bytes: info.size ?? 0 };
}
