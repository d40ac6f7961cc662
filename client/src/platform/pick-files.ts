import type { Picked, PickedFile } from './picked';

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
  return pick(max, 'image/*');
}

/** Lets the person choose files of any kind, at most `max`. Never rejects. */
export function pickDocuments(max: number): Promise<Picked> {
  return pick(max, '');
}

/** The field of the last choice: browsers that do not tell of a cancelled one leave it open. */
let open: (() => void) | null = null;

function pick(max: number, accept: string): Promise<Picked> {
  open?.();
  return new Promise((resolve) => {
    const field = document.createElement('input');
    field.type = 'file';
    field.accept = accept;
    field.multiple = max > 1;
    const end = (): void => {
      open = null;
      resolve({ files: [...(field.files ?? [])].slice(0, max).map(pickedFile), denied: null });
    };
    open = end;
    field.addEventListener('change', end);
    field.addEventListener('cancel', end);
    field.click();
  });
}
