import { withTexts } from './png-text';

interface FileWriter {
  onwriteend: () => void;
  onerror: () => void;
  writeAsBinary(base64: string): void;
}
interface FileEntry {
  file(told: (file: unknown) => void, failed: () => void): void;
  createWriter(told: (writer: FileWriter) => void, failed: () => void): void;
  toLocalURL(): string;
}
interface Reader {
  onloadend: (event: { target: { result: string } }) => void;
  onerror: () => void;
  readAsDataURL(file: unknown): void;
}
declare const plus: {
  io: {
    PRIVATE_DOC: number;
    FileReader: new () => Reader;
    resolveLocalFileSystemURL(path: string, told: (entry: FileEntry) => void, failed: () => void): void;
    requestFileSystem(
      kind: number,
      told: (system: {
        root: {
          getFile(name: string, how: { create: boolean }, told: (entry: FileEntry) => void, failed: () => void): void;
        };
      }) => void,
      failed: () => void,
    ): void;
  };
};

/** In an app: a PNG once more under its own name, with texts in its metadata. Rejects where a file cannot be read or written. */
export async function labelledFile(path: string, name: string, texts: Record<string, string>): Promise<string> {
  const png = new Uint8Array(uni.base64ToArrayBuffer(await base64Of(path)));
  const bytes = withTexts(png, texts);
  return writeFile(name, uni.arrayBufferToBase64(bytes.buffer as ArrayBuffer));
}

function base64Of(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (): void => reject(new Error(`${path} cannot be read`));
    plus.io.resolveLocalFileSystemURL(
      path,
      (entry) =>
        entry.file((file) => {
          const reader = new plus.io.FileReader();
          reader.onloadend = ({ target }) => resolve(target.result.replace(/^[^,]*,/, ''));
          reader.onerror = fail;
          reader.readAsDataURL(file);
        }, fail),
      fail,
    );
  });
}

/** In an app: keeps bytes, as base64, under a name of the app's own documents. Out: the file's path. */
export function writeFile(name: string, base64: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (): void => reject(new Error(`${name} cannot be written`));
    plus.io.requestFileSystem(
      plus.io.PRIVATE_DOC,
      ({ root }) =>
        root.getFile(
          name,
          { create: true },
          (entry) =>
            entry.createWriter((writer) => {
              writer.onwriteend = () => resolve(entry.toLocalURL());
              writer.onerror = fail;
              writer.writeAsBinary(base64);
            }, fail),
          fail,
        ),
      fail,
    );
  });
}
