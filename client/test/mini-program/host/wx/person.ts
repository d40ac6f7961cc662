import type { World, WorldFile } from '../world';
import { answer, type Outcome } from './outcome';

/** What WeChat asks the person who holds the phone, or shows to them. */
export function personApi(world: World): Record<string, unknown> {
  const { person, seen } = world;

  function keep(file: WorldFile): string {
    const ending = /\.[A-Za-z0-9]+$/.exec(file.name)?.[0] ?? '';
    const path = `wxfile://tmp_${world.files.size}${ending}`;
    world.files.set(path, file);
    return path;
  }
  const size = (file: WorldFile): number => atob(file.content).length;
  /** WeChat asks for consent before an API that needs it; without, the call fails. */
  async function consent(): Promise<void> {
    if (world.storage.get('host:privacy') === 'agreed') return;
    if (!person.agreesToPrivacy) throw new Error('privacy permission is not authorized');
    world.storage.set('host:privacy', 'agreed');
    await Promise.resolve();
  }
  async function pick(kind: 'image' | 'file', count: number): Promise<WorldFile[]> {
    await consent();
    const picked = person.picks.filter((file) => kind === 'file' || file.kind === kind).slice(0, count);
    if (picked.length === 0) throw new Error('cancel');
    person.picks = person.picks.filter((file) => !picked.includes(file));
    return picked;
  }

  return {
    login: (options: Outcome) =>
      answer(world, 'login', options, () => {
        const code = person.loginCodes.shift();
        if (code === undefined) throw new Error('no login code');
        return { code };
      }),
    checkSession: (options: Outcome) => answer(world, 'checkSession', options, () => ({})),
    scanCode: (options: Outcome) =>
      answer(world, 'scanCode', options, () => {
        const result = person.scans.shift();
        if (result === undefined) throw new Error('cancel');
        return { result, scanType: 'QR_CODE', charSet: 'utf-8' };
      }),
    chooseMedia: (options: Outcome & { count?: number; sizeType?: string[] }) =>
      answer(world, 'chooseMedia', options, async () => {
        const files = await pick('image', options.count ?? 9);
        return {
          type: 'image',
          tempFiles: files.map((file) => ({ tempFilePath: keep(file), size: size(file), fileType: 'image' })),
        };
      }),
    chooseMessageFile: (options: Outcome & { count: number }) =>
      answer(world, 'chooseMessageFile', options, async () => {
        const files = await pick('file', options.count);
        return {
          tempFiles: files.map((file) => ({
            path: keep(file),
            name: file.name,
            size: size(file),
            type: file.kind,
            time: 0,
          })),
        };
      }),
    compressImage: (options: Outcome & { src: string }) =>
      answer(world, 'compressImage', options, () => ({ tempFilePath: options.src })),
    previewImage: (options: Outcome) => answer(world, 'previewImage', options, () => ({})),
    openDocument: (options: Outcome) => answer(world, 'openDocument', options, () => ({})),
    saveImageToPhotosAlbum: (options: Outcome & { filePath: string }) =>
      answer(world, 'saveImageToPhotosAlbum', options, () => {
        if (!person.allowsAlbum) throw new Error('auth deny');
        if (!world.files.has(options.filePath)) throw new Error('file not exists');
        seen.album.push(options.filePath);
        return {};
      }),
    setClipboardData: (options: Outcome & { data: string }) =>
      answer(world, 'setClipboardData', options, async () => {
        await consent();
        seen.clipboard = options.data;
        seen.toasts.push('内容已复制');
        return {};
      }),
    getClipboardData: (options: Outcome) =>
      answer(world, 'getClipboardData', options, () => ({ data: seen.clipboard })),
    showToast: (options: Outcome & { title: string }) =>
      answer(world, 'showToast', options, () => {
        seen.toasts.push(options.title);
        return {};
      }),
    hideToast: (options?: Outcome) => answer(world, 'hideToast', options, () => ({})),
    showLoading: (options: Outcome) => answer(world, 'showLoading', options, () => ({})),
    hideLoading: (options?: Outcome) => answer(world, 'hideLoading', options, () => ({})),
    showModal: (options: Outcome) =>
      answer(world, 'showModal', options, () => ({ confirm: person.confirms, cancel: !person.confirms })),
    showActionSheet: (options: Outcome) =>
      answer(world, 'showActionSheet', options, () => {
        if (person.sheetChoice < 0) throw new Error('cancel');
        return { tapIndex: person.sheetChoice };
      }),
    openSetting: (options: Outcome) => answer(world, 'openSetting', options, () => ({ authSetting: {} })),
    getSetting: (options: Outcome) =>
      answer(world, 'getSetting', options, () => ({ authSetting: { 'scope.writePhotosAlbum': person.allowsAlbum } })),
    authorize: (options: Outcome) => answer(world, 'authorize', options, () => ({})),
    getPrivacySetting: (options: Outcome) =>
      answer(world, 'getPrivacySetting', options, () => ({
        needAuthorization: world.storage.get('host:privacy') !== 'agreed',
        privacyContractName: '《话题隐私保护指引》',
      })),
    requirePrivacyAuthorize: (options: Outcome) =>
      answer(world, 'requirePrivacyAuthorize', options, () => consent().then(() => ({}))),
    openPrivacyContract: (options?: Outcome) => answer(world, 'openPrivacyContract', options, () => ({})),
    showShareMenu: (options?: Outcome) => answer(world, 'showShareMenu', options, () => ({})),
    hideShareMenu: (options?: Outcome) => answer(world, 'hideShareMenu', options, () => ({})),
    updateShareMenu: (options?: Outcome) => answer(world, 'updateShareMenu', options, () => ({})),
    setNavigationBarTitle: (options?: Outcome) => answer(world, 'setNavigationBarTitle', options, () => ({})),
    setNavigationBarColor: (options?: Outcome) => answer(world, 'setNavigationBarColor', options, () => ({})),
    setBackgroundTextStyle: (options?: Outcome) => answer(world, 'setBackgroundTextStyle', options, () => ({})),
    setBackgroundColor: (options?: Outcome) => answer(world, 'setBackgroundColor', options, () => ({})),
  };
}
