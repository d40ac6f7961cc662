declare const wx: { env: { USER_DATA_PATH: string } };

/** A folder of the program's own; what was exported last is all that stays in it. */
const FOLDER = 'exports';

/**
 * Keeps a file where WeChat lets a program keep its own; earlier ones of that name are gone. Out: its path. Rejects where that
 * cannot be.
 */
export function writeUserFile(name: string, data: string | ArrayBuffer): Promise<string> {
  const files = uni.getFileSystemManager();
  const folder = `${wx.env.USER_DATA_PATH}/${FOLDER}`;
  const filePath = `${folder}/${name}`;
  return new Promise((resolve, reject) => {
    const write = (): void =>
      files.writeFile({
        filePath,
        data,
        encoding: 'utf8',
        success: () => resolve(filePath),
        fail: ({ errMsg }: { errMsg: string }) => reject(new Error(errMsg)),
      } as unknown as UniApp.WriteFileOption);
    // It fails where the folder is there already.
    files.mkdir({ dirPath: folder, recursive: true, complete: write });
  });
}

/** Takes what was exported before away: a program has 200 MB for all of its files. */
export function clearUserFiles(): Promise<void> {
  return new Promise((resolve) => {
    uni.getFileSystemManager().rmdir({
      dirPath: `${wx.env.USER_DATA_PATH}/${FOLDER}`,
      recursive: true,
      complete: () => resolve(),
    });
  });
}
