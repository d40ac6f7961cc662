import { fileURLToPath } from 'node:url';
import uniModule from '@dcloudio/vite-plugin-uni';
import { defineConfig, type Plugin } from 'vite';
import { engineIoWithoutBrowser } from './build/engine-io';
import { fewEntities } from './build/few-entities';
import { nothingFromOutside } from './build/nothing-from-outside';
import { platformSuffix } from './build/platform-suffix';
import { subpackages } from './build/subpackages';
import { virtualHost } from './build/virtual-host';

// uni's build posts usage data to its vendor unless CI is set. It asks after this file has been read.
process.env.CI ??= '1';

const platform = process.env.UNI_PLATFORM ?? 'mp-weixin';

// The plugin is CommonJS; Node hands an ES module its whole `exports` object as the default import.
type UniPlugin = () => Plugin[];
const exported: unknown = uniModule;
const uni = (typeof exported === 'function' ? exported : (exported as { default: UniPlugin }).default) as UniPlugin;

/** The mini-program and the app, by uni. Browsers have `vite.web.config.ts`. */
export default defineConfig({
  base: '/',
  plugins: [
    ...(platform === 'mp-weixin' ? [virtualHost(), subpackages(), fewEntities()] : []),
    platformSuffix(platform),
    engineIoWithoutBrowser(),
    uni(),
    nothingFromOutside(),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: { target: 'es2018', sourcemap: false },
});
