import type { Plugin } from 'vite';

// uni's H5 framework loads a shadow for its own title bar from its vendor's server three seconds after the start. We
// have no such title bar, nothing of ours phones anybody, and our security policy would log the attempt as an error.
const PRELOAD = /@keyframes shadow-preload\s*\{(?:[^{}]*\{[^{}]*\})*\s*\}|body::?after\s*\{[^{}]*shadow-preload[^{}]*\}/g;

/** Takes the preloading of the vendor's image out of the built style sheets. */
export function noForeignImages(): Plugin {
  return {
    name: 'huati:no-foreign-images',
    enforce: 'post',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'asset' || !file.fileName.endsWith('.css')) continue;
        file.source = String(file.source).replace(PRELOAD, '');
        if (file.source.includes('dcloud')) this.error(`${file.fileName} still refers to uni's vendor`);
      }
    },
  };
}
