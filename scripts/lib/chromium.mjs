import { execFileSync } from 'node:child_process';
import { which } from './debian.mjs';

const browser = () => which(['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']);

/** Without a Chinese font every picture and every measured line of text would be wrong. */
function hasChineseFont() {
  const list = which(['fc-list']);
  if (!list) return false;
  return execFileSync(list, [':lang=zh-cn', 'family'], { encoding: 'utf8' }).trim() !== '';
}

/** @type {import('./services.mjs').Service} */
export const chromium = {
  name: 'Chromium and Chinese fonts',
  variable: 'TEST_CHROMIUM',
  packages: ['chromium', 'fontconfig', 'fonts-noto-cjk', 'fonts-noto-color-emoji'],
  isThere: () => browser() !== undefined && hasChineseFont(),
  start() {
    const path = browser();
    // Each test starts its own browser, so there is nothing to stop.
    return path
      ? Promise.resolve({ url: path, close: () => Promise.resolve() })
      : Promise.reject(new Error('No Chromium.'));
  },
};
