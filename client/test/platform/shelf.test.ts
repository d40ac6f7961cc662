import { afterEach, describe, expect, it, vi } from 'vitest';
import { createShelf, ENTRY_BYTES, utf8Bytes } from '@/platform/shelf';
import type * as StorageModule from '@/platform/storage';

/** What a device that is full does: so many times it refuses to keep one thing more. */
const device = vi.hoisted(() => ({ refusals: 0 }));
vi.mock('@/platform/storage', async (original) => {
  const storage = await original<typeof StorageModule>();
  const writeStored = (key: string, value: unknown): boolean =>
    key === 'shelf.new' && device.refusals-- > 0 ? false : storage.writeStored(key, value);
  return { ...storage, writeStored };
});

afterEach(() => void (device.refusals = 0));

describe('the shelf', () => {
  it('gives back what was put, also to the next start', () => {
    createShelf().put('a', { text: '字' });
    expect(createShelf().get('a')).toEqual({ text: '字' });
    expect(createShelf().get('b')).toBeUndefined();
  });

  it('lets go of what was not used for longest once it is full', () => {
    const shelf = createShelf(3_000);
    const kilo = 'x'.repeat(900);
    for (const key of ['a', 'b', 'c']) shelf.put(key, kilo);
    shelf.get('a');
    shelf.put('d', kilo);
    expect(['a', 'b', 'c', 'd'].map((key) => shelf.get(key) !== undefined)).toEqual([true, false, true, true]);
  });

  it('counts a thing put again once', () => {
    const shelf = createShelf(2_000);
    for (let n = 0; n < 10; n += 1) shelf.put('a', 'x'.repeat(900));
    shelf.put('b', 'x'.repeat(900));
    expect([shelf.get('a'), shelf.get('b')].map((value) => value !== undefined)).toEqual([true, true]);
  });

  it('refuses what one key cannot hold', () => {
    expect(createShelf().put('a', '字'.repeat(ENTRY_BYTES / 3))).toBe(false);
    expect(createShelf().put('a', '字'.repeat(ENTRY_BYTES / 3 - 10))).toBe(true);
  });

  it('makes room where the device has less than was thought', () => {
    const shelf = createShelf();
    shelf.put('old', 'x');
    device.refusals = 1;
    expect(shelf.put('new', 'y')).toBe(true);
    expect([shelf.get('old'), shelf.get('new')]).toEqual([undefined, 'y']);
  });

  it('forgets everything for the next user', () => {
    const shelf = createShelf();
    shelf.put('a', 1);
    shelf.clear();
    expect([shelf.get('a'), createShelf().get('a')]).toEqual([undefined, undefined]);
  });

  it('knows the bytes of a text', () => {
    for (const text of ['', 'abc', 'é', '字', '😀', 'a字😀é𠮷']) {
      expect(utf8Bytes(text)).toBe(new TextEncoder().encode(text).length);
    }
  });
});
