import { shallowReactive } from 'vue';
import type { Messages } from '@/i18n/messages';
import { zhCN } from '@/i18n/zh-CN';

// Most people read one language: the other one's texts would be a tenth of what they wait for.
const words: Record<'zh-CN' | 'en', Messages | null> = shallowReactive({ 'zh-CN': zhCN, en: null });

/** The texts of a language that is here. */
export function wordsOf(language: keyof typeof words): Messages {
  return words[language] ?? zhCN;
}

/** Fetches the texts of a language; null where they are here. Never rejects: without a network the others stay. */
export function fetchWords(language: keyof typeof words): Promise<void> | null {
  if (words[language] !== null) return null;
  return import('@/i18n/en').then(
    ({ en }) => void (words.en = en),
    // Tried again when the language is chosen again.
    () => undefined,
  );
}
