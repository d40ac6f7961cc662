import type { World } from '../world';
import { answer, type Outcome } from './outcome';

/** Where a program keeps files of its own. */
export const USER_FOLDER = 'wxfile://usr';

type At = Outcome & { filePath: string };
type Folder = Outcome & { dirPath: string; recursive?: boolean };

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
const lettersOf = (data: ArrayBuffer): string =>
  Array.from(new Uint8Array(data), (byte) => String.fromCharCode(byte)).join('');

function base64Of(data: string | ArrayBuffer, encoding: string | undefined): string {
  if (typeof data !== 'string') return btoa(lettersOf(data));
  return encoding === 'base64' ? data : btoa(unescape(encodeURIComponent(data)));
}

/** `wx.getFileSystemManager()`: files by path, and folders that must be there before a file is. */
export function fileSystem(world: World): Record<string, unknown> {
  const { files, folders } = world;
  const found = (path: string) => {
    const file = files.get(path);
    if (!file) throw new Error(`no such file or directory "${path}"`);
    return file;
  };
  const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

  return {
    getFileInfo: (options: At) =>
      answer(world, 'getFileInfo', options, () => ({ size: atob(found(options.filePath).content).length })),
    readFile: (options: At & { encoding?: string }) =>
      answer(world, 'readFile', options, () => {
        const { content } = found(options.filePath);
        if (options.encoding === 'base64') return { data: content };
        return { data: options.encoding ? decodeURIComponent(escape(atob(content))) : bytesOf(content).buffer };
      }),
    writeFile: (options: At & { data: string | ArrayBuffer; encoding?: string }) =>
      answer(world, 'writeFile', options, () => {
        const { filePath, data, encoding } = options;
        if (!folders.has(folderOf(filePath))) throw new Error(`no such file or directory, open "${filePath}"`);
        files.set(filePath, { name: filePath, content: base64Of(data, encoding), kind: 'file' });
        return {};
      }),
    unlink: (options: At) =>
      answer(world, 'unlink', options, () => {
        found(options.filePath);
        files.delete(options.filePath);
        return {};
      }),
    mkdir: (options: Folder) =>
      answer(world, 'mkdir', options, () => {
        const { dirPath, recursive } = options;
        if (folders.has(dirPath)) throw new Error(`file already exists ${dirPath}`);
        if (!recursive && !folders.has(folderOf(dirPath))) throw new Error(`no such file or directory ${dirPath}`);
        folders.add(dirPath);
        return {};
      }),
    rmdir: (options: Folder) =>
      answer(world, 'rmdir', options, () => {
        const { dirPath, recursive } = options;
        if (!folders.delete(dirPath)) throw new Error(`no such file or directory ${dirPath}`);
        const within = [...files.keys()].filter((path) => path.startsWith(`${dirPath}/`));
        if (within.length > 0 && !recursive) throw new Error('directory not empty');
        within.forEach((path) => files.delete(path));
        return {};
      }),
  };
}
