import type { Plugin } from 'vite';

/**
 * Some seconds after each start uni's runtime in WeChat loads a picture from its vendor's host, for a shadow that we do not show: the
 * built client fetches nothing from anybody but its own server.
 */
export function nothingFromOutside(): Plugin {
  return {
    name: 'huati:nothing-from-outside',
    enforce: 'post',
    transform: (code) => (code.includes(PRELOADS) ? code.replaceAll(PRELOADS, 'false') : undefined),
  };
}

const PRELOADS = 'isFunction(wx.preloadAssets)';
