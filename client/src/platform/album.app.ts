import { denialOf, type Denial } from './picked';

/** Puts a picture that lies at `filePath` into the phone's album. Out: why that was not possible, null also if cancelled. */
export function savePicture(filePath: string, name: string): Promise<Denial | null> {
  void name;
  return new Promise((resolve) => {
    uni.saveImageToPhotosAlbum({
      filePath,
      success: () => resolve(null),
      fail: ({ errMsg }: { errMsg: string }) => resolve(denialOf(errMsg)),
    });
  });
}

/** Whether pictures go to an album, and whoever saved one is to be told of it. */
export const hasAlbum: boolean = true;
