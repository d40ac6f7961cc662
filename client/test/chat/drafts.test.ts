import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDrafts } from '@/features/chat/drafts';

describe('drafts', () => {
  beforeEach(() => void vi.useFakeTimers());
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
});
