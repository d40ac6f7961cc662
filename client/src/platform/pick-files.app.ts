import { nothingPicked, type Picked, type PickedFile } from './picked';

export type { Picked, PickedFile } from './picked';

/** The app's runtime has no way to choose documents. */
export const documentsFrom: 'device' | 'chat' | null = null;

/** The largest file that can be sent from here, whatever the server takes. */
export const FILE_MAX_BYTES = Infinity;

const PHOTOS_MAX = 9;

/** Lets the person take or choose pictures, at most `max`. Never rejects. */
export function pickPhotos(max: number): Promise<Picked> {
  return new Promise((resolve) => {
    uni.chooseImage({
      count: Math.min(max, PHOTOS_MAX),
      sizeType: ['compressed'],
      success: ({ tempFiles }) => {
        const all = (Array.isArray(tempFiles) ? tempFiles : [tempFiles]) as { path: string; size: number }[];
        resolve({ files: all.map(photo), denied: null });
      },
      fail: (error: { errMsg: string }) => resolve(nothingPicked(error)),
    });
  });
}

/** There is nothing to choose from. */
export function pickDocuments(max: number): Promise<Picked> {
  void max;
  return Promise.resolve({ files: [], denied: 'other' });
}

function photo({ path, size }: { path: string; size: number }): PickedFile {
  return { name: path.split('/').pop() ?? path, bytes: size, path, picture: true };
}
