import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDrafts } from '@/features/chat/drafts';
import { writeStored } from '@/platform/storage';

describe('drafts', () => {
  beforeEach(() => {
    localStorage.clear();
    vi.useFakeTimers();
  });
  afterEach(() => void vi.useRealTimers());

  it('are kept for each topic and for the new one, over a reload', () => {
    const drafts = createDrafts();
    drafts.set(null, '新');
    drafts.set('t1', '一');
    vi.advanceTimersByTime(300);
    const later = createDrafts();
    expect([later.get(null), later.get('t1'), later.get('t2')]).toEqual(['新', '一', '']);
  });

  it('are written at once when the page goes', () => {
    const drafts = createDrafts();
    drafts.set('t1', '一');
    expect(createDrafts().get('t1')).toBe('');
    drafts.flush();
    expect(createDrafts().get('t1')).toBe('一');
  });

  it('are forgotten when they are emptied, and the oldest when there are too many', () => {
    const drafts = createDrafts();
    for (let n = 0; n < 60; n += 1) drafts.set(`t${n}`, 'x');
    drafts.set('t59', '');
    drafts.flush();
    const later = createDrafts();
    expect([later.get('t0'), later.get('t58'), later.get('t59')]).toEqual(['', 'x', '']);
  });

  it('of two tabs do not overwrite each other, and one tab hears of the other', () => {
    let heard = 0;
    const [here, there] = [createDrafts(() => (heard += 1)), createDrafts()];
    here.set('t1', '一');
    here.flush();
    there.set('t2', '二');
    there.flush();
    expect([here.get('t1'), here.get('t2'), there.get('t1')]).toEqual(['一', '二', '一']);
    window.dispatchEvent(new StorageEvent('storage', { key: 'draft.t2' }));
    expect(heard).toBe(1);
    // What is being written here is newer than what the other tab had.
    here.set('t2', '三');
    window.dispatchEvent(new StorageEvent('storage', { key: 'draft.t2' }));
    expect([heard, here.get('t2')]).toEqual([1, '三']);
  });

  it('that an earlier version kept are still there', () => {
    writeStored('chat.drafts', { '': '新', t1: '一' });
    expect([createDrafts().get(null), createDrafts().get('t1')]).toEqual(['新', '一']);
  });

  it('stay as long as the page where the device has no room', () => {
    const full = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new Error('QuotaExceededError');
    });
    const drafts = createDrafts();
    drafts.set('t1', '一');
    drafts.flush();
    expect(drafts.get('t1')).toBe('一');
    full.mockRestore();
    drafts.flush();
    expect(createDrafts().get('t1')).toBe('一');
  });
});
