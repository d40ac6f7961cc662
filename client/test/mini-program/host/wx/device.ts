import type { World } from '../world';
import { answer, type Outcome } from './outcome';

const SDK = '3.8.12';

/** The events of the phone that a program may listen to. */
const EVENTS = [
  'AppShow',
  'AppHide',
  'Error',
  'UnhandledRejection',
  'NetworkStatusChange',
  'NetworkWeakChange',
  'KeyboardHeightChange',
  'WindowResize',
  'ThemeChange',
  'MemoryWarning',
  'LazyLoadError',
  'NeedPrivacyAuthorization',
  'PageNotFound',
  'AudioInterruptionBegin',
  'AudioInterruptionEnd',
  'UserCaptureScreen',
];

/** How many pixels of the screen one px is. */
export const PIXEL_RATIO = 2;

export function deviceApi(world: World): Record<string, unknown> {
  const { device } = world;
  const windowInfo = (): object => ({
    pixelRatio: PIXEL_RATIO,
    screenWidth: device.width,
    screenHeight: device.height,
    windowWidth: device.width,
    windowHeight: device.height,
    statusBarHeight: 44,
    safeArea: {
      left: 0,
      right: device.width,
      top: 44,
      bottom: device.height - 34,
      width: device.width,
      height: device.height - 78,
    },
    screenTop: 0,
  });
  const baseInfo = (): object => ({
    SDKVersion: SDK,
    version: '8.0.60',
    language: device.language,
    theme: device.theme,
    fontSizeSetting: device.fontSizeSetting,
    fontSizeScaleFactor: device.fontSizeSetting / 17,
    enableDebug: false,
    host: { env: 'WeChat' },
  });
  const deviceInfo = (): object => ({
    brand: 'iPhone',
    model: 'iPhone 15',
    system: 'iOS 18.0',
    platform: 'ios',
    benchmarkLevel: 40,
    deviceOrientation: 'portrait',
  });
  const systemInfo = (): object => ({ ...windowInfo(), ...baseInfo(), ...deviceInfo() });
  const network = (): object => ({ networkType: device.online ? 'wifi' : 'none', isConnected: device.online });

  return {
    ...Object.fromEntries(
      EVENTS.flatMap((event) => [
        [`on${event}`, (run: (detail: object) => void) => world.hear(event, run)],
        [`off${event}`, (run?: (detail: object) => void) => world.unhear(event, run)],
      ]),
    ),
    getWindowInfo: windowInfo,
    getAppBaseInfo: baseInfo,
    getDeviceInfo: deviceInfo,
    getSystemInfoSync: systemInfo,
    getSystemSetting: () => ({ bluetoothEnabled: false, locationEnabled: false, wifiEnabled: true }),
    getAppAuthorizeSetting: () => ({ albumAuthorized: world.person.allowsAlbum ? 'authorized' : 'denied' }),
    getSystemInfo: (options: Outcome) => answer(world, 'getSystemInfo', options, systemInfo),
    getNetworkType: (options: Outcome) => answer(world, 'getNetworkType', options, network),
    getAccountInfoSync: () => ({ miniProgram: { appId: 'wx0000000000000000', envVersion: 'develop', version: '' } }),
    canIUse: () => true,
    getRandomValues: (options: Outcome & { length: number }) =>
      answer(world, 'getRandomValues', options, () => ({
        randomValues: crypto.getRandomValues(new Uint8Array(options.length)).buffer,
      })),
    hideKeyboard: (options?: Outcome) => answer(world, 'hideKeyboard', options, () => ({})),
    vibrateShort: (options?: Outcome) => answer(world, 'vibrateShort', options, () => ({})),
    setKeepScreenOn: (options?: Outcome) => answer(world, 'setKeepScreenOn', options, () => ({})),
    getMenuButtonBoundingClientRect: () => ({
      width: 87,
      height: 32,
      top: 48,
      right: device.width - 7,
      bottom: 80,
      left: device.width - 94,
    }),
    getUpdateManager: () => ({
      onCheckForUpdate: (run: (told: object) => void) => world.hear('host:update-checked', run),
      onUpdateReady: (run: (told: object) => void) => world.hear('host:update-ready', run),
      onUpdateFailed: (run: (told: object) => void) => world.hear('host:update-failed', run),
      applyUpdate: () => void (world.seen.updates += 1),
    }),
  };
}
