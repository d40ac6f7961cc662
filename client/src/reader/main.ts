import { createApp } from 'vue';
import { keptSettings, keptToken } from '@/features/account';
import { setLocale } from '@/i18n';
import { activateByKeyboard } from '@/platform/focus';
import { setTheme } from '@/styles/theme';
import { NOBODY, setCredentials } from '@/transport';
import { addElements } from './elements';
import { embedded, shareIdOf } from './embedded';
import { showPresses } from './pressing';
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

const { theme, language } = keptSettings();
setTheme(theme);
setLocale(language);
activateByKeyboard();
showPresses();

const app = createApp(ReaderPage, { id: shareIdOf(location.pathname), embedded: embedded() });
addElements(app);
app.mount('#app');
