import { createPinia } from 'pinia';
import { createSSRApp } from 'vue';
import App from './App.vue';

/** What uni calls to make the application, in a mini-program and an app; browsers start by `web/main.ts`. */
export function createApp() {
  const app = createSSRApp(App);
  app.use(createPinia());
  return { app };
}
