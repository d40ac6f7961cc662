import type { World } from '../world';
import { answer, type Outcome } from './outcome';

/** WeChat keeps 10 MB for a program and 1 MB under one key. */
const LIMIT_KB = 10 * 1024;
const KEY_MAX = 1024 * 1024;

export function storageApi(world: World): Record<string, unknown> {
  const set = (key: string, data: unknown): void => {
    const json = JSON.stringify(data === undefined ? null : data);
    if (json.length > KEY_MAX) throw new Error('setStorage:fail entry size limit reached');
    if ([...world.storage.values()].reduce((sum, each) => sum + each.length, json.length) > LIMIT_KB * 1024) {
      throw new Error('setStorage:fail exceed storage max size 10Mb');
    }
    world.storage.set(key, json);
  };
  const get = (key: string): unknown => {
    const json = world.storage.get(key);
    return json === undefined ? '' : (JSON.parse(json) as unknown);
  };
  const info = (): object => ({ keys: [...world.storage.keys()], currentSize: 0, limitSize: LIMIT_KB });
  return {
    setStorageSync: set,
    getStorageSync: get,
    removeStorageSync: (key: string) => void world.storage.delete(key),
    getStorageInfoSync: info,
    clearStorageSync: () => world.storage.clear(),
    setStorage: (options: Outcome & { key: string; data: unknown }) =>
      answer(world, 'setStorage', options, () => {
        set(options.key, options.data);
        return {};
      }),
    getStorage: (options: Outcome & { key: string }) =>
      answer(world, 'getStorage', options, () => ({ data: get(options.key) })),
    removeStorage: (options: Outcome & { key: string }) =>
      answer(world, 'removeStorage', options, () => {
        world.storage.delete(options.key);
        return {};
      }),
    getStorageInfo: (options: Outcome) => answer(world, 'getStorageInfo', options, info),
  };
}
