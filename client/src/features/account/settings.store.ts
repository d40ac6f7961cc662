import { defineStore } from 'pinia';
import * as v from 'valibot';
import { ref } from 'vue';
import { LOCALES, setLocale, type LocaleChoice } from '@/i18n';
import { readStored, writeStored } from '@/platform/storage';
import { setTheme, type ThemeChoice } from '@/styles/theme';

const KEY = 'account.settings';
const THEMES = ['system', 'light', 'dark'] as const satisfies ThemeChoice[];
const Kept = v.object({
  theme: v.picklist(THEMES),
  language: v.picklist(['system', ...LOCALES]),
  followUps: v.optional(v.boolean(), true),
});

/** How this device shows the product. Applied when the store is made, kept when something is chosen. */
export const useSettings = defineStore('settings', () => {
  const kept = v.safeParse(Kept, readStored(KEY));
  const theme = ref<ThemeChoice>(kept.success ? kept.output.theme : 'system');
  const language = ref<LocaleChoice>(kept.success ? kept.output.language : 'system');
  /** Whether questions that go on from an answer are shown under it. */
  const followUps = ref(kept.success ? kept.output.followUps : true);

  function keep(): void {
    writeStored(KEY, { theme: theme.value, language: language.value, followUps: followUps.value });
  }

  function chooseFollowUps(next: boolean): void {
    followUps.value = next;
    keep();
  }

  function chooseTheme(next: ThemeChoice): void {
    theme.value = next;
    setTheme(next);
    keep();
  }

  function chooseLanguage(next: LocaleChoice): void {
    language.value = next;
    setLocale(next);
    keep();
  }

  setTheme(theme.value);
  setLocale(language.value);
  return { theme, language, followUps, chooseTheme, chooseLanguage, chooseFollowUps };
});
