import type { Saved } from './album';
import { denialOf } from './picked';

export type { Saved } from './album';

/** Puts a picture that lies at `filePath` into the phone's album. Out: what came of it. */
export function savePicture(filePath: string, name: string): Promise<Saved> {
  void name;
  return new Promise((resolve) => {
    uni.saveImageToPhotosAlbum({
      filePath,
      success: () => resolve('saved'),
      fail: ({ errMsg }: { errMsg: string }) => resolve(denialOf(errMsg) ?? 'cancelled'),
    });
  });
}

/** Whether pictures go to an album, and whoever saved one is to be told of it. */
export const hasAlbum: boolean = true;
