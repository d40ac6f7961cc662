import { en } from '@/i18n/en';
import type { Messages } from '@/i18n/messages';
import { zhCN } from '@/i18n/zh-CN';

const words = { 'zh-CN': zhCN, en } satisfies Record<string, Messages>;

/** The texts of a language that is here. */
export function wordsOf(language: keyof typeof words): Messages {
  return words[language];
}

/** Fetches the texts of a language; null where they are here. */
export function fetchWords(language: keyof typeof words): Promise<void> | null {
  void language;
  return null;
}
