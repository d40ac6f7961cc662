import { nothingPicked, type Picked, type PickedFile } from './picked';

export type { Picked, PickedFile } from './picked';

/** Where documents are chosen from, null: they cannot be. */
export const documentsFrom: 'device' | 'chat' | null = 'device';

/** The largest file that can be sent from here, whatever the server takes. */
export const FILE_MAX_BYTES = Infinity;

/** Kinds that every browser shows; what else is a picture, the server shows. */
const SHOWN = /^image\/(jpeg|png|gif|webp)$/;

/** A file that the browser has, as one that was chosen. */
export function pickedFile(file: File): PickedFile {
  const { name, size: bytes, type } = file;
  return { name, bytes, path: URL.createObjectURL(file), picture: SHOWN.test(type), file };
}

/** Lets the person choose pictures, at most `max`. Never rejects. */
export function pickPhotos(max: number): Promise<Picked> {
  return new Promise((resolve) => {
    uni.chooseImage({
      count: max,
      success: ({ tempFiles }) => resolve(picked(tempFiles)),
      fail: (error: { errMsg: string }) => resolve(nothingPicked(error)),
    });
  });
}

/** Lets the person choose files of any kind, at most `max`. Never rejects. */
export function pickDocuments(max: number): Promise<Picked> {
  return new Promise((resolve) => {
    uni.chooseFile({
      count: max,
      success: ({ tempFiles }) => resolve(picked(tempFiles)),
      fail: (error: { errMsg: string }) => resolve(nothingPicked(error)),
    });
  });
}

/** In a browser uni gives the files themselves, whatever its types say. */
function picked(files: unknown): Picked {
  const all: unknown[] = Array.isArray(files) ? files : [files];
  return { files: all.flatMap((file) => (file instanceof File ? [pickedFile(file)] : [])), denied: null };
}
