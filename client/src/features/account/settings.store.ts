import { defineStore } from 'pinia';
import { ref } from 'vue';
import { setLocale, type LocaleChoice } from '@/i18n';
import { writeStored } from '@/platform/storage';
import { setTextSize, type TextSize } from '@/styles/text-size';
import { setTheme, type ThemeChoice } from '@/styles/theme';
import { setHaptics } from '@/ui/haptics';
import { keptSettings, SETTINGS_KEY } from './kept';

/** How this device shows the product. Applied when the store is made, kept when something is chosen. */
export const useSettings = defineStore('settings', () => {
  const kept = keptSettings();
  const theme = ref<ThemeChoice>(kept.theme);
  const language = ref<LocaleChoice>(kept.language);
  /** Whether questions that go on from an answer are shown under it. */
  const followUps = ref(kept.followUps);
  const textSize = ref<TextSize>(kept.textSize);
  /** Whether screen readers are told an answer while it is written. */
  const announce = ref(kept.announce);
  /** Whether what a finger does can be felt. */
  const haptics = ref(kept.haptics);

  function keep(): void {
    writeStored(SETTINGS_KEY, {
      theme: theme.value,
      language: language.value,
      followUps: followUps.value,
      textSize: textSize.value,
      announce: announce.value,
      haptics: haptics.value,
    });
  }

  function chooseFollowUps(next: boolean): void {
    followUps.value = next;
    keep();
  }

  function chooseTextSize(next: TextSize): void {
    textSize.value = next;
    setTextSize(next);
    keep();
  }

  function chooseAnnounce(next: boolean): void {
    announce.value = next;
    keep();
  }

  function chooseHaptics(next: boolean): void {
    haptics.value = next;
    setHaptics(next);
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
  setTextSize(textSize.value);
  setHaptics(haptics.value);
  const choose = { chooseTheme, chooseLanguage, chooseFollowUps, chooseTextSize, chooseAnnounce, chooseHaptics };
  return { theme, language, followUps, textSize, announce, haptics, ...choose };
});
