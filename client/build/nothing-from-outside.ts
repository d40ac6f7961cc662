import type { Plugin } from 'vite';

/**
 * uni's own styles name a picture on its vendor's host, for a shadow we do not show. A browser would ask for it at each
 * visit: the built client fetches nothing from anybody but its own server. In WeChat its runtime loads the same picture by
 * itself some seconds after each start.
 */
export function nothingFromOutside(): Plugin {
  return {
    name: 'huati:nothing-from-outside',
    enforce: 'post',
    transform: (code) => (code.includes(PRELOADS) ? code.replaceAll(PRELOADS, 'false') : undefined),
    generateBundle: (_options, bundle) => {
      for (const file of Object.values(bundle)) {
        if (file.type === 'chunk') file.code = file.code.replace(OUTSIDE, 'none');
        else if (typeof file.source === 'string') file.source = file.source.replace(OUTSIDE, 'none');
      }
    },
  };
}

const PRELOADS = 'isFunction(wx.preloadAssets)';
const OUTSIDE = /url\(["']?https:\/\/cdn\.dcloud\.net\.cn\/[^)]*\)/g;
