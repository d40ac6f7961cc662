/// <reference types="vite/client" />

interface ImportMetaEnv {
  /** Where the BFF is, for builds that are not served by it: `https://chat.example.org`, no slash at the end. */
  readonly VITE_API_ORIGIN?: string;
}

declare module '*.vue' {
  import type { DefineComponent } from 'vue';
  const component: DefineComponent<object, object, unknown>;
  export default component;
}
