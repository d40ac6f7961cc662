import { describe, expect, it } from 'vitest';
import { codeIn } from '@/features/handoff/code-in';
import { deviceName } from '@/platform/device-name';

describe('the code in an address', () => {
  const code = 'AbCd-1234_efgh5678ijkl90';

  it('is found on the page that takes it, whatever the deployment’s own address', () => {
    for (const origin of ['https://chat.example.com', 'http://127.0.0.1:3000', 'https://example.com/chat']) {
      expect(codeIn(`${origin}/#/pages/chat/index?handoff=${code}`)).toBe(code);
    }
    expect(codeIn(`https://example.com/#/pages/chat/index?topic=1&handoff=${code}&more=2`)).toBe(code);
  });

  it.each([
    'huati-link:AbCd-1234_efgh5678ijkl90',
    'https://example.com/#/pages/chat/index?handoff=',
    'https://example.com/#/pages/chat/index?handoff=short',
    `https://example.com/#/pages/share/index?handoff=AbCd-1234_efgh5678ijkl90`,
    'https://example.com/#/pages/chat/index?handoff=AbCd-1234_efgh5678/../../evil',
    'AbCd-1234_efgh5678ijkl90',
  ])('is none in %s', (address) => {
    expect(codeIn(address)).toBeNull();
  });
});

describe('what a device calls itself', () => {
  it.each([
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
      'iPhone · Safari',
    ],
    [
      'Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36',
      'Android · Chrome',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.50',
      'iPhone · 微信',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0',
      'Windows · Edge',
    ],
    ['something else', ''],
  ])('%s', (agent, name) => {
    expect(deviceName(agent)).toBe(name);
  });
});
