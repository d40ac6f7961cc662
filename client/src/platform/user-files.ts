declare const wx: { env: { USER_DATA_PATH: string } };

/** A folder of the program's own: what was exported since it was started. A program has 200 MB for all of its files. */
const folder = (): string => `${wx.env.USER_DATA_PATH}/exports`;

let emptied: Promise<void> | null = null;
let written = 0;

/** Keeps a file where WeChat lets a program keep its own. Out: its path, each time another. Rejects where that cannot be. */
export async function writeUserFile(name: string, data: string | ArrayBuffer): Promise<string> {
  emptied ??= emptyFolder();
  await emptied;
  written += 1;
  // WeChat goes on showing what lay at a path at first.
  const filePath = `${folder()}/${written}-${name}`;
  return new Promise((resolve, reject) => {
    // uni's types know no encoding for bytes.
    uni.getFileSystemManager().writeFile({
      filePath,
      data,
      encoding: 'utf8',
      success: () => resolve(filePath),
      fail: ({ errMsg }: { errMsg: string }) => reject(new Error(errMsg)),
    } as unknown as UniApp.WriteFileOption);
  });
}

/** Takes away what an earlier run has left. */
function emptyFolder(): Promise<void> {
  const files = uni.getFileSystemManager();
  const dirPath = folder();
  return new Promise((resolve) => {
    const make = (): void => files.mkdir({ dirPath, recursive: true, complete: () => resolve() });
    // It fails where there is none.
    files.rmdir({ dirPath, recursive: true, complete: make });
  });
}

/** Deletes a file that `writeUserFile` made; nothing where another made it. */
export function deleteUserFile(filePath: string): void {
  if (!filePath.startsWith(`${folder()}/`)) return;
  // One that is gone already is what was wanted.
  uni.getFileSystemManager().unlink({ filePath, fail: () => undefined });
}
