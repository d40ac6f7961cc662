import { defineStore } from 'pinia';
import { ref } from 'vue';
import { setLocale, type LocaleChoice } from '@/i18n';
import { writeStored } from '@/platform/storage';
import { setTheme, type ThemeChoice } from '@/styles/theme';
import { keptSettings, SETTINGS_KEY } from './kept';

/** How this device shows the product. Applied when the store is made, kept when something is chosen. */
export const useSettings = defineStore('settings', () => {
  const kept = keptSettings();
  const theme = ref<ThemeChoice>(kept.theme);
  const language = ref<LocaleChoice>(kept.language);
  /** Whether questions that go on from an answer are shown under it. */
  const followUps = ref(kept.followUps);

  function keep(): void {
    writeStored(SETTINGS_KEY, { theme: theme.value, language: language.value, followUps: followUps.value });
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
