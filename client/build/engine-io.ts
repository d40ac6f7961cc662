import type { Plugin } from 'vite';

// WeChat forbids `Function("return this")()`, which engine.io-client runs while it loads, and none of the browser's
// transports can work there. What is left is the WebSocket class that our own transport extends.
const REPLACED: Record<string, string> = {
  'globals.js': `
    export const nextTick = (run) => Promise.resolve().then(run);
    export const globalThisShim = {
      setTimeout: (...args) => setTimeout(...args),
      clearTimeout: (...args) => clearTimeout(...args),
    };
    export const defaultBinaryType = 'arraybuffer';
    export function createCookieJar() {}`,
  'transports/polling-xhr.js': 'export class BaseXHR {} export class XHR {} export class Request {}',
  'transports/polling-fetch.js': 'export class Fetch {}',
  'transports/webtransport.js': 'export class WT {}',
};

const ENGINE_FILE = /engine\.io-client\/build\/esm(?:-debug)?\/(.+)$/;

/** Replaces what a mini-program or app runtime cannot load in engine.io-client. Not for H5. */
export function engineIoWithoutBrowser(): Plugin {
  return {
    name: 'huati:engine-io-without-browser',
    enforce: 'pre',
    load(id) {
      const file = ENGINE_FILE.exec(id.replaceAll('\\', '/').split('?')[0] ?? '')?.[1];
      return file === undefined ? undefined : REPLACED[file];
    },
  };
}
