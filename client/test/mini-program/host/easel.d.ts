/** The part of the adapter that the host uses; its package names a file of types that it does not have. */
declare module 'glass-easel-miniprogram-adapter' {
  import type * as easel from 'glass-easel';

  export const glassEasel: typeof easel;

  export interface Definition {
    properties?: Record<string, unknown>;
    data?: object;
    options?: object;
    lifetimes?: Record<string, (this: Instance, ...args: never[]) => void>;
    methods?: Record<string, (this: Instance, ...args: never[]) => unknown>;
    observers?: Record<string, (this: Instance, ...args: never[]) => void>;
  }

  /** What `this` is inside of a page or component. */
  export interface Instance {
    _$: easel.GeneralComponent;
    is: string;
    id: string;
    dataset: Record<string, unknown>;
    data: Record<string, unknown>;
    route?: string;
    setData(data: object, callback?: () => void): void;
    triggerEvent(name: string, detail: unknown, options?: object): void;
    [more: string]: unknown;
  }

  export const component: { ComponentCaller: { prototype: Instance } };

  export interface ComponentEnv {
    Page: (definition: object) => void;
    Component: (definition: object) => void;
    Behavior: (definition: object) => unknown;
  }

  export class CodeSpace {
    getComponentSpace(): easel.ComponentSpace;
    addStyleSheet(path: string, url: string | undefined, scope: string): void;
    addCompiledTemplate(path: string, template: unknown): void;
    addComponentStaticConfig(path: string, config: object): void;
    component(path: string): { definition(definition: Definition): { register(): unknown } };
    componentEnv<T>(path: string, run: (env: ComponentEnv) => T): T;
  }

  export class MiniProgramEnv {
    createCodeSpace(id: string, main: boolean): CodeSpace;
    associateBackend(context?: easel.GeneralBackendContext): {
      createRoot(tag: string, space: CodeSpace, path: string): Root;
    };
  }

  export interface Root {
    get(): Instance;
    getComponent(): easel.GeneralComponent;
    attach(parent: easel.GeneralBackendElement, placeholder: easel.GeneralBackendElement): void;
    release(): void;
  }
}
