import { ref, type Ref } from 'vue';
import { setDocumentLanguage } from '@/platform/document';
import { systemLanguage } from '@/platform/language';
import { en } from './en';
import type { MessageArgs, MessageKey, Messages } from './messages';
import { zhCN } from './zh-CN';

export type { MessageKey } from './messages';

export const LOCALES = ['zh-CN', 'en'] as const;
export type Locale = (typeof LOCALES)[number];
export type LocaleChoice = Locale | 'system';

const texts: Record<Locale, Messages> = { 'zh-CN': zhCN, en };

/** The language in use. Read-only by convention: change it with `setLocale`. */
export const locale: Ref<Locale> = ref(systemLocale());

/**
 * The text of `key` in the language in use. Reactive where it is read in a template or a computed value.
 *
 * @param key  a key of one of the files in `zh-CN/`
 * @param args one object with a value for each `{placeholder}` of the text; none where it has none
 */
export function t<Key extends MessageKey>(key: Key, ...args: MessageArgs<Key>): string {
  const values: Record<string, string | number> = args[0] ?? {};
  return texts[locale.value][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** A whole number with a comma at each thousand, as both languages write it. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Changes the language; `system` follows the phone or browser. Keeping the choice is the caller's. */
export function setLocale(choice: LocaleChoice): void {
  locale.value = choice === 'system' ? systemLocale() : choice;
  setDocumentLanguage(locale.value);
}

function systemLocale(): Locale {
  return /^en/i.test(systemLanguage()) ? 'en' : 'zh-CN';
}
