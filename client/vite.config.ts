import { fileURLToPath } from 'node:url';
import uniModule from '@dcloudio/vite-plugin-uni';
import { defineConfig, type Plugin } from 'vite';
import { engineIoWithoutBrowser } from './build/engine-io';
import { later } from './build/later';
import { nothingFromOutside } from './build/nothing-from-outside';
import { platformSuffix } from './build/platform-suffix';
import { subpackages } from './build/subpackages';
import { virtualHost } from './build/virtual-host';

// uni's build posts usage data to its vendor unless CI is set. It asks after this file has been read.
process.env.CI ??= '1';

const platform = process.env.UNI_PLATFORM ?? 'h5';
const bff = process.env.HUATI_BFF ?? 'http://127.0.0.1:3000';

/** What no first page shows. */
const LATER = ['EvidenceSheet', 'ExportSheet', 'MyShares', 'ShareSheet'];

// The plugin is CommonJS; Node hands an ES module its whole `exports` object as the default import.
type UniPlugin = () => Plugin[];
const exported: unknown = uniModule;
const uni = (typeof exported === 'function' ? exported : (exported as { default: UniPlugin }).default) as UniPlugin;

export default defineConfig({
  base: '/',
  plugins: [
    ...(platform === 'mp-weixin' ? [virtualHost(), subpackages()] : []),
    platformSuffix(platform),
    ...(platform === 'h5' ? [later(LATER)] : [engineIoWithoutBrowser()]),
    uni(),
    nothingFromOutside(),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: { target: 'es2018', sourcemap: false },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': bff,
      '/v1': bff,
      '^/s/': bff,
      // As it was last built, by `npm run build client:h5`: the page of a share is a program of its own.
      '/reader/': bff,
      '/socket.io': { target: bff, ws: true },
    },
  },
});
