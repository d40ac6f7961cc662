import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPendingDeletes, UNDO_MS } from '@/features/topics/pending-deletes';

describe('deletions that can be undone', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function set(erase: (id: string) => Promise<void>) {
    return createPendingDeletes(erase, (thrown) => String(thrown) === 'Error: gone');
  }

  it('hide at once and delete after five seconds', async () => {
    const erase = vi.fn(() => Promise.resolve());
    const deletes = set(erase);
    deletes.add('t');
    expect(deletes.ids.value.has('t')).toBe(true);
    await vi.advanceTimersByTimeAsync(UNDO_MS - 1);
    expect(erase).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(erase).toHaveBeenCalledWith('t');
    expect(deletes.ids.value.size).toBe(0);
  });

  it('delete nothing that was undone', async () => {
    const erase = vi.fn(() => Promise.resolve());
    const deletes = set(erase);
    deletes.add('t');
    deletes.undo('t');
    expect(deletes.ids.value.has('t')).toBe(false);
    await vi.advanceTimersByTimeAsync(UNDO_MS * 2);
    await set(erase).settle();
    expect(erase).not.toHaveBeenCalled();
  });

  it('are carried out at the next start where the page went before', async () => {
    set(() => Promise.resolve()).add('t');
    const erase = vi.fn(() => Promise.resolve());
    const later = set(erase);
    expect(later.ids.value.has('t')).toBe(true);
    await later.settle();
    expect(erase).toHaveBeenCalledWith('t');
    expect(set(erase).ids.value.size).toBe(0);
  });

  it('wait while the server cannot be reached, and end where there is nothing left', async () => {
    const outcomes = ['offline', 'gone'];
    const erase = vi.fn(() => Promise.reject(new Error(outcomes.shift())));
    const deletes = set(erase);
    deletes.add('t');
    await vi.advanceTimersByTimeAsync(UNDO_MS);
    expect(deletes.ids.value.has('t')).toBe(true);
    await deletes.settle();
    expect(deletes.ids.value.size).toBe(0);
  });
});
