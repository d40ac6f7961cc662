import { createPinia } from 'pinia';
import { createSSRApp } from 'vue';
import App from './App.vue';

/** What uni calls to make the application; on H5 it mounts the result itself. */
export function createApp() {
  const app = createSSRApp(App);
  app.use(createPinia());
  return { app };
}
