import { describe, expect, it } from 'vitest';
import { isSendKey } from '@/platform/enter-key';
import { uuidFrom } from '@/platform/uuid';

const enter = {
  key: 'Enter',
  keyCode: 13,
  isComposing: false,
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
};

describe('the key that sends', () => {
  it('is Enter, and not with Shift', () => {
    expect(isSendKey(enter, Infinity)).toBe(true);
    expect(isSendKey({ ...enter, shiftKey: true }, Infinity)).toBe(false);
    expect(isSendKey({ ...enter, key: 'a' }, Infinity)).toBe(false);
  });

  it('never belongs to an input method', () => {
    expect(isSendKey({ ...enter, isComposing: true }, Infinity)).toBe(false);
    expect(isSendKey({ ...enter, keyCode: 229 }, Infinity)).toBe(false);
    expect(isSendKey(enter, 5)).toBe(false);
  });
});

describe('a UUID', () => {
  it('is of version 4, whatever the bytes', () => {
    expect(uuidFrom(new Uint8Array(16).fill(255))).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff');
    expect(uuidFrom(new Uint8Array(16))).toBe('00000000-0000-4000-8000-000000000000');
  });
});
