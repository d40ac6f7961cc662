import { t } from '@/i18n';
import { nothingPicked, type Picked, type PickedFile } from './picked';

export type { Picked, PickedFile } from './picked';

interface Outcome<T> {
  success(result: T): void;
  fail(error: { errMsg: string }): void;
}

interface MessageFile {
  name: string;
  size: number;
  path: string;
  type: 'video' | 'image' | 'file';
}

// What uni's types leave out of WeChat.
declare const wx: {
  chooseMessageFile(options: Outcome<{ tempFiles: MessageFile[] }> & { count: number; type: 'all' }): void;
  getFileSystemManager(): { getFileInfo(options: Outcome<{ size: number }> & { filePath: string }): void };
};

/** Where documents are chosen from: WeChat gives those of a chat only. */
export const documentsFrom: 'device' | 'chat' | null = 'chat';

/** The largest file that WeChat sends. */
export const FILE_MAX_BYTES = 10 * 1024 * 1024;

/** From here on a picture is made smaller before it is sent. */
const COMPRESS_FROM_BYTES = 1.5 * 1024 * 1024;
const QUALITY = 80;
const PHOTOS_MAX = 20;

/** Lets the person take or choose pictures, at most `max`. Never rejects. */
export function pickPhotos(max: number): Promise<Picked> {
  return new Promise((resolve) => {
    uni.chooseMedia({
      count: Math.min(max, PHOTOS_MAX),
      mediaType: ['image'],
      sizeType: ['compressed'],
      success: ({ tempFiles }) => {
        const all = tempFiles.map(({ tempFilePath, size }, at) => photo(tempFilePath, size, at + 1));
        void Promise.all(all).then((files) => resolve({ files, denied: null }));
      },
      fail: (error: { errMsg: string }) => resolve(nothingPicked(error)),
    });
  });
}

/** Lets the person choose files out of a chat, at most `max`. Never rejects. */
export function pickDocuments(max: number): Promise<Picked> {
  return new Promise((resolve) => {
    wx.chooseMessageFile({
      count: max,
      type: 'all',
      success: ({ tempFiles }) => {
        const files = tempFiles.map(({ name, size, path, type }) => ({
          name,
          bytes: size,
          path,
          picture: type === 'image',
        }));
        resolve({ files, denied: null });
      },
      fail: (error) => resolve(nothingPicked(error)),
    });
  });
}

/** WeChat's pictures have no names of their own. */
async function photo(path: string, bytes: number, n: number): Promise<PickedFile> {
  const ending = /\.[A-Za-z0-9]+$/.exec(path)?.[0] ?? '.jpg';
  const name = `${t('files.photoName', { time: clock(), n })}${ending}`;
  if (bytes <= COMPRESS_FROM_BYTES) return { name, bytes, path, picture: true };
  const smaller = await compressed(path);
  return { name, path: smaller, bytes: await sizeOf(smaller, bytes), picture: true };
}

/** The picture made smaller, or as it was where that does not work. */
function compressed(src: string): Promise<string> {
  return new Promise((resolve) => {
    uni.compressImage({
      src,
      quality: QUALITY,
      success: ({ tempFilePath }) => resolve(tempFilePath),
      fail: () => resolve(src),
    });
  });
}

function sizeOf(filePath: string, otherwise: number): Promise<number> {
  return new Promise((resolve) => {
    wx.getFileSystemManager().getFileInfo({
      filePath,
      success: ({ size }) => resolve(size),
      fail: () => resolve(otherwise),
    });
  });
}

function clock(): string {
  const now = new Date();
  return [now.getHours(), now.getMinutes(), now.getSeconds()].map((part) => String(part).padStart(2, '0')).join('');
}
