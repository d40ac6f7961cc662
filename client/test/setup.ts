import { beforeEach } from 'vitest';

const store = new Map<string, unknown>();
const clipboard = { data: '' };

interface Outcome {
  success?: (result: { errMsg: string; data?: string }) => void;
  fail?: (error: { errMsg: string }) => void;
  complete?: () => void;
}

// In memory, and without `request` or `connectSocket`: what speaks to a network is tested against real servers.
const uniMock = {
  getStorageSync: (key: string): unknown => structuredClone(store.get(key)) ?? '',
  setStorageSync: (key: string, value: unknown): void => void store.set(key, structuredClone(value)),
  removeStorageSync: (key: string): void => void store.delete(key),
  getStorageInfoSync: () => ({ keys: [...store.keys()], currentSize: 0, limitSize: 10_240 }),
  clearStorageSync: (): void => store.clear(),
  getWindowInfo: () => ({ windowWidth: 390 }),
  getLocale: (): string => 'zh-Hans',
  setClipboardData: (options: Outcome & { data: string }): void => {
    clipboard.data = options.data;
    options.success?.({ errMsg: 'setClipboardData:ok' });
    options.complete?.();
  },
  getClipboardData: (options: Outcome): void => {
    options.success?.({ errMsg: 'getClipboardData:ok', data: clipboard.data });
    options.complete?.();
  },
  hideToast: (): void => undefined,
  onKeyboardHeightChange: (): void => undefined,
  offKeyboardHeightChange: (): void => undefined,
};

Object.assign(globalThis, { uni: uniMock });
// The same clipboard for what asks the browser for it.
const browserClipboard = {
  writeText: (text: string): Promise<void> => Promise.resolve(void (clipboard.data = text)),
  readText: (): Promise<string> => Promise.resolve(clipboard.data),
};
// What a test says of words is in Chinese, whatever the imitated browser speaks.
if (typeof navigator === 'object') {
  Object.defineProperty(navigator, 'language', { value: 'zh-CN', configurable: true });
  Object.defineProperty(navigator, 'clipboard', { value: browserClipboard, configurable: true });
}

beforeEach(() => {
  store.clear();
  if (typeof localStorage === 'object') localStorage.clear();
  clipboard.data = '';
});
