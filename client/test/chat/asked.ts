import { enableAutoUnmount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, vi } from 'vitest';
import { setLocale } from '@/i18n';
import { api } from '@/transport';
import { connection } from '@/transport/connection';

/** Has each test of a file begin online and with nothing kept; what is asked stays on its way. Out: gives what was asked so far. */
export function keepsAsked(): () => readonly string[] {
  let asked: string[] = [];
  enableAutoUnmount(afterEach);
  beforeEach(() => {
    setActivePinia(createPinia());
    localStorage.clear();
    setLocale('zh-CN');
    asked = [];
    vi.spyOn(connection, 'status').mockReturnValue('online');
    vi.spyOn(connection, 'ask').mockImplementation(({ text }) => {
      asked.push(text);
      return new Promise(() => undefined);
    });
    vi.spyOn(api, 'messages').mockReturnValue(new Promise(() => undefined));
  });
  return () => asked;
}
