import { ref, type Ref } from 'vue';
import { setDocumentLanguage } from '@/platform/document';
import { systemLanguage } from '@/platform/language';
import { fetchWords, wordsOf } from '@/platform/words';
import { dayWords, filled } from './format';
import type { MessageArgs, MessageKey } from './messages';

export { grouped } from './format';
export type { MessageKey } from './messages';

export const LOCALES = ['zh-CN', 'en'] as const;
export type Locale = (typeof LOCALES)[number];
export type LocaleChoice = Locale | 'system';

/** The language in use. Read-only by convention: change it with `setLocale`. */
export const locale: Ref<Locale> = ref(systemLocale());
/** The one that was asked for last; its texts may still be on their way. */
let wanted: Locale = locale.value;

/**
 * The text of `key` in the language in use. Reactive where it is read in a template or a computed value.
 *
 * @param key  a key of one of the files in `zh-CN/`
 * @param args one object with a value for each `{placeholder}` of the Chinese text; none where it has none. English may use one
 *             of them once more to count by: `{n|topic|topics}`
 */
export function t<Key extends MessageKey>(key: Key, ...args: MessageArgs<Key>): string {
  const values: Record<string, string | number> = args[0] ?? {};
  return filled(wordsOf(locale.value)[key], values);
}

/** The day of a time in ISO 8601, in the language in use, on this device's clock. */
export function dayIn(time: string): string {
  return dayWords(time, locale.value);
}

/** Changes the language; `system` follows the phone or browser. Keeping the choice is the caller's. */
export function setLocale(choice: LocaleChoice): void {
  wanted = choice === 'system' ? systemLocale() : choice;
  const coming = fetchWords(wanted);
  if (coming) void coming.then(show);
  else show();
}

/** Changes the language likewise. Resolves once its texts are here, so that nothing is drawn in another one first. */
export async function startLocale(choice: LocaleChoice): Promise<void> {
  setLocale(choice);
  await fetchWords(wanted);
}

function show(): void {
  locale.value = wanted;
  setDocumentLanguage(wanted);
}

function systemLocale(): Locale {
  return /^en/i.test(systemLanguage()) ? 'en' : 'zh-CN';
}
