/// <reference types="vite/client" />

interface ImportMetaEnv {
  /** Where the BFF is, for builds that are not served by it: `https://chat.example.org`, no slash at the end. */
  readonly VITE_API_ORIGIN?: string;
  /** Who runs the service, as the legal documents name them. */
  readonly VITE_OPERATOR_NAME?: string;
  /** How people reach them: a mail address, a telephone number, or both. */
  readonly VITE_OPERATOR_CONTACT?: string;
}

declare module '*.vue' {
  import type { DefineComponent } from 'vue';
  const component: DefineComponent<object, object, unknown>;
  export default component;
}
