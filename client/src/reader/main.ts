import { createApp } from 'vue';
import { keptSettings, keptToken } from '@/features/account';
import { startLocale } from '@/i18n';
import { activateByKeyboard } from '@/platform/focus';
import { setTextSize } from '@/styles/text-size';
import { setTheme } from '@/styles/theme';
import { NOBODY, setCredentials } from '@/transport';
import { setHaptics } from '@/ui/haptics';
import { addElements } from '../web/elements';
import { embedded, shareIdOf } from './embedded';
import { showPresses } from '../web/pressing';
import ReaderPage from './ReaderPage.vue';
import './reader.scss';

// Whoever uses the product here reads their own shares as themselves; nobody is made a guest by reading.
setCredentials({
  ensure: () => {
    const token = keptToken();
    return token === null ? NOBODY.renew('') : Promise.resolve(token);
  },
  renew: NOBODY.renew,
  kept: keptToken,
});

async function start(): Promise<void> {
  const { theme, language, textSize, haptics } = keptSettings();
  setTheme(theme);
  setTextSize(textSize);
  setHaptics(haptics);
  await startLocale(language);
  activateByKeyboard();
  showPresses();
  const app = createApp(ReaderPage, { id: shareIdOf(location.pathname), embedded: embedded() });
  addElements(app);
  app.mount('#app');
}

void start();
