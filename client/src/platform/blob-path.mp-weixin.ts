import { deleteUserFile } from './user-files';

/** Files lie on the device by themselves. */
export const pathOfBlob = null;

/** Deletes what the program made itself; downloads are temporary files, which go with it. */
export function letGo(path: string): void {
  deleteUserFile(path);
}
