import { createPinia } from 'pinia';
import { createApp } from 'vue';
import { keptSettings } from '@/features/account';
import { startLocale } from '@/i18n';
import { launch } from '@/launch';
import { addElements } from './elements';
import { showPresses } from './pressing';
import WebRoot from './WebRoot.vue';
import './web.scss';

/** Nobody has asked anything sooner after the first letter; ms. */
const WRITING_MS = 1_000;

async function start(): Promise<void> {
  await startLocale(keptSettings().language);
  const app = createApp(WebRoot);
  addElements(app);
  app.use(createPinia());
  app.mount('#app');
  showPresses();
  launch();
}

/** What shows messages comes while the first question is being written. */
function fetchMessages(): void {
  // Where it fails, it is tried again when it is drawn.
  import('@/features/chat/MessageList.vue').catch(() => undefined);
}

document.addEventListener('input', () => setTimeout(fetchMessages, WRITING_MS), { capture: true, once: true });

void start();
